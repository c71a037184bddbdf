"""The stretch of days that an inspector looks at, both ends included, and the moments between which it lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Period:
    """Whole days of the house's time zone, `first` to `last`."""

    first: date
    last: date

    @classmethod
    def this_year(cls, on: date) -> Period:
        """The calendar year of a day."""
        return cls(date(on.year, 1, 1), date(on.year, 12, 31))

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return _midnight(self.last + timedelta(days=1))

    def holds(self, column: str) -> Q:
        """The rows whose moment `column` lies in it."""
        return Q(**{f"{column}__gte": self.start, f"{column}__lt": self.end})

    def as_query(self) -> dict[str, str]:
        """How an address says it."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
