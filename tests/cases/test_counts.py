"""Letters, matters, visits, persons and delegations are counted apart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from cases.counts import Counts, counted
from cases.models import Letter, Visit
from cases.models.origin import VisitKind
from cases.services import merging
from cases.services.origins import Spoken, Written
from cases.vocabulary import Kind
from organization.actors import Channel
from tests.factories.cases import BECAUSE, MONDAY, a_case
from tests.factories.organization import Cast, acting

pytestmark = pytest.mark.django_db

START, END = MONDAY - timedelta(days=1), MONDAY + timedelta(days=7)


def counts(*cast_units: int) -> Counts:
    return counted(cast_units, START, END)


def test_what_comes_by_the_web_is_a_letter_and_by_text_message_neither(cast: Cast) -> None:
    assert a_case(cast.commune).letter == Letter.objects.get()
    by_text = a_case(cast.commune, channel=Channel.SMS)
    assert by_text.letter is None
    assert by_text.visit is None
    assert counts(cast.commune.pk) == Counts(letters=1, matters=2)


def test_one_letter_with_two_matters_is_one_letter(cast: Cast) -> None:
    case = a_case(cast.commune, channel=Channel.DESK, origin=Written(signers=7))
    part = merging.split(
        case, text="Việc hai.", kind=Kind.PETITION, by=acting(cast.officer), because=BECAUSE, at=MONDAY
    ).case
    assert part.letter == case.letter == Letter.objects.get()
    assert (case.persons, part.persons, case.letter.signers) == (7, 7, 7)
    assert counts(cast.commune.pk) == Counts(letters=1, matters=2)


def test_persons_who_come_together_are_one_visit_and_from_five_on_a_delegation(cast: Cast) -> None:
    for persons in (1, 4, 5):
        a_case(cast.commune, channel=Channel.DESK, origin=Spoken(VisitKind.PERIODIC, persons))
    assert Visit.objects.filter(kind="periodic", unit=cast.commune).count() == 3
    assert counts(cast.commune.pk) == Counts(matters=3, visits=3, persons=10, delegations=1)


def test_what_is_joined_is_another_letter_and_no_other_matter(cast: Cast) -> None:
    for _time in range(2):
        a_case(cast.commune, text="Cống tắc.")
    assert counts(cast.commune.pk) == Counts(letters=2, matters=1)


def test_only_the_units_and_the_days_asked_for_are_counted_in_three_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_case(cast.neighbour)
    a_case(cast.commune, at=END)
    assert counts(cast.commune.pk) == Counts()
    with django_assert_num_queries(3):
        assert counts(cast.commune.pk, cast.neighbour.pk) == Counts(letters=1, matters=1)
