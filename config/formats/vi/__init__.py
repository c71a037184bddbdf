"""Dates and times in Vietnamese."""
