"""What the counting of terms promises for any start, length, holiday, suspension, circumstance and extension."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import deadlines, terms
from cases.deadlines import Deadline, Measure, Span
from cases.models import TermRule
from cases.models.rule import DayUnit
from cases.vocabulary import Modifier
from organization.calendar import SpecialDay, WorkingCalendar
from tests.factories.cases import reference_data

DAY = timedelta(days=1)


def special(day: date, *, is_working: bool = False) -> SpecialDay:
    return SpecialDay(day, is_working, name="", name_en="", source="drawn", provisional=False)


# So that each of the years that a count may reach is known.
NEW_YEARS = [special(date(year, 1, 1)) for year in range(2023, 2030)]

days = st.dates(date(2025, 1, 2), date(2026, 12, 31))
hours = st.times(max_value=time(23, 59))
moments = st.builds(datetime.combine, days, hours).map(timezone.make_aware)
holidays = st.lists(days, max_size=40, unique=True)
make_ups = st.lists(days.filter(lambda day: day.weekday() == 5), max_size=8, unique=True)
calendars = st.builds(
    lambda off, work: WorkingCalendar(
        [*NEW_YEARS, *map(special, off), *(special(day, is_working=True) for day in work)]
    ),
    holidays,
    make_ups,
)
measures = st.builds(
    Measure,
    length=st.integers(1, 90),
    unit=st.sampled_from(DayUnit.values),
    before=st.just(False),
    civil_code=st.booleans(),
)
backwards = measures.map(lambda measure: replace(measure, before=True, civil_code=True))


# A suspension, as how long after the start it begins and how long it lasts: near enough to matter.
stretches = st.tuples(
    st.timedeltas(timedelta(days=-3), timedelta(days=100)), st.timedeltas(timedelta(0), timedelta(days=40))
)
pauses = st.lists(stretches, max_size=4)
Stretch = tuple[timedelta, timedelta]


def after(start: datetime, *stretches: Stretch) -> list[Span]:
    return [Span(start + wait, start + wait + lasting) for wait, lasting in stretches]


def stands_still(day: date, spans: list[Span]) -> bool:
    return any(
        timezone.localdate(span.start) <= day < timezone.localdate(span.end) for span in spans if span.end
    )


def whole(deadline: Deadline) -> int:
    return sum(day.counted for day in deadline.days)


@given(moments, measures, calendars, pauses)
def test_a_term_counts_exactly_its_days_and_none_that_stood_still(
    start: datetime, measure: Measure, calendar: WorkingCalendar, stretches: list[Stretch]
) -> None:
    spans = after(start, *stretches)
    deadline = deadlines.count(start=start, measure=measure, calendar=calendar, pauses=spans)
    assert whole(deadline) == measure.length
    for day in deadline.days:
        if day.counted:
            assert not stands_still(day.date, spans)
            assert measure.unit == DayUnit.CALENDAR or calendar.is_working(day.date)


@given(moments, measures, calendars, pauses)
def test_a_term_by_the_civil_code_never_ends_on_a_day_off_nor_while_its_clock_stands_still(
    start: datetime, measure: Measure, calendar: WorkingCalendar, stretches: list[Stretch]
) -> None:
    spans = after(start, *stretches)
    measure = replace(measure, civil_code=True)
    deadline = deadlines.count(start=start, measure=measure, calendar=calendar, pauses=spans)
    assert calendar.is_working(deadline.last_day)
    assert not stands_still(deadline.last_day, spans)
    assert deadline.last_day >= timezone.localdate(start) + measure.length * DAY


@given(moments, measures, calendars, pauses)
def test_the_due_moment_is_the_midnight_after_the_last_day_and_the_same_without_an_explanation(
    start: datetime, measure: Measure, calendar: WorkingCalendar, stretches: list[Stretch]
) -> None:
    spans = after(start, *stretches)
    deadline = deadlines.count(start=start, measure=measure, calendar=calendar, pauses=spans)
    assert timezone.localtime(deadline.due) == timezone.make_aware(
        datetime.combine(deadline.last_day + DAY, time.min)
    )
    assert deadline.days[-1].date == deadline.last_day
    assert deadlines.last_day_of(deadline.due) == deadline.last_day
    assert deadlines.due_moment(start=start, measure=measure, calendar=calendar, pauses=spans) == deadline.due


@given(moments, measures, holidays, days, pauses)
def test_another_day_off_never_shortens_a_term(
    start: datetime, measure: Measure, off: list[date], more: date, stretches: list[Stretch]
) -> None:
    spans = after(start, *stretches)
    calendar = WorkingCalendar([*NEW_YEARS, *map(special, off)])
    fuller = WorkingCalendar([*NEW_YEARS, *map(special, off), special(more)])
    assert deadlines.due_moment(
        start=start, measure=measure, calendar=fuller, pauses=spans
    ) >= deadlines.due_moment(start=start, measure=measure, calendar=calendar, pauses=spans)


@given(moments, measures, calendars, pauses, stretches, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_a_longer_suspension_never_shortens_a_term(
    start: datetime,
    measure: Measure,
    calendar: WorkingCalendar,
    others: list[Stretch],
    one: Stretch,
    more: timedelta,
) -> None:
    wait, lasting = one
    without, shorter, longer = (
        deadlines.due_moment(
            start=start, measure=measure, calendar=calendar, pauses=after(start, *others, *chosen)
        )
        for chosen in ([], [one], [(wait, lasting + more)])
    )
    assert without <= shorter <= longer


@given(moments, measures, calendars, st.integers(0, 60))
def test_a_suspension_inside_a_term_moves_its_end_by_at_least_its_days(
    start: datetime, measure: Measure, calendar: WorkingCalendar, length: int
) -> None:
    measure = replace(measure, unit=DayUnit.CALENDAR.value, civil_code=False)
    span = Span(start, start + length * DAY)
    without = deadlines.count(start=start, measure=measure, calendar=calendar)
    suspended = deadlines.count(start=start, measure=measure, calendar=calendar, pauses=[span])
    assert suspended.last_day == without.last_day + length * DAY


@given(moments, measures, calendars, st.integers(1, 40))
def test_a_term_suspended_on_its_last_day_cannot_end_before_it_is_resumed(
    start: datetime, measure: Measure, calendar: WorkingCalendar, length: int
) -> None:
    measure = replace(measure, civil_code=True)
    plain = deadlines.count(start=start, measure=measure, calendar=calendar)
    decided = timezone.make_aware(datetime.combine(plain.last_day, time(10)))
    span = Span(decided, decided + length * DAY)
    suspended = deadlines.count(start=start, measure=measure, calendar=calendar, pauses=[span])
    assert suspended.last_day >= plain.last_day + length * DAY


@given(moments, measures, calendars, st.integers(1, 60), pauses)
def test_an_extension_is_added_whole(
    start: datetime, measure: Measure, calendar: WorkingCalendar, more: int, stretches: list[Stretch]
) -> None:
    spans = after(start, *stretches)
    extended = replace(measure, length=measure.length + more)
    plain = deadlines.count(start=start, measure=measure, calendar=calendar, pauses=spans)
    longer = deadlines.count(start=start, measure=extended, calendar=calendar, pauses=spans)
    assert longer.due >= plain.due
    # Counted on from the last day of the law's own length: the day off on which that fell is not given twice.
    last_counted = max(day.date for day in plain.days if day.counted)
    assert longer.last_day >= last_counted + more * DAY
    if measure.unit == DayUnit.WORKING:
        assert longer.last_day >= plain.last_day + more * DAY


@given(moments, backwards, calendars)
def test_the_last_day_for_a_notice_is_a_working_day_and_no_later_than_the_days_before(
    session: datetime, measure: Measure, calendar: WorkingCalendar
) -> None:
    deadline = deadlines.count(start=session, measure=measure, calendar=calendar)
    event = timezone.localdate(session)
    assert calendar.is_working(deadline.last_day)
    assert deadline.last_day <= event - measure.length * DAY
    if measure.unit == DayUnit.WORKING:
        between = [deadline.last_day + n * DAY for n in range((event - deadline.last_day).days)]
        assert sum(map(calendar.is_working, between)) == measure.length


@given(moments, backwards, holidays, days)
def test_another_day_off_never_lets_a_notice_come_later(
    session: datetime, measure: Measure, off: list[date], more: date
) -> None:
    calendar = WorkingCalendar([*NEW_YEARS, *map(special, off)])
    fuller = WorkingCalendar([*NEW_YEARS, *map(special, off), special(more)])
    assert deadlines.due_moment(start=session, measure=measure, calendar=fuller) <= deadlines.due_moment(
        start=session, measure=measure, calendar=calendar
    )


@given(moments, st.integers(0, 400), measures, calendars)
def test_who_comes_later_is_never_due_earlier(
    start: datetime, later: int, measure: Measure, calendar: WorkingCalendar
) -> None:
    first, second = (
        deadlines.due_moment(start=moment, measure=measure, calendar=calendar)
        for moment in (start, start + timedelta(hours=later))
    )
    assert first <= second


@pytest.mark.django_db
def test_a_circumstance_never_shortens_a_term_of_any_rule() -> None:
    reference_data()
    codes = sorted(set(TermRule.objects.values_list("code", flat=True)))
    modifiers = st.frozensets(st.sampled_from(Modifier.values))
    starts = st.datetimes(datetime(2026, 7, 1), datetime(2027, 6, 30)).map(timezone.make_aware)  # noqa: DTZ001 - the library takes bounds without a zone

    @settings(max_examples=20, deadline=None)
    @given(starts, modifiers, modifiers)
    def holds(start: datetime, some: frozenset[str], more: frozenset[str]) -> None:
        for code in codes:
            fewer = terms.explain(code, start=start, modifiers=some, extension_days=0)
            all_of_them = terms.explain(code, start=start, modifiers=some | more, extension_days=0)
            if fewer.rule.before:
                assert all_of_them.due <= fewer.due
            else:
                assert all_of_them.due >= fewer.due

    holds()
