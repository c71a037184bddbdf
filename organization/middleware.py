"""Puts the acting officer on each request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from organization.actors import Actor, Channel, actor_of
from organization.selectors import current_posting


class ActingRequest(HttpRequest):
    """A request as views see it once the middleware has run."""

    actor: Actor | None


class ActorMiddleware:
    """Set `request.actor`: the signed-in account in its current posting, else None.

    Comes after authentication. A request without a session cookie belongs to nobody and costs nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ActingRequest) -> HttpResponse:
        request.actor = _acting(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        return self.get_response(request)


def _acting(request: HttpRequest) -> Actor | None:
    posting = current_posting(request.user, timezone.localdate())
    if posting is None:
        return None
    return actor_of(posting, channel=Channel.DESK, address=request.META.get("REMOTE_ADDR", ""))
