"""A farmer with an old telephone: a text without accents becomes a case, is answered, disputed, and climbs.

Requests are signed by the real `twilio` package, and answers leave through it to a server that stands in for Twilio.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.models import Case
from cases.services import handling, outcome
from cases.vocabulary import Kind, Outcome, Review, State
from config.celery import app
from config.sweeping import sweep
from feedback.models import Submission
from messaging.models import InboundMessage, OutboundMessage, OutboundState
from organization.actors import Channel
from organization.models import Posting, Role
from organization.selectors import unit_by_code
from organization.services import load_reference_units
from tests.factories.cases import BECAUSE, MONDAY, reference_data
from tests.factories.organization import a_member, acting, somebody
from tests.fakes.twilio_messages import Message
from tests.fakes.twilio_server import TwilioServer

pytestmark = pytest.mark.django_db(transaction=True)

HOST = "https://lang-nghe.test"
INBOUND = "/sms/twilio/inbound/"
OUR_NUMBER, CITIZEN = "+15005550006", "+84900000123"
COMPLAINT = "KN xa Quynh Luu thu phi sai quy dinh o cho Cau Giat"
QUYNH_LUU, NGHE_AN = "17179", "40"


@dataclass
class Story:
    """The stand-in for Twilio, our site, and a clock that goes on by a minute with every step."""

    twilio: TwilioServer
    client: Client
    officer: Posting
    now: datetime = MONDAY

    def post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> int:
        """What the network does with Twilio's request."""
        self.now += timedelta(minutes=1)
        answer: Any = self.client.post(
            url.removeprefix(HOST),
            urlencode(form),
            content_type="application/x-www-form-urlencoded",
            headers=headers,
        )
        return int(answer.status_code)

    def text(self, body: str, *, sid: str | None = None) -> int:
        """The citizen texts, and Twilio tells us."""
        form = self.twilio.inbound(sender=CITIZEN, recipient=OUR_NUMBER, body=body, sid=sid)
        return self.post(
            HOST + INBOUND, form, {"X-Twilio-Signature": self.twilio.signature(HOST + INBOUND, form)}
        )

    def received(self) -> list[Message]:
        """Every message that reached Twilio for the citizen."""
        return self.twilio.accepted(CITIZEN)

    def last(self) -> str:
        """The text of the last one."""
        return self.received()[-1].form["Body"]

    def case(self) -> Case:
        return Case.objects.get()

    def officer_answers(self) -> None:
        by = acting(self.officer)
        self.now += timedelta(minutes=1)
        handling.accept(self.case(), by=by, because=BECAUSE, at=self.now)
        self.now += timedelta(minutes=1)
        outcome.answer(self.case(), text="Đã dừng thu và trả lại tiền.", by=by, because=BECAUSE, at=self.now)


