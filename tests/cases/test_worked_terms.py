"""The counting of terms gives the answers that a person counted by hand from the law."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from cases import terms
from cases.deadlines import Span
from cases.models import TermRule
from tests.cases.worked_terms import PAGE, Example, Pause, examples, page
from tests.factories.cases import moment, reference_data

EXAMPLES = examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
@pytest.mark.django_db
def test_the_program_counts_as_a_person_with_the_law_does(example: Example) -> None:
    reference_data()
    explanation = terms.explain(
        example.rule,
        start=timezone.make_aware(example.start),
        modifiers=example.modifiers,
        pauses=[_span(pause) for pause in example.pauses],
        extension_days=example.extension_days,
    )
    assert explanation.last_day == example.last_day, example.counted_by_hand
    assert explanation.due == _at(example.last_day + timedelta(days=1), time.min)


@pytest.mark.parametrize(
    ("rule", "modifiers", "start", "last_day"),
    [
        ("C1", [], "2026-11-18 09:00", "2026-11-27"),
        ("C2", ["complex"], "2026-10-10 09:30", "2026-11-24"),
        ("D3", [], "2026-11-19 09:00", "2026-11-26"),
        ("R1", [], "2026-11-10 09:00", "2026-11-24"),
        ("R2", [], "2026-12-01 08:00", "2026-11-24"),
    ],
)
@pytest.mark.django_db
def test_by_confirmed_days_off_alone_the_terms_end_as_the_examples_say_they_may(
    rule: str, modifiers: list[str], start: str, last_day: str
) -> None:
    reference_data()
    explanation = terms.explain(
        rule, start=moment(start), modifiers=modifiers, extension_days=0, confirmed_only=True
    )
    assert explanation.last_day == date.fromisoformat(last_day)


@pytest.mark.django_db
def test_every_rule_of_the_law_has_an_example() -> None:
    reference_data()
    codes = set(TermRule.objects.values_list("code", flat=True))
    assert codes - {example.rule for example in EXAMPLES} == set()


def test_the_examples_are_numbered_as_they_stand() -> None:
    assert [example.number for example in EXAMPLES] == list(range(1, len(EXAMPLES) + 1))


def test_the_page_for_lawyers_says_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.cases.worked_terms"


def _span(pause: Pause) -> Span:
    """Office hours: decided in the morning; resumed in the morning, or in the afternoon of the same day."""
    end = time(16) if pause.resumed == pause.first else time(10)
    return Span(_at(pause.first, time(10)), _at(pause.resumed, end))


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
