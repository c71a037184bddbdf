"""Cases in bulk: as many as asked for, whole lives, on record as if they had been lived."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from accountability.record import record_of
from cases import lifecycle
from cases.deadlines import Span
from cases.models import Case, CaseEvent, CaseRating, Complainant, Letter, Term, TermPause
from cases.services.sweeping import sweep_cases
from cases.terms import Counting
from cases.vocabulary import NextAction, Outcome, State
from config.loading.work import Order, load
from organization.models import Posting
from tests.factories.cast import the_cast

pytestmark = pytest.mark.django_db


def load_cases(*arguments: str) -> str:
    said = io.StringIO()
    call_command("load_cases", *arguments, stdout=said, stderr=io.StringIO())
    return said.getvalue()


@pytest.fixture
def _loaded() -> None:
    the_cast()
    load_cases("150")


@pytest.mark.usefixtures("_loaded")
def test_the_record_of_every_case_holds_together() -> None:
    cases = Case.objects.select_related("unit")
    assert cases.count() == 150
    assert {case.code: found for case in cases if (found := record_of(case).disagreements)} == {}


@pytest.mark.usefixtures("_loaded")
def test_the_ledger_tells_a_life_that_the_table_of_moves_allows() -> None:
    for case in Case.objects.all():
        events = list(case.events.order_by("pk"))
        assert events[0].kind == "receive"
        assert [event.at for event in events] == sorted(event.at for event in events)
        state, unit = "", case.first_unit_id
        for event in events:
            if event.kind in lifecycle.MOVES:
                move = lifecycle.MOVES[event.kind]
                assert (event.from_state, event.from_unit_id) == (state, unit)
                assert not state or State(state) in move.start, f"{event.kind} from {state}"
                assert State(event.to_state) in move.ends or (None in move.ends and event.to_state == state)
            state, unit = event.to_state, event.to_unit_id
        assert (state, unit) == (case.state, case.unit_id)


@pytest.mark.usefixtures("_loaded")
def test_terms_are_due_when_the_law_says() -> None:
    counting = Counting()
    for term in Term.objects.select_related("rule").prefetch_related("pauses"):
        spans = [Span(pause.started_at, pause.ended_at) for pause in term.pauses.all()]
        if all(span.end for span in spans):
            counted = counting.due(term.rule, start=term.started_at, length=term.length, pauses=spans)
            assert term.due_at == counted
    assert TermPause.objects.exists()
    assert Term.objects.filter(extension_days__gt=0).exists()


@pytest.mark.usefixtures("_loaded")
def test_the_clock_finds_nothing_to_do_now_and_goes_on_with_all_of_them_later() -> None:
    now = timezone.now()
    assert not +sweep_cases(at=now)
    later = sweep_cases(at=now + timedelta(days=12))
    assert later["failed"] == 0
    assert later["reminded"] + later["escalated"] + later["closed"] > 0


@pytest.mark.usefixtures("_loaded")
def test_there_is_something_of_everything() -> None:
    assert len(set(Case.objects.values_list("kind", flat=True))) >= 5
    assert set(Case.objects.values_list("channel", flat=True)) == {"web", "sms", "desk"}
    assert len(set(Case.objects.values_list("state", flat=True))) >= 5
    assert len(set(Case.objects.values_list("outcome", flat=True)) - {Outcome.NONE}) >= 4
    assert CaseRating.objects.exists()
    for came_with in ("letter", "visit"):
        assert Case.objects.filter(**{f"{came_with}__isnull": False}).exists()
    assert Letter.history.count() == Letter.objects.count() == Case.objects.filter(channel="web").count()
    assert Case.objects.filter(holder__isnull=False).exists()


@pytest.mark.usefixtures("_loaded")
def test_nobody_is_real_and_identities_are_sealed() -> None:
    people = list(Complainant.objects.all())
    assert len(people) == 150
    assert {person.phone[:6] for person in people if person.phone} == {"+84200"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_complainant")
        assert "84200" not in str(cursor.fetchall())


def told() -> dict[str, Any]:
    """Every case with its ledger, without the numbers of rows."""
    return {
        case.code: [
            (case.kind, case.state, case.search_text, case.next_action_at),
            *case.events.values_list("kind", "at", "reason", "actor_name", "to_unit__code"),
        ]
        for case in Case.objects.all()
    }


def test_the_same_seed_gives_the_same_lives_and_another_one_others() -> None:
    the_cast()
    now = timezone.now()
    seen = []
    for seed in (7, 7, 8):
        before = set(told())
        assert list(load(Order(20, seed, now), workers=1)) == [20]
        seen.append([life for code, life in told().items() if code not in before])
    assert seen[0] == seen[1] != seen[2]
    assert len(told()) == 60


def test_exactly_as_many_are_due_to_go_up_as_are_asked_for() -> None:
    the_cast()
    load_cases("60", "--due", "7", "--open-only")
    now = timezone.now()
    due = Case.objects.filter(next_action_at__lte=now)
    assert set(due.values_list("next_action", flat=True)) == {NextAction.ESCALATE}
    assert due.count() == 7
    assert Case.objects.exclude(state=State.CLOSED).count() == 60
    assert +sweep_cases(at=now) == {"escalated": 7}
    assert {case.code: found for case in Case.objects.all() if (found := record_of(case).disagreements)} == {}


def test_where_nobody_serves_the_demonstration_cast_comes_in() -> None:
    assert "cases: 3" in load_cases("3")
    assert Posting.objects.count() > 10
    assert CaseEvent.objects.values("case").distinct().count() == 3


def test_production_refuses_invented_cases(settings: Settings) -> None:
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError, match="citizens"):
        load_cases("1")
    assert not Case.objects.exists()


@pytest.mark.parametrize("arguments", [("-1",), ("5", "--due", "6"), ("99999999",)])
def test_a_number_that_cannot_be_loaded_is_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        load_cases(*arguments)
