"""How dates and times are written in each language: the day before the month, hours to twenty-four."""
