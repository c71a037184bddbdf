"""The site as a WSGI server has it, and beside it, at `/bare/`, the least that could keep a text: `application`.

The bare view has no middleware, checks nothing and wakes nobody. It writes the row of the real webhook, with the same
columns, sealed alike, and answers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test.utils import override_settings
from django.urls import path
from django.utils import timezone

from config.wsgi import application as site
from messaging.models import InboundMessage
from organization.vault import fingerprint

BARE = "/bare/"


def keep(request: HttpRequest) -> HttpResponse:
    """Keep the text."""
    form = request.POST
    InboundMessage.objects.create(
        provider="twilio",
        provider_id=form["MessageSid"],
        sender=form["From"],
        sender_key=fingerprint(str(form["From"])),
        recipient=form["To"],
        body=form["Body"],
        raw=json.dumps(dict(form.lists()), ensure_ascii=False, sort_keys=True),
        received_at=timezone.now(),
    )
    return HttpResponse("<Response/>", content_type="text/xml")


urlpatterns = [path(BARE.removeprefix("/"), keep)]


class Bare(WSGIHandler):
    """Django with this one view and without middleware."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature is Django's
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)

    def resolve_request(self, request: HttpRequest) -> Any:
        request.urlconf = __name__
        return super().resolve_request(request)


bare = Bare()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Hand each request to the site or to the bare view, by its path."""
    return (bare if environ["PATH_INFO"] == BARE else site)(environ, start_response)