@pytest.fixture
def story(client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    reference_data()
    load_reference_units(by=somebody(), because=BECAUSE)
    commune = unit_by_code(QUYNH_LUU, MONDAY.date())
    province = unit_by_code(NGHE_AN, MONDAY.date())
    assert commune
    assert province
    officer = a_member(commune, Role.OFFICER, "Trần Văn Việc")
    a_member(province, Role.HEAD, "Vũ Thị Tỉnh", is_head=True)
    with TwilioServer() as twilio:
        settings.PUBLIC_BASE_URL = HOST
        settings.SMS_GATEWAYS = ["twilio"]
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKENS = twilio.account, [twilio.token]
        settings.TWILIO_FROM, settings.TWILIO_API_ORIGIN = OUR_NUMBER, twilio.origin
        told = Story(twilio, client, officer)
        monkeypatch.setattr(timezone, "now", lambda: told.now)
        yield told


@pytest.fixture
def _worker() -> Iterator[None]:
    """A worker that hears every wake-up at once."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.mark.usefixtures("_worker")
def test_a_complaint_without_accents_becomes_a_case_is_disputed_and_climbs(story: Story) -> None:
    assert story.text(COMPLAINT) == 200

    case = story.case()
    assert (case.kind, case.unit.code, case.channel, case.state) == (
        Kind.COMPLAINT,
        QUYNH_LUU,
        Channel.SMS,
        State.RECEIVED,
    )
    assert case.statements.get().body == COMPLAINT.removeprefix("KN ")
    (acknowledgement,) = story.received()
    assert acknowledgement.form["From"] == OUR_NUMBER
    assert story.last().startswith("LangNghe: ")
    assert f"{case.shown_code}, tra loi truoc 14/10." in story.last()

    story.twilio.call_back(acknowledgement, "delivered", post=story.post)
    assert OutboundMessage.objects.get().state == OutboundState.DELIVERED

    story.officer_answers()
    assert "Nhan 1 neu DA XONG, nhan 2 neu CHUA." in story.last()

    assert story.text("2") == 200
    case = story.case()
    assert (case.unit.code, case.rung, case.review) == (NGHE_AN, 1, Review.DISPUTE)
    assert case.holder is not None
    assert case.holder.officer.full_name == "Vũ Thị Tỉnh"
    assert f"Da mo lai {case.shown_code} va bao cap tren." in story.last()
    happened = ["receive", "accept", "answer", "dispute", "escalate"]
    assert list(case.events.values_list("kind", flat=True)) == happened
    assert [message.form["Body"] for message in story.received()] == [
        message.body for message in OutboundMessage.objects.order_by("created_at")
    ]
    assert len(story.received()) == 4


@pytest.mark.usefixtures("_worker")
def test_a_poor_score_after_the_confirmation_climbs_too(story: Story) -> None:
    story.text(COMPLAINT)
    story.officer_answers()
    story.text("1")
    assert (story.case().state, story.case().outcome) == (State.CLOSED, Outcome.SETTLED)
    assert "Ban cham may diem?" in story.last()

    story.text("1")
    case = story.case()
    assert (case.unit.code, case.review, case.state) == (NGHE_AN, Review.POOR_RATING, State.ACCEPTED)
    assert "Da ghi 1/5 diem" in story.last()


@pytest.mark.usefixtures("_worker")
def test_a_replayed_webhook_does_nothing_twice(story: Story) -> None:
    first, second = "SM" + "1" * 32, "SM" + "2" * 32
    assert [story.text(COMPLAINT, sid=first) for _ in range(3)] == [200, 200, 200]
    story.officer_answers()
    assert [story.text("2", sid=second) for _ in range(3)] == [200, 200, 200]
    assert story.text(COMPLAINT, sid=first) == 200

    assert (story.case().rung, Submission.objects.count(), InboundMessage.objects.count()) == (1, 2, 2)
    assert len(story.received()) == 4


@pytest.mark.usefixtures("_worker")
def test_a_request_that_twilio_did_not_sign_for_this_address_does_nothing(story: Story) -> None:
    form = story.twilio.inbound(sender=CITIZEN, recipient=OUR_NUMBER, body=COMPLAINT)
    sign = story.twilio.signature
    for signature in (
        "",
        sign(f"https://other.test{INBOUND}", form),
        sign(f"{HOST}:8443{INBOUND}", form),
        sign(HOST + INBOUND, form | {"Body": "TC"}),
    ):
        assert story.post(HOST + INBOUND, form, {"X-Twilio-Signature": signature}) == 403
    assert not InboundMessage.objects.exists()
    assert story.received() == []


def test_without_a_worker_the_sweep_takes_the_text_and_sends_the_answer(story: Story) -> None:
    story.text(COMPLAINT)
    assert (Case.objects.count(), story.received()) == (0, [])
    story.now += timedelta(minutes=1)
    for _ in range(2):
        sweep(at=story.now)
    assert len(story.received()) == 1
    assert story.case().shown_code in story.last()
