"""Pages that belong to no app: the one that a locked-out account sees."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any]
) -> HttpResponse:
    """Say, with status 429, that this account must wait after too many wrong passwords."""
    return render(request, "429.html", status=429)
