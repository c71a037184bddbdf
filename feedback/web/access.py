"""Who may read a case on the web: whoever filed it in this browser, or gave the second factor, for an hour.

It is kept in the session, because a phone is often shared: it ends by itself, and a button ends it at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from cases import identity
from cases.models import Case
from feedback import throttling
from organization.vault import seal, unseal

OPEN_FOR = timedelta(hours=1)
OPENED, PINS, BEGUN = "opened_cases", "new_pins", "form_begun"


def prepare(request: HttpRequest) -> None:
    """Give the browser its session before it files: a form sent twice at once then finds the PIN of the first."""
    if BEGUN not in request.session:
        request.session[BEGUN] = True


def check_secret(case: Case, secret: str, *, address: str, at: datetime) -> bool:
    """Whether the second factor fits. Wrong ones are counted by case and by address; raises `throttling.TooMany`."""
    from_here = throttling.spend(throttling.WRONG_FROM_ADDRESS, throttling.network(address), at=at)
    try:
        of_case = throttling.spend(throttling.WRONG_SECRET_OF_CASE, case.code, at=at)
    except throttling.TooMany:
        throttling.give_back(from_here)
        raise
    if not identity.opens(case, secret):
        return False
    throttling.give_back(from_here, of_case)
    return True


def open_content(request: HttpRequest, case: Case, *, at: datetime) -> None:
    """Let this browser read the case from now on."""
    _put(request, OPENED, case, at.isoformat())


def may_read(request: HttpRequest, case: Case, *, at: datetime) -> bool:
    """Whether this browser may read what was said."""
    since = parse_datetime(request.session.get(OPENED, {}).get(case.code, ""))
    return since is not None and since <= at < since + OPEN_FOR


def may_write(request: HttpRequest, case: Case) -> bool:
    """Whether this browser has opened the case: somebody who writes for longer than an hour loses no words."""
    return case.code in request.session.get(OPENED, {})


def hand_over_pin(request: HttpRequest, case: Case, pin: str, *, at: datetime) -> None:
    """Keep the PIN of a new case, sealed, until the citizen has noted it."""
    _put(request, PINS, case, seal(pin))
    open_content(request, case, at=at)


def new_pin(request: HttpRequest, case: Case, *, at: datetime) -> str:
    """The PIN to show on the receipt; empty once noted, or when the hour is over."""
    sealed = request.session.get(PINS, {}).get(case.code, "")
    return unseal(sealed) if sealed and may_read(request, case, at=at) else ""


def forget_pin(request: HttpRequest, case: Case) -> None:
    """The citizen has noted the PIN: it is not shown again."""
    _drop(request, PINS, case)


def close_content(request: HttpRequest, case: Case) -> None:
    """Let the next person with this phone see no more than anybody who knows the code."""
    _drop(request, PINS, case)
    _drop(request, OPENED, case)


def forget(at: datetime) -> int:
    """Delete the sessions that are over, with the PINs nobody noted; how many."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def _put(request: HttpRequest, key: str, case: Case, value: Any) -> None:
    request.session[key] = {**request.session.get(key, {}), case.code: value}


def _drop(request: HttpRequest, key: str, case: Case) -> None:
    request.session[key] = {
        code: value for code, value in request.session.get(key, {}).items() if code != case.code
    }
