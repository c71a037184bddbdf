"""Vietnamese: 17:00 Thứ 6, 27/11/2026."""

from __future__ import annotations

TIME_FORMAT = "H:i"
DATE_FORMAT = "l, d/m/Y"
DATETIME_FORMAT = "H:i l, d/m/Y"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "H:i d/m/Y"
FIRST_DAY_OF_WEEK = 1
