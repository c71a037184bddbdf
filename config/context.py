"""What every page may know about the installation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def demonstration(request: HttpRequest) -> dict[str, bool]:
    """Whether the people and cases on the page are invented."""
    return {"is_demonstration": settings.ENVIRONMENT != "production"}
