"""Many rows at once: the same rows and the same history as one by one, or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Category, Term, TermRule
from organization import bulk
from organization.actors import Actor, Channel
from organization.history import Tracked, UnattributedChange, attributed
from organization.models import CalendarDay, Post, Tier, Unit
from tests.factories.cases import MONDAY, a_case
from tests.factories.cast import the_cast
from tests.factories.organization import Cast, a_post, acting, somebody

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 11, 2, 1, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()


def days(count: int, first: date = date(2031, 1, 1)) -> list[CalendarDay]:
    return [
        CalendarDay(
            date=first + timedelta(days=number),
            is_working=bool(number % 2),
            name=f"Ngày {number}",
            source="QĐ",
        )
        for number in range(count)
    ]


def whole(row: Any) -> dict[str, Any]:
    """Every column of a row of a history but its number."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key}


def last_rows(rows: list[Any]) -> list[dict[str, Any]]:
    """The last row of each history, without what names the object itself."""
    found = [whole(row.history.latest("history_id")) for row in rows]
    return [
        {name: value for name, value in columns.items() if name not in ("id", "code", "letter_id")}
        for columns in found
    ]


def the_signer(cast: Cast) -> Actor:
    head = acting(cast.head)
    return Actor(
        head.kind, head.name, post=head.post, user_id=head.user_id, posting_id=head.posting_id,
        channel=Channel.ADMIN, address="203.0.113.7",
    )  # fmt: skip


def changed(case: Case, cast: Cast) -> list[str]:
    """Change columns of every sort: text, number, moment, nothing, decimal, truth, reference, excluded."""
    values: dict[str, Any] = {
        "summary": "Rác ở chợ “Gốc Đa” 100%",
        "rung": 3,
        "due_at": LATER,
        "accepted_at": None,
        "lat": Decimal("19.150001"),
        "lng": None,
        "anonymous": True,
        "unit": cast.top,
        "holder_id": cast.officer.pk,
        "about": None,
        "category": Category.objects.get(code="roads"),
        "search_text": "rac o cho",
    }
    for name, value in values.items():
        setattr(case, name, value)
    return list(values)


def test_a_history_written_at_once_is_column_for_column_the_one_written_one_by_one(cast: Cast) -> None:
    cases = [a_case(cast.commune) for _ in range(6)]
    names = [changed(case, cast) for case in cases].pop()
    with attributed(the_signer(cast), " moved by resolution 12 ", at=MONDAY):
        for case in cases[:3]:
            case.save(update_fields=names)
        bulk.save_all(cases[3:], fields=names)
    one_by_one, at_once = last_rows(cases[:3]), last_rows(cases[3:])
    for column in ("search_text", "intake_token"):
        assert column not in at_once[0]
    assert at_once == one_by_one
    assert at_once[0]["history_change_reason"] == "moved by resolution 12"
    for case in cases[3:]:
        kept = Case.objects.get(pk=case.pk)
        assert (kept.summary, kept.due_at, kept.lat, kept.search_text, kept.unit) == (
            case.summary, LATER, case.lat, "rac o cho", cast.top,
        )  # fmt: skip
        assert kept.history.count() == cases[0].history.count()


def test_lists_and_dates_are_kept_as_they_are(cast: Cast) -> None:
    one, other = TermRule.objects.filter(stage="settlement").order_by("pk")[:2]
    for rule in (one, other):
        rule.valid_to, rule.confirmed = date(2030, 12, 31), True
        json = next(field.name for field in TermRule._meta.fields if field.get_internal_type() == "JSONField")
        setattr(rule, json, ["feedback", "praise"])
    names = [json, "valid_to", "confirmed"]
    with attributed(somebody(), "law", at=MONDAY):
        one.save(update_fields=names)
        bulk.save_all([other], fields=names)
    for name in names:
        assert getattr(TermRule.objects.get(pk=other.pk), name) == getattr(one, name)
        assert getattr(other.history.latest("history_id"), name) == getattr(
            one.history.latest("history_id"), name
        )


def test_new_rows_get_their_keys_and_the_history_of_a_first_saving(cast: Cast) -> None:
    first, *rest = days(4)
    with attributed(the_signer(cast), "decree", at=MONDAY):
        first.save()
        bulk.insert_all(rest)
    assert [CalendarDay.objects.get(pk=day.pk).name for day in rest] == ["Ngày 1", "Ngày 2", "Ngày 3"]
    like_first = {**whole(first.history.get()), "id": rest[1].pk, "date": rest[1].date, "name": rest[1].name}
    assert whole(rest[1].history.get()) == like_first
    assert [day._state.adding for day in rest] == [False] * 3
    rest[0].name = "Ngày khác"
    with attributed(somebody(), "renamed"):
        rest[0].save()
    assert list(rest[0].history.values_list("history_type", flat=True)) == ["~", "+"]


