"""An inspector reads what is under them and nothing else; nobody else reads anything of inspection."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from accountability.jurisdiction import Jurisdiction
from cases.attachments import clean_all
from cases.services import escalation, handling, intake
from cases.services.intake import Report
from cases.vocabulary import Kind
from organization.actors import Actor, Channel
from organization.models import Role
from tests.accountability.conftest import sent, signed_in
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case
from tests.factories.files import a_photo
from tests.factories.organization import Cast, a_member, a_unit, acting

LISTS = ("home", "units", "units_sheet", "officers", "officers_sheet", "cases", "cases_sheet")


@pytest.mark.parametrize("name", LISTS)
def test_who_is_not_signed_in_is_sent_to_the_sign_in_page(db: None, client: Client, name: str) -> None:
    address = reverse(f"inspection:{name}")
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('login')}?next={address}"


def test_every_other_role_and_an_account_without_a_post_meet_403(cast: Cast, now: datetime) -> None:
    case = a_case(cast.commune)
    administrator = a_member(cast.top, Role.ADMINISTRATOR, "Lý Thị Quản", username="administrator")
    clients = [
        signed_in(each) for each in (cast.reception, cast.officer, cast.head, cast.province, administrator)
    ]
    stranger = Client()
    stranger.force_login(User.objects.create_user("stranger"))
    addresses = [reverse(f"inspection:{name}") for name in LISTS]
    addresses += [
        reverse("inspection:case", args=[case.code]),
        reverse("inspection:unit", args=[cast.commune.pk]),
    ]
    for client in (*clients, stranger):
        assert {client.get(address).status_code for address in addresses} == {403}


def test_the_pages_of_inspection_take_no_form(inspector: Client, cast: Cast) -> None:
    assert inspector.post(reverse("inspection:case", args=[a_case(cast.commune).code])).status_code == 405


def test_every_page_opens_for_an_inspector_also_with_nothing_to_show(inspector: Client, cast: Cast) -> None:
    addresses = [reverse(f"inspection:{name}") for name in LISTS]
    addresses += [reverse("inspection:unit", args=[cast.commune.pk])]
    addresses += [
        reverse(f"inspection:{name}", args=[cast.officer.officer_id]) for name in ("officer", "officer_sheet")
    ]
    for address in addresses:
        answer = inspector.get(address)
        assert answer.status_code == 200
        assert sent(answer)


@pytest.fixture
def local(cast: Cast, now: datetime) -> Client:
    """The inspector of one commune, signed in."""
    return signed_in(a_member(cast.commune, Role.INSPECTOR, "Mai Thị Xét", username="local"))


def test_what_lies_outside_does_not_exist_for_an_inspector(local: Client, cast: Cast) -> None:
    neighbours = a_member(cast.neighbour, Role.OFFICER, "Tạ Văn Bên")
    case = a_case(cast.neighbour, files=(), text="Cống tắc ở đầu làng.")
    pages = [
        reverse("inspection:case", args=[case.code]),
        reverse("inspection:case_sheet", args=[case.code]),
        reverse("inspection:unit", args=[cast.neighbour.pk]),
        reverse("inspection:unit", args=[cast.top.pk]),
        reverse("inspection:officer", args=[neighbours.officer_id]),
        reverse("inspection:officer_sheet", args=[neighbours.officer_id]),
    ]
    assert {local.get(page).status_code for page in pages} == {404}
    lists = "".join(
        local.get(reverse(f"inspection:{name}")).content.decode() for name in ("units", "officers", "cases")
    )
    assert "Bến Nước" not in lists
    assert "Tạ Văn Bên" not in lists
    assert case.shown_code not in lists


def test_a_filter_that_names_what_lies_outside_is_refused_and_shows_nothing_of_it(
    local: Client, cast: Cast
) -> None:
    case = a_case(cast.neighbour)
    page = local.get(reverse("inspection:cases"), {"unit": str(cast.neighbour.pk)})
    assert page.status_code == 200
    assert "unit" in page.context["form"].errors
    assert case.shown_code not in page.content.decode()


def test_a_case_stays_under_the_eyes_of_those_where_it_was_after_it_moved_on(
    local: Client, cast: Cast
) -> None:
    case = an_accepted_case(cast.officer)
    escalation.escalate(
        case, ground="beyond_tier", by=acting(cast.head), because=BECAUSE, at=MONDAY + timedelta(hours=1)
    )
    assert case.unit == cast.top
    assert local.get(reverse("inspection:case", args=[case.code])).status_code == 200


def test_an_inspector_does_not_read_cases_about_themself(inspector: Client, cast: Cast) -> None:
    hidden, shown = (a_case(cast.commune, about=each.officer) for each in (cast.inspector, cast.officer))
    page = inspector.get(reverse("inspection:cases"), {"figure": "received"})
    assert [case.code for case in page.context["page"]] == [shown.code]
    units = inspector.get(reverse("inspection:units")).context["page"]
    assert sum(line.tally.counts.get("received", 0) for line in units) == 1
    for name in ("case", "case_sheet"):
        assert inspector.get(reverse(f"inspection:{name}", args=[hidden.code])).status_code == 404


def test_an_inspector_no_longer_reads_a_case_once_it_is_about_somebody_they_work_under(
    local: Client, cast: Cast
) -> None:
    case = a_case(cast.commune)
    address = reverse("inspection:case", args=[case.code])
    assert local.get(address).status_code == 200
    handling.reclassify(
        case,
        kind=Kind.FEEDBACK,
        category=case.category,
        about=cast.head.officer,
        summary="",
        by=acting(cast.reception),
        because=BECAUSE,
        at=MONDAY,
    )
    assert local.get(address).status_code == 404
    assert list(local.get(reverse("inspection:cases"), {"figure": "received"}).context["page"]) == []


def test_a_file_opens_for_who_may_read_its_case_and_for_nobody_else(
    inspector: Client, local: Client, cast: Cast
) -> None:
    case = a_case(cast.neighbour, files=clean_all([a_photo("hiện trường.jpg")]))
    address = reverse("inspection:file", args=[case.attachments.get().pk])
    answer = inspector.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert sent(answer).startswith(b"\xff\xd8")
    assert local.get(address).status_code == 404


def test_a_code_is_read_as_people_write_it_and_a_wrong_one_is_not_found(
    inspector: Client, cast: Cast
) -> None:
    case = a_case(cast.commune)
    assert inspector.get(reverse("inspection:case", args=[case.shown_code])).status_code == 200
    for wrong in ("00000000", "x", "1" * 300, "\u0661" * 8):
        assert inspector.get(reverse("inspection:case", args=[wrong])).status_code == 404


def test_a_unit_that_lies_deep_below_is_under_the_inspector_of_the_top(cast: Cast) -> None:
    hamlet = a_unit("Thôn Đông", parent=cast.commune)
    report = Report(kind=Kind.FEEDBACK, text="Đường lầy.", channel=Channel.WEB, unit=hamlet)
    case = intake.open_case(report, by=Actor.citizen(Channel.WEB), because=BECAUSE, at=MONDAY).case
    handling.note(case, text="Đã xem.", by=acting(cast.head), at=MONDAY)
    found = Jurisdiction.of(acting(cast.inspector), at=MONDAY)
    assert hamlet.pk in found.unit_ids
    assert found.cases().get() == case
