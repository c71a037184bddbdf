"""From a posted form to the record: what was received, and the token under which it counts once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from feedback import intake
from feedback.web import uploads
from feedback.web.forms import FilesForm, OneTimeForm
from organization.actors import Actor, Channel
from organization.vault import fingerprint

NOT_SAID = frozenset({"csrfmiddlewaretoken", "token"})


def received(request: HttpRequest, form: OneTimeForm) -> dict[str, Any]:
    """Everything that the citizen sent with a form: each field as typed, each file by name, size and SHA-256."""
    payload: dict[str, Any] = {
        "fields": {name: values for name, values in request.POST.lists() if name not in NOT_SAID}
    }
    if isinstance(form, FilesForm):
        payload["files"] = [uploads.as_sent(upload) for upload in form.sent]
        payload["sent_before"] = [
            {"name": kept.name, "size": kept.received_size, "sha256": kept.received_sha256}
            for kept in form.kept
        ]
    return payload


def token_of(request: HttpRequest, form: OneTimeForm, payload: dict[str, Any], *, at: datetime) -> str:
    """The token of the form; what comes without one is the same when it says the same from the same place that day."""
    if form.posted_token:
        return f"web:{form.posted_token}"
    day = timezone.localdate(at).isoformat()
    return f"web:{fingerprint(f'{day}:{request.path}:{address_of(request)}:{intake.digest(payload)}')}"


def address_of(request: HttpRequest) -> str:
    """The network address of the browser: for counting attempts only, never kept with what a citizen says."""
    return str(request.META.get("REMOTE_ADDR", ""))


def language_now() -> str:
    """The language in which the citizen reads, by its two letters."""
    return (get_language() or "vi")[:2]


def citizen() -> Actor:
    """The citizen at the web. Without an address: the ledger cannot be erased, and must not lead to a person."""
    return Actor.citizen(Channel.WEB)
