"""What runs beside the main clock: duties of the office, and the alarm for what nobody processes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.figures import ALARMED, UNIT_FIGURES
from accountability.jurisdiction import Jurisdiction
from accountability.period import Period
from accountability.tallies import tally_all
from cases import clocks
from cases.models import Case, CaseEvent
from cases.services import handling, outcome
from cases.services.alarms import sweep_beside
from cases.services.sweeping import sweep_cases
from cases.vocabulary import Kind, Stage
from messaging.models import OutboundMessage
from organization.history import attributed
from organization.models import Officer
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, an_answered_case, moment
from tests.factories.organization import Cast, acting, somebody

# Received on Monday 5 October, day 45 is Thursday 19 November 2026.
UNPROCESSED = moment("2026-11-20 00:00")


@pytest.fixture(autouse=True)
def _work_addresses(cast: Cast) -> None:
    """Everybody can be written to."""
    with attributed(somebody(), BECAUSE):
        for officer in Officer.objects.all():
            officer.email = f"{officer.staff_code.lower()}@example.org"
            officer.save()


def beside(case: Case) -> dict[str, str]:
    return {term.rule.code: term.stage for term in clocks.beside(case)}


def letters(template: str) -> set[str]:
    return {message.address for message in OutboundMessage.objects.filter(template=template)}


def address(officer: Officer) -> str:
    return f"{officer.staff_code.lower()}@example.org"


def test_a_matter_that_nobody_processes_for_45_days_raises_an_alarm_to_head_and_inspector(cast: Cast) -> None:
    case = a_case(cast.commune)
    assert sweep_beside(at=UNPROCESSED - timedelta(seconds=1))["alarms"] == 0
    assert sweep_beside(at=UNPROCESSED)["alarms"] == 1
    event = CaseEvent.objects.get(case=case, kind="alarm")
    assert event.detail == {"rule": "R3"}
    assert letters("officer_alarm") == {address(cast.head.officer), address(cast.inspector.officer)}


def test_the_alarm_rings_once(cast: Cast) -> None:
    a_case(cast.commune)
    for later in range(3):
        sweep_beside(at=UNPROCESSED + timedelta(hours=later))
    assert CaseEvent.objects.filter(kind="alarm").count() == 1


def test_the_alarm_rings_wherever_the_case_has_climbed_to_meanwhile(cast: Cast) -> None:
    case = a_case(cast.commune)
    sweep_cases(at=moment("2026-10-20 00:00"))
    sweep_beside(at=UNPROCESSED)
    assert CaseEvent.objects.get(case=case, kind="alarm").to_unit == cast.top
    assert letters("officer_alarm") == {address(cast.province.officer), address(cast.inspector.officer)}


@pytest.mark.parametrize("end", ["accept", "withdraw"])
def test_what_was_taken_up_or_ended_raises_no_alarm(cast: Cast, end: str) -> None:
    case = a_case(cast.commune)
    if end == "accept":
        handling.accept(case, by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    else:
        outcome.withdraw(case, by=acting(cast.officer), at=MONDAY)
    assert sweep_beside(at=UNPROCESSED)["alarms"] == 0


def test_the_inspectors_figures_count_the_alarm(cast: Cast) -> None:
    a_case(cast.commune)
    sweep_beside(at=UNPROCESSED)
    jurisdiction = Jurisdiction.of(acting(cast.inspector), at=UNPROCESSED)
    period = Period(moment("2026-10-01 00:00").date(), moment("2026-12-31 00:00").date())
    assert tally_all(UNIT_FIGURES, jurisdiction, period).count(ALARMED) == 1


def test_acceptance_and_decision_start_the_duties_that_the_law_ties_to_them(cast: Cast) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.DENUNCIATION, channel="desk")
    assert beside(case) == {"D3": Stage.DUTY}
    complaint = an_answered_case(cast.officer, kind=Kind.COMPLAINT)
    assert beside(complaint) == {"C4": Stage.DUTY}


def test_a_late_duty_is_told_to_holder_and_head_and_stands_in_the_record(cast: Cast) -> None:
    case = an_answered_case(cast.officer, kind=Kind.COMPLAINT)
    # Three working days after Monday end with Thursday.
    assert sweep_beside(at=moment("2026-10-08 23:59"))["duties_late"] == 0
    assert sweep_beside(at=moment("2026-10-09 00:00"))["duties_late"] == 1
    assert CaseEvent.objects.get(case=case, kind="duty_late").detail == {"rule": "C4"}
    assert letters("officer_duty") == {address(cast.officer.officer), address(cast.head.officer)}


def test_a_late_duty_moves_neither_the_case_nor_its_clock(cast: Cast) -> None:
    case = an_answered_case(cast.officer, kind=Kind.COMPLAINT)
    before = (case.unit, case.state, case.due_at, case.version)
    sweep_beside(at=moment("2026-10-09 00:00"))
    case.refresh_from_db()
    assert (case.unit, case.state, case.due_at, case.version) == before
