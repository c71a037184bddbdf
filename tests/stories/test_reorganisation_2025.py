"""1 July 2025 in Quỳnh Lưu: a district and its twenty-five communes end, seven communes go on with every open case."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cases import clocks
from cases.models import Case, CaseEvent, Term, TermPause
from cases.services import handling, outcome
from cases.services.sweeping import sweep_cases
from cases.vocabulary import Kind, State
from messaging.models import OutboundMessage
from organization.actors import Actor, Channel
from organization.models import Posting, Reorganisation, Role, Unit
from tests.factories.cases import BECAUSE, a_case, an_accepted_case, an_answered_case, moment
from tests.factories.citizen import Citizen
from tests.factories.desk import Desk
from tests.factories.organization import a_stand_in, acting
from tests.factories.reorganisation import BASIS, EVE, FILE, June, june_2025, new_unit
from tests.fakes.clock import Clock

pytestmark = pytest.mark.django_db
FILED = moment("2025-06-20 09:00")
LATER = moment("2025-06-25 09:00")
MORNING = moment("2025-07-01 07:30")
WHY = "Sắp xếp đơn vị hành chính cấp xã"


@dataclass(frozen=True)
class Open:
    """The cases of the story by what they show."""

    cases: dict[str, Case]

    def __getitem__(self, name: str) -> Case:
        return Case.objects.get(pk=self.cases[name].pk)


def filed(june: June) -> Open:
    """A case in every state, and those that are hard to place."""
    hau, tam, citizen = june.units["Q421-02"], june.units["Q421-14"], Actor.citizen(Channel.WEB)
    officer, head, district = (
        june.of("Q421-02", Role.OFFICER),
        june.of("Q421-02", Role.HEAD),
        june.units["421"],
    )

    def taken(**options: Any) -> Case:
        return an_accepted_case(officer, at=FILED, **options)

    def going_on(case: Case, step: Callable[..., Case], by: Posting = officer, **options: Any) -> Case:
        return step(case, by=acting(by), because=BECAUSE, at=LATER, **options)

    return Open(
        {
            "received": a_case(hau, at=FILED),
            "assigned": going_on(a_case(hau, at=FILED), handling.assign, to=officer),
            "accepted": taken(),
            "in_progress": going_on(taken(), handling.start),
            "awaiting": going_on(taken(), handling.ask, question="Ở đoạn nào?"),
            "suspended": going_on(taken(), handling.suspend, head, ground="expert"),
            "extended": going_on(taken(), handling.extend, head, days=10),
            "answered": an_answered_case(officer, at=FILED),
            "complaint": a_case(hau, at=FILED, kind=Kind.COMPLAINT),
            "with_head": going_on(a_case(hau, at=FILED), handling.assign, to=head),
            "closed": outcome.confirm(an_answered_case(officer, at=FILED), by=citizen, at=LATER),
            "disputed": outcome.dispute(
                an_answered_case(officer, at=FILED), text="Chưa xong.", by=citizen, at=LATER
            ),
            "tam": a_case(tam, at=FILED),
            "district": a_case(district, at=FILED),
            "district_in_tam": a_case(district, at=FILED, place="Xóm 3, xã Quỳnh Tam, huyện Quỳnh Lưu"),
        }
    )


@pytest.fixture
def june(db: None) -> June:
    return june_2025()


@pytest.fixture
def story(june: June) -> Open:
    a_stand_in(
        june.of("Q421-01", Role.HEAD),
        june.of("Q421-01", Role.OFFICER),
        starts_on=date(2025, 6, 28),
        ends_on=date(2025, 7, 5),
    )
    return filed(june)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The wall shows the morning of the day."""
    standing = Clock(MORNING)
    monkeypatch.setattr(timezone, "now", standing)
    return standing


def run(*more: str) -> str:
    said = io.StringIO()
    call_command(
        "reorganise",
        str(FILE),
        "--on",
        "2025-07-01",
        "--because",
        WHY,
        "--legal-basis",
        BASIS,
        *more,
        stdout=said,
    )
    return said.getvalue()


def clocks_of(story: Open) -> dict[str, tuple[Any, ...]]:
    """What each clock says, to the last column; the days are named in one language."""
    with translation.override("vi"):
        return _clocks_of(story)


def _clocks_of(story: Open) -> dict[str, tuple[Any, ...]]:
    return {
        name: (
            clocks.read(case, at=MORNING),
            (case.due_at, case.next_action, case.next_action_at, case.rung, case.state, case.first_unit_id),
            list(Term.objects.filter(case=case).order_by("pk").values()),
            list(TermPause.objects.filter(term__case=case).order_by("pk").values()),
        )
        for name, case in story.cases.items()
    }


def counted() -> list[int]:
    """How many rows there are of what a reorganisation writes."""
    return [
        Unit.history.count(),
        Posting.history.count(),
        Case.history.count(),
        CaseEvent.objects.count(),
        OutboundMessage.objects.count(),
        Reorganisation.objects.count(),
    ]


