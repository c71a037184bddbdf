"""English: 17:00, Friday 27 November 2026."""

from __future__ import annotations

TIME_FORMAT = "H:i"
DATE_FORMAT = "l j F Y"
DATETIME_FORMAT = "H:i, l j F Y"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "H:i d/m/Y"
FIRST_DAY_OF_WEEK = 1
