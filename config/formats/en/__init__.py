"""Dates and times in English, as written in Viet Nam: never the month first."""
