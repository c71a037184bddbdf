"""What every page may know about the installation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from cases import calls
from cases.views.access import DESK_ROLES
from messaging import budgets
from messaging.budgets import Standing
from organization.actors import Actor
from organization.models import Role
from organization.permissions import seat
from organization.selectors import years_to_enter

CONCERNED = frozenset({Role.HEAD, Role.INSPECTOR, Role.ADMINISTRATOR})


def demonstration(request: HttpRequest) -> dict[str, bool]:
    """Whether the people and cases on the page are invented."""
    return {"is_demonstration": settings.ENVIRONMENT != "production"}


def calendar_alarm(request: HttpRequest) -> dict[str, object]:
    """The years whose calendar must be entered soon, for those who can see to it; asked only where a page shows it."""
    actor = _actor(request)
    concerned = _is_superuser(request) or (actor is not None and actor.role in CONCERNED)
    years: object = SimpleLazyObject(lambda: years_to_enter(timezone.localdate())) if concerned else []
    return {"calendar_years_to_enter": years}


def calls_to_make(request: HttpRequest) -> dict[str, object]:
    """How many citizens the unit must call, for those at a desk; asked only where a page shows it."""
    actor = _actor(request)
    if actor is None or actor.role not in DESK_ROLES:
        return {"calls_to_make": 0}
    return {"calls_to_make": SimpleLazyObject(lambda: calls.how_many(actor, at=timezone.now()))}


def budget_alarm(request: HttpRequest) -> dict[str, object]:
    """Budgets for messages that are nearly used: a head's own, or all of them; asked only where a page shows them."""
    near: object = []
    actor = _actor(request)
    if _is_superuser(request) or (actor is not None and actor.role == Role.ADMINISTRATOR):
        near = SimpleLazyObject(lambda: budgets.to_warn_of(at=timezone.now()))
    elif actor is not None and actor.role == Role.HEAD:
        near = SimpleLazyObject(lambda: _own(actor))
    return {"budgets_near_end": near}


def _own(actor: Actor) -> list[Standing]:
    unit = seat(actor)
    return [each for each in budgets.to_warn_of(at=timezone.now()) if unit is not None and each.unit == unit]


def _actor(request: HttpRequest) -> Actor | None:
    """Who is signed in, in their post."""
    return getattr(request, "actor", None)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "user", None), "is_superuser", False))
