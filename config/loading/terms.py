"""The real arithmetic of terms, asked once for each rule and day instead of once for each case."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone

from cases.deadlines import Span
from cases.models import CountingPolicy, TermRule
from cases.terms import Counting
from cases.vocabulary import Stage, StartEvent

Rules = Sequence[TermRule]


class Terms:
    """The rules in force and the moments at which terms fall due, as `cases.clocks` finds them."""

    def __init__(self) -> None:
        self._counting = counting = Counting()
        days = list(TermRule.objects.values_list("valid_from", "valid_to"))
        ends = {last + timedelta(days=1) for _first, last in days if last}
        policies = set(CountingPolicy.objects.values_list("valid_from", flat=True))
        # Rules change only on the days on which one begins or is over.
        self._changes = sorted({first for first, _last in days} | ends | policies)
        self._zone = timezone.get_current_timezone()
        self._known: dict[tuple[int, int, date], datetime] = {}
        self._in_force = lru_cache(None)(counting.book.in_force)
        self._duties = lru_cache(None)(counting.book.duties)
        self._processing = lru_cache(None)(counting.book.processing)

    def rule(self, track: str, stage: Stage, at: datetime) -> TermRule:
        """The rule of a main term that begins then."""
        return self._in_force(track, stage, self._since(at))

    def beside(self, track: str, event: StartEvent, at: datetime) -> Rules:
        """The rules of the terms that begin beside the main one with this event."""
        since = self._since(at)
        duties = self._duties(track, event, since)
        return duties + self._processing(track, since) if event == StartEvent.RECEIPT else duties

    def due(self, rule: TermRule, length: int, *, start: datetime, pauses: Sequence[Span] = ()) -> datetime:
        """The due moment of a term; what was counted for a day is not asked again."""
        if pauses:
            return self._counting.due(rule, start=start, length=length, pauses=pauses)
        key = rule.pk, length, start.astimezone(self._zone).date()
        if key not in self._known:
            self._known[key] = self._counting.due(rule, start=start, length=length)
        return self._known[key]

    def days_of_due(self, track: str, stage: Stage, *, days: int, longest: int, now: datetime) -> list[date]:
        """The days on which a term of at most `longest` days began that ran out in the last `days`."""
        found = []
        for before in range(longest):
            start = now - timedelta(days=before)
            rule = self.rule(track, stage, start)
            if now - timedelta(days=days) < self.due(rule, rule.length, start=start) <= now:
                found.append(timezone.localdate(start))
        return found

    def _since(self, at: datetime) -> date:
        """The day since which the rules are what they are at that moment."""
        day = at.astimezone(self._zone).date()
        place = bisect_right(self._changes, day)
        return self._changes[place - 1] if place else day
