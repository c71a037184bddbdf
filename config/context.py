"""What every page may know about the installation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from organization.models import Role
from organization.selectors import years_to_enter

CONCERNED = frozenset({Role.HEAD, Role.INSPECTOR, Role.ADMINISTRATOR})


def demonstration(request: HttpRequest) -> dict[str, bool]:
    """Whether the people and cases on the page are invented."""
    return {"is_demonstration": settings.ENVIRONMENT != "production"}


def calendar_alarm(request: HttpRequest) -> dict[str, object]:
    """The years whose calendar must be entered soon, for those who can see to it; asked only where a page shows it."""
    actor = getattr(request, "actor", None)
    concerned = (actor is not None and actor.role in CONCERNED) or getattr(
        getattr(request, "user", None), "is_superuser", False
    )
    years: object = SimpleLazyObject(lambda: years_to_enter(timezone.localdate())) if concerned else []
    return {"calendar_years_to_enter": years}
