"""A reception officer enters a matter for a person at the counter, on paper or on the telephone."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from cases.models import Case
from cases.services.intake import Opened, Report, open_case
from organization.actors import Actor


def register(report: Report, *, by: Actor, because: str, at: datetime) -> Opened:
    """Open the case of one sending of the desk's form, which `report.token` names.

    Sent again, also at the same moment, it finds that case, and the PIN is empty. Raises what `open_case` raises.
    """
    if known := _registered(report):
        return Opened(known, pin="")
    try:
        with transaction.atomic():
            return open_case(report, by=by, because=because, at=at)
    except IntegrityError:
        if known := _registered(report):
            return Opened(known, pin="")
        raise


def _registered(report: Report) -> Case | None:
    return (
        Case.objects.select_related("unit").filter(intake_token=report.token).first()
        if report.token
        else None
    )
