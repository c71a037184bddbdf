"""What is handed to a person whose matter was just entered: the code, and once the PIN."""

from __future__ import annotations

from django.http import HttpRequest

from cases.models import Case
from cases.services.intake import Opened
from organization.vault import seal, unseal

RECEIPT = "desk_receipt"


def keep(request: HttpRequest, opened: Opened) -> None:
    """Keep the PIN of the latest new case, sealed, until it is handed over. A repeated sending brings none."""
    if opened.pin:
        request.session[RECEIPT] = {"code": opened.case.code, "pin": seal(opened.pin)}


def pin_for(request: HttpRequest, case: Case) -> str:
    """The PIN to hand over; empty for every other case than the latest one entered here."""
    kept = request.session.get(RECEIPT, {})
    return unseal(kept["pin"]) if kept.get("code") == case.code else ""


def forget(request: HttpRequest) -> None:
    """The receipt was handed over."""
    request.session.pop(RECEIPT, None)
