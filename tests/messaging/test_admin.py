"""Messages in the administration: seen, never opened, never changed."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from messaging import inbox, receipts
from messaging.delivery import deliver
from messaging.models import GatewayPause
from tests.fakes.twilio_server import TwilioServer
from tests.messaging.conftest import CITIZEN, Promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("root"))
    return client


def test_an_administrator_sees_that_a_message_went_out_but_not_to_whom_and_what(
    administrator: Client, promised: Promise
) -> None:
    message = promised()
    for address in (
        reverse("admin:messaging_outboundmessage_changelist"),
        reverse("admin:messaging_outboundmessage_change", args=[message.pk]),
    ):
        page = administrator.get(address).content.decode()
        assert "case:1" in page
        for sealed in (CITIZEN, CITIZEN[1:], "1234 5671", "Noi dung"):
            assert sealed not in page


def test_an_administrator_sees_every_try_and_why_it_failed(
    administrator: Client, promised: Promise, twilio: TwilioServer
) -> None:
    message = promised()
    twilio.fail_next(21408)
    deliver(message.pk, at=timezone.now())
    page = administrator.get(reverse("admin:messaging_outboundmessage_change", args=[message.pk]))
    [inline] = page.context["inline_admin_formsets"]
    assert [str(row.form.instance.code) for row in inline if row.original] == ["21408"]
    assert not inline.has_add_permission


def test_an_administrator_sees_that_a_message_came_in_but_not_from_whom_and_what(
    administrator: Client,
) -> None:
    message, _is_new = inbox.receive(
        provider="twilio",
        provider_id="SM1",
        sender=CITIZEN,
        recipient="+15005550006",
        body="PA rác ở chợ",
        raw={"Body": "PA rác ở chợ"},
        at=timezone.now(),
    )
    for address in (
        reverse("admin:messaging_inboundmessage_changelist"),
        reverse("admin:messaging_inboundmessage_change", args=[message.pk]),
    ):
        page = administrator.get(address).content.decode()
        assert "SM1" in page
        for sealed in (CITIZEN, CITIZEN[1:], "rác", message.sender_key):
            assert sealed not in page


def test_nobody_adds_changes_or_deletes_a_message_there(administrator: Client, promised: Promise) -> None:
    message = promised()
    receipts.take(message.pk, provider_id="SM1", status="sent", at=timezone.now())
    for model in ("outboundmessage", "inboundmessage", "deliveryreceipt"):
        assert administrator.get(reverse(f"admin:messaging_{model}_add")).status_code == 403
    change = reverse("admin:messaging_outboundmessage_change", args=[message.pk])
    assert administrator.post(change, {"state": "delivered"}).status_code == 403
    delete = reverse("admin:messaging_outboundmessage_delete", args=[message.pk])
    assert administrator.post(delete, {"post": "yes"}).status_code == 403


def test_the_page_of_operations_is_closed_to_who_may_not_see_messages(client: Client) -> None:
    assert client.get(reverse("messaging_operations")).status_code == 302
    client.force_login(get_user_model().objects.create_user("clerk", is_staff=True))
    assert client.get(reverse("messaging_operations")).status_code == 403
    assert reverse("messaging_operations") not in client.get(reverse("admin:index")).content.decode()


def test_who_may_only_look_can_do_nothing_there(client: Client) -> None:
    viewer = get_user_model().objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_outboundmessage"))
    client.force_login(viewer)
    page = client.get(reverse("messaging_operations"))
    assert page.status_code == 200
    assert b"<textarea" not in page.content
    refused = client.post(
        reverse("messaging_operations"), {"do": "pause", "gateway": "console", "change_reason": "x"}
    )
    assert refused.status_code == 403
    assert not GatewayPause.objects.exists()