def expected() -> dict[str, Unit]:
    """Where each open case of the story is from the day."""
    luu, tam, province = new_unit("17179"), new_unit("17149"), Unit.objects.get(code="40")
    elsewhere = {"tam": tam, "district_in_tam": tam, "district": province, "disputed": province}
    names = "received assigned accepted in_progress awaiting suspended extended answered complaint with_head"
    return {**dict.fromkeys(names.split(), luu), **elsewhere}


def test_every_open_case_follows_its_commune_and_keeps_its_clock(june: June, story: Open) -> None:
    before = clocks_of(story)
    said = run()
    assert {name: story[name].unit for name in expected()} == expected()
    assert clocks_of(Open({name: story[name] for name in story.cases})) == before
    assert "Xã Quỳnh Hậu" in said
    closed = story["closed"]
    assert (closed.state, closed.unit) == (State.CLOSED, june.units["Q421-02"])


def test_running_it_again_changes_nothing_and_says_so(story: Open) -> None:
    run()
    before = counted()
    with translation.override("en"):
        assert "nothing was changed" in run()
    assert counted() == before


def test_a_trial_shows_the_same_and_changes_nothing(story: Open) -> None:
    before = counted()
    tried = run("--dry-run")
    assert counted() == before
    done = run()
    assert tried.split("\n")[:-2] == done.split("\n")[:-2]


def test_the_case_stays_in_the_hands_of_whoever_goes_on_in_the_new_commune(june: June, story: Open) -> None:
    run()
    officer = june.of("Q421-02", Role.OFFICER)
    officer.refresh_from_db()
    assert officer.ends_on == EVE
    holder = story["accepted"].holder
    assert holder is not None
    assert (holder.officer, holder.continues, holder.post.unit) == (
        officer.officer,
        officer,
        new_unit("17179"),
    )
    assert story["with_head"].holder is None


def test_the_record_keeps_the_names_that_the_units_had(june: June, story: Open) -> None:
    run()
    record = Desk("officer-Q421-02").look_at(story["accepted"])
    assert "from Quỳnh Hậu Commune to Quỳnh Lưu Commune" in record
    assert WHY in record
    read = Citizen().unlock(story["accepted"], "5678")
    assert "Quỳnh Lưu Commune, which took over its unit" in read


def test_late_cases_go_on_to_the_province(june: June, story: Open) -> None:
    run()
    assert sweep_cases(at=moment("2025-07-20 08:00"))["failed"] == 0
    received = story["received"]
    assert (received.unit.code, received.rung) == ("40", 1)


def test_a_case_closed_before_goes_up_past_the_district_when_it_is_disputed_after(story: Open) -> None:
    run()
    outcome.dispute(
        story["closed"], text="Lại bẩn.", by=Actor.citizen(Channel.WEB), at=moment("2025-07-03 08:00")
    )
    assert story["closed"].unit.code == "40"


def test_the_people_sign_in_to_their_new_commune_and_the_citizen_is_told(story: Open) -> None:
    told = OutboundMessage.objects.filter(template="transferred").count()
    run()
    assert OutboundMessage.objects.filter(template="transferred").count() == told + len(expected()) - 1
    inbox = Desk("officer-Q421-02").inbox(view="mine")
    assert story["accepted"].shown_code in inbox


@pytest.fixture
def site(client: Client, june: June) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_the_same_by_the_administration_after_a_trial(site: Client, story: Open) -> None:
    address = reverse("admin:organization_reorganisation_add")
    form = {
        "table": FILE.read_text(encoding="utf-8"),
        "on": "01/07/2025",
        "legal_basis": BASIS,
        "change_reason": WHY,
        "step": "try",
    }
    before, clocks_before = counted(), clocks_of(story)
    page = site.post(address, form).content.decode()
    assert counted() == before
    for shown in (
        "This was a trial",
        "Huyện Quỳnh Lưu",
        "People without a post",
        "Hồ Trưởng Q421-02",
        "Suspended",
    ):
        assert shown in page
    kept = {
        name: re.search(rf'(?s)<textarea name="{name}"[^>]*hidden[^>]*>\n?(.*?)</textarea>', page)
        for name in ("table", "on", "legal_basis", "change_reason")
    }
    assert all(kept.values())
    site.post(
        address, {**{name: unescape(found[1]) for name, found in kept.items() if found}, "step": "confirm"}
    )
    assert {name: story[name].unit for name in expected()} == expected()
    assert clocks_of(Open({name: story[name] for name in story.cases})) == clocks_before
    event = CaseEvent.objects.filter(kind="reorganise").latest("pk")
    assert (event.actor_name, event.channel, event.reason) == ("root", "admin", WHY)
    listed = site.get(reverse("admin:organization_reorganisation_changelist")).content.decode()
    assert BASIS in listed
