"""What two people or several workers do at once: each thing happens exactly once, and nobody's words are lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from cases.errors import CaseError
from cases.models import Case, CaseEvent, Recount
from cases.services import handling, merging, outcome
from cases.services.recounting import recount
from cases.vocabulary import State
from config.env import BASE_DIR
from organization.actors import Actor, Channel
from organization.history import attributed
from organization.models import CalendarDay
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_answered_case, reference_data
from tests.factories.organization import Cast, a_cast, acting, somebody

pytestmark = pytest.mark.django_db(transaction=True)

LATE = "2026-10-20T08:00"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    reference_data()
    return a_cast()


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do everything at the same moment on connections of their own; what came back, or the refusal."""
    together = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        together.wait()
        try:
            return deed()
        except CaseError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def test_four_sweeps_at_once_escalate_each_of_many_late_cases_exactly_once(cast: Cast) -> None:
    many = 500 if connection.vendor == "postgresql" else 60
    with transaction.atomic():
        for number in range(many):
            a_case(cast.commune, at=MONDAY + timedelta(seconds=number), phone="")
    sweepers = [
        subprocess.Popen(
            [sys.executable, "manage.py", "sweep", "--at", LATE],
            cwd=BASE_DIR,
            env={**os.environ, "DATABASE_URL": _address(), "DJANGO_SETTINGS_MODULE": "config.settings.test"},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    reports = [sweeper.communicate(timeout=240)[0] for sweeper in sweepers]
    assert [sweeper.returncode for sweeper in sweepers] == [0, 0, 0, 0]
    escalated = [int(report.split("escalated: ")[1].split()[0]) for report in reports]
    times = Counter(CaseEvent.objects.filter(kind="escalate").values_list("case_id", flat=True))
    assert sum(escalated) == many
    assert set(times.values()) == {1}
    # A sweeper that did not look again would find the case at the top and remind its head.
    assert not CaseEvent.objects.filter(kind="remind").exists()
    assert len(times) == many
    assert Case.objects.filter(unit=cast.top, rung=1).count() == many


def test_two_programs_that_count_anew_at_once_share_the_work_and_enter_each_change_once(cast: Cast) -> None:
    cases = [a_case(cast.commune) for _ in range(12)]
    recount(at=MONDAY)
    with attributed(somebody(), BECAUSE):
        CalendarDay.objects.create(date="2026-10-15", is_working=False, name="Nghỉ thêm", source="Công văn")
    later = MONDAY + timedelta(hours=1)
    results = at_once(*[lambda: recount(at=later) for _ in range(3)])
    assert sum(each["terms_recounted"] for each in results if isinstance(each, Counter)) == len(cases)
    entered = Counter(CaseEvent.objects.filter(kind="recount").values_list("case_id", flat=True))
    assert set(entered.values()) == {1}
    assert len(entered) == len(cases)
    assert all(lane.finished_at for lane in Recount.objects.all())


def test_two_officers_who_accept_the_same_case_at_once_make_one_move(cast: Cast) -> None:
    case = a_case(cast.commune)

    def accept_as(who: Actor) -> Callable[[], object]:
        seen = Case.objects.get(pk=case.pk)
        return lambda: handling.accept(seen, by=who, because=BECAUSE, at=MONDAY, seen=seen.version)

    results = at_once(accept_as(acting(cast.officer)), accept_as(acting(cast.colleague)))
    assert len([result for result in results if isinstance(result, CaseError)]) == 1
    assert CaseEvent.objects.filter(case=case, kind="accept").count() == 1


def test_a_citizen_who_disputes_while_another_click_confirms_is_heard(cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    citizen = Actor.citizen(Channel.WEB)
    at_once(
        lambda: outcome.confirm(Case.objects.get(pk=case.pk), by=citizen, at=MONDAY),
        lambda: outcome.dispute(Case.objects.get(pk=case.pk), by=citizen, at=MONDAY),
    )
    case.refresh_from_db()
    assert (case.state, case.review, case.unit) == (State.ACCEPTED, "dispute", cast.top)
    assert CaseEvent.objects.filter(case=case, kind="dispute").count() == 1


def test_codes_drawn_at_once_are_all_different(cast: Cast) -> None:
    at_once(*[lambda: a_case(cast.commune, phone="") for _ in range(6)])
    assert Case.objects.values("code").distinct().count() == 6


def test_the_same_matter_sent_by_one_person_twice_at_once_is_one_open_case(cast: Cast) -> None:
    at_once(*[lambda: a_case(cast.commune, text="Cống trước chợ bị tắc.") for _ in range(3)])
    assert Case.objects.count() == 3
    head = Case.objects.get(merged_into=None)
    assert head.is_open
    assert Case.objects.filter(merged_into=head, outcome="merged").count() == 2


def test_two_cases_joined_to_each_other_at_once_leave_one_of_them_open(cast: Cast) -> None:
    one, other = a_case(cast.commune, phone="+84900000001"), a_case(cast.commune, phone="+84900000002")

    def join(this: Case, into: Case) -> Callable[[], object]:
        return lambda: merging.merge(this, into=into, by=acting(cast.officer), because=BECAUSE, at=MONDAY)

    results = at_once(
        join(Case.objects.get(pk=one.pk), Case.objects.get(pk=other.pk)),
        join(Case.objects.get(pk=other.pk), Case.objects.get(pk=one.pk)),
    )
    assert len([result for result in results if isinstance(result, CaseError)]) == 1
    assert Case.objects.filter(merged_into=None).exclude(state=State.CLOSED).count() == 1


def _address() -> str:
    """The database of this test, for a process of its own."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    user = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else given["USER"]
    return f"postgres://{user}@{given['HOST']}:{given['PORT'] or 5432}/{given['NAME']}"
