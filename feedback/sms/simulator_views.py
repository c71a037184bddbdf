"""The simulator: two phones side by side, to try what texting does without a gateway. In development only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from feedback.sms import simulator
from feedback.sms.simulator import Bubble, Facts

SIDES = ("left", "right")
KEPT = "simulator"  # in the session: of each side what was understood last, and from when on a phone shows its texts
REMEMBERED = 20  # phones whose screen was cleared


class TextForm(forms.Form):
    """What is typed on a phone. It may be empty: a real text may be too."""

    text = forms.CharField(
        label=_("Text message"),
        required=False,
        strip=False,
        max_length=simulator.LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "enterkeyhint": "send", "autocomplete": "off"}),
    )


@dataclass(frozen=True)
class Screen:
    """One of the two phones as the page shows it."""

    side: str
    phone: int
    number: str
    bubbles: list[Bubble]
    asked: str
    reading: Facts
    intent: str
    form: TextForm


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show both phones; send what was typed on one of them, clear its screen, or take another phone in its place."""
    if settings.ENVIRONMENT != "development":
        raise Http404
    at = timezone.now()
    phones = {side: _phone(request.GET.get(side, ""), other) for other, side in enumerate(SIDES, start=1)}
    side = request.POST.get("side", "")
    form = TextForm(request.POST) if request.method == "POST" else None
    if form and side in phones:
        match request.POST.get("do"):
            case "new":
                phones[side] = simulator.unused_phone()
                _keep(request, "readings", side, [])
                return _to(phones)
            case "clear":
                _keep(request, "cleared", str(phones[side]), at.isoformat())
                _keep(request, "readings", side, [])
                return _to(phones)
            case _ if form.is_valid():
                words = form.cleaned_data["text"].replace("\r\n", "\n")
                _keep(request, "readings", side, simulator.text(phones[side], words, at=at))
                return _to(phones)
    screens = [_screen(request, each, phones[each], form if each == side else None, at) for each in SIDES]
    context = {"screens": screens, "phones": phones, "offered": _offered(phones)}
    return render(request, "simulator/page.html", context, status=422 if form else 200)


def _phone(given: str, otherwise: int) -> int:
    """The phone that the address names; another where it names none."""
    is_phone = given.isascii() and given.isdecimal() and len(given) <= len(str(simulator.LAST))
    return int(given) or otherwise if is_phone else otherwise


def _to(phones: dict[str, int]) -> HttpResponse:
    return redirect(f"{reverse('sms_simulator')}?{urlencode(phones)}")


def _keep(request: HttpRequest, what: str, name: str, value: object) -> None:
    """Remember something in the session, of the last few."""
    kept: dict[str, Any] = request.session.get(KEPT, {})
    these = {key: each for key, each in kept.get(what, {}).items() if key != name}
    these[name] = value
    request.session[KEPT] = kept | {what: dict(list(these.items())[-REMEMBERED:])}


def _screen(request: HttpRequest, side: str, phone: int, form: TextForm | None, at: datetime) -> Screen:
    kept = request.session.get(KEPT, {})
    cleared = kept.get("cleared", {}).get(str(phone))
    reading = [(name, value) for name, value in kept.get("readings", {}).get(side, [])]
    form = form or TextForm()
    form.auto_id = f"{side}_%s"
    return Screen(
        side=side,
        phone=phone,
        number=simulator.number_of(phone),
        bubbles=simulator.conversation_of(phone, since=datetime.fromisoformat(cleared) if cleared else None),
        asked=simulator.asked_now(phone, at=at),
        reading=reading,
        intent=dict(reading).get("intent", ""),
        form=form,
    )


def _offered(phones: dict[str, int]) -> list[tuple[int, str]]:
    """The phones to choose from, with their numbers."""
    return [(phone, simulator.number_of(phone)) for phone in sorted({*simulator.OFFERED, *phones.values()})]