def test_without_a_given_time_the_history_bears_the_moment_of_writing() -> None:
    before = datetime.now(tz=UTC)
    with attributed(somebody(), "now"):
        bulk.insert_all(rows := days(2))
    moments = {row.history.get().history_date for row in rows}
    assert len(moments) == 1
    assert before <= moments.pop() <= datetime.now(tz=UTC)


def test_more_rows_than_fit_one_statement_are_all_written_in_few_statements() -> None:
    rows = days(2 * bulk.CHUNK + 1, date(2031, 1, 1))
    with attributed(somebody(), "many"):
        bulk.insert_all(rows)
        for row in rows:
            row.name += "!"
        with CaptureQueriesContext(
            connection,
        ) as queries:
            bulk.save_all(rows, fields=["name"])
    assert CalendarDay.objects.filter(name__endswith="!").count() == len(rows)
    history = CalendarDay.history.filter(history_type="~")
    assert history.values("id").distinct().count() == history.count() == len(rows)
    assert len(queries) == 6


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_leaves_neither_rows_nor_history() -> None:
    with attributed(somebody(), "decree"):
        bulk.insert_all(kept := days(3))
    kept[0].name = "Khác"

    def change_and_fail() -> None:
        with transaction.atomic(), attributed(somebody(), "half"):
            bulk.save_all(kept, fields=["name"])
            bulk.insert_all(days(2, date(2032, 1, 1)))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert set(CalendarDay.objects.values_list("name", flat=True)) == {"Ngày 0", "Ngày 1", "Ngày 2"}
    assert CalendarDay.history.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_gone_is_told_and_the_others_stay_as_they_were() -> None:
    with attributed(somebody(), "decree"):
        bulk.insert_all(rows := days(3))
        CalendarDay.objects.get(pk=rows[1].pk).delete()
        for row in rows:
            row.name = "Khác"
        with pytest.raises(DatabaseError, match="gone from CalendarDay: 1 of 3 rows"):
            bulk.save_all(rows, fields=["name"])
    assert not CalendarDay.objects.filter(name="Khác").exists()
    assert not CalendarDay.history.filter(history_type="~").exists()


def test_nothing_is_written_outside_attribution_or_for_a_blank_reason() -> None:
    with attributed(somebody(), "decree"):
        bulk.insert_all(rows := days(2))
    with pytest.raises(UnattributedChange):
        bulk.save_all(rows, fields=["name"])
    with pytest.raises(UnattributedChange):
        bulk.insert_all(days(1, date(2032, 1, 1)))
    for blank in ("", " \n"):
        with pytest.raises(UnattributedChange), attributed(somebody(), blank):
            bulk.save_all(rows, fields=["name"])
    assert CalendarDay.history.count() == 2


def test_what_is_no_set_of_saved_rows_of_one_model_is_refused(cast: Cast) -> None:
    with attributed(somebody(), "decree"):
        bulk.insert_all(rows := days(2))
        post: Tracked = a_post(cast.commune)
        refused: list[tuple[list[Tracked], list[str]]] = [
            ([rows[0], rows[0]], ["name"]),
            ([*rows, post], ["name"]),
            ([*days(1, date(2032, 1, 1))], ["name"]),
            ([*rows], []),
            ([*rows], ["nam"]),
            ([*rows], ["id"]),
            ([cast.commune], ["name"]),  # its own save() keeps the folded name
        ]
        for given, fields in refused:
            with pytest.raises(ValueError, match=r"."):
                bulk.save_all(given, fields=fields)
        with pytest.raises(ValueError, match="only new rows"):
            bulk.insert_all([*rows])
        with pytest.raises(ValueError, match="one by one"):
            bulk.insert_all([Unit(code="X", name="Xã", tier=Tier.COMMUNE, valid_from=date(2031, 1, 1))])
        bulk.save_all([], fields=["name"])
        bulk.insert_all([])
    assert not CalendarDay.history.filter(history_type="~").exists()
    assert Post.objects.get(pk=post.pk).history.count() == 1


def test_what_the_database_refuses_one_by_one_it_refuses_at_once(cast: Cast) -> None:
    term = Term.objects.get(case=a_case(cast.commune), main=True)
    term.due_at = term.started_at
    with pytest.raises(DatabaseError), transaction.atomic(), attributed(somebody(), "backwards"):
        bulk.save_all([term], fields=["due_at"])
