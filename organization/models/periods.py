"""What the database holds every period to: its last day is not before its first."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


def in_order(start: str, end: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{end}__isnull": True}) | models.Q(**{f"{end}__gte": models.F(start)}),
        name="%(app_label)s_%(class)s_dates_in_order",
        violation_error_message=_("The last day may not be before the first."),
    )
