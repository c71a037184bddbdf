"""The page on which administrators see how messages go, pause a gateway or let it go on, and send a test message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from messaging import budgets, gateways, operations, trials
from messaging.gateways import pauses
from messaging.gateways.email import EmailGateway
from messaging.gateways.simulator import SimulatorGateway
from messaging.models import GatewayPause
from messaging.operations import HourOfDay
from organization.change_forms import acting_in, reason_field
from organization.phones import read_phone

CHANGES = 10
# The picture of the last day, in units of its own.
BAR, GAP, HEIGHT = 10, 4, 60


class PauseForm(forms.Form):
    """Which gateway, and why."""

    gateway = forms.ChoiceField(widget=forms.HiddenInput)
    change_reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gateway"].choices = [(name, name) for name in gateways.GATEWAYS]  # type: ignore[attr-defined]


class TrialForm(forms.Form):
    """Where to and by which way."""

    number = forms.CharField(
        label=gettext_lazy("Telephone number"),
        max_length=30,
        help_text=gettext_lazy("Your own, for instance. It is sealed, and blanked when the message is over."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    gateway = forms.ChoiceField(label=gettext_lazy("Gateway"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [name for name in operations.names_of_gateways() if name not in NOT_TRIED]
        self.fields["gateway"].choices = [(name, name) for name in offered]  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        """The number in E.164."""
        number = read_phone(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(
                _("This is not a Vietnamese telephone number. Ten digits, for example 0912 345 678.")
            )
        return number


NOT_TRIED = frozenset({EmailGateway.name, SimulatorGateway.name})


@dataclass(frozen=True)
class Bar:
    """One hour in the picture: where its two bars stand and how high they are."""

    hour: HourOfDay
    sent_x: int
    received_x: int
    sent_y: float
    sent_height: float
    received_y: float
    received_height: float


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the figures; do what a form of the page asks."""
    if not request.user.has_perm("messaging.view_outboundmessage"):
        raise PermissionDenied
    may_act = request.user.has_perm("messaging.change_gatewaypause")
    forms_given: dict[str, forms.Form] = {}
    if request.method == "POST":
        if not may_act:
            raise PermissionDenied
        done, forms_given = _do(request, at=timezone.now())
        if done:
            messages.success(request, done)
            return redirect("messaging_operations")
    return _page(request, forms_given, may_act=may_act, at=timezone.now())


def _do(request: HttpRequest, *, at: datetime) -> tuple[str, dict[str, forms.Form]]:
    """What was done, in words; empty with the form that says what is wrong."""
    what = request.POST.get("do", "")
    if what == "trial":
        trial = TrialForm(request.POST)
        if trial.is_valid() and _tried(trial, at=at):
            return _("The test message is on its way; its progress is shown below."), {}
        return "", {"trial": trial}
    form = PauseForm(request.POST)
    if what not in {"pause", "resume"}:
        return "", {}
    if not form.is_valid():
        return "", {"pause": form}
    name = form.cleaned_data["gateway"]
    act = pauses.pause if what == "pause" else pauses.resume
    act(name, by=acting_in(request), because=form.cleaned_data["change_reason"], at=at)
    said = (
        _("Nothing leaves by %(gateway)s any more.")
        if what == "pause"
        else _("Messages leave by %(gateway)s again.")
    )
    return said % {"gateway": name}, {}


def _tried(form: TrialForm, *, at: datetime) -> bool:
    given = form.cleaned_data
    try:
        trials.send(given["number"], gateway=given["gateway"], language=(get_language() or "vi")[:2], at=at)
    except trials.TooManyTrials:
        form.add_error(
            None,
            _("%(count)s test messages were sent within an hour. Try again later.")
            % {"count": trials.AN_HOUR},
        )
        return False
    return True


def _page(
    request: HttpRequest, given: Mapping[str, forms.Form], *, may_act: bool, at: datetime
) -> HttpResponse:
    month = _month(request.GET.get("month", ""), at=at)
    hours = operations.by_the_hour(at=at)
    failed = operations.failed(at=at)
    shown = {
        **admin.site.each_context(request),
        "title": _("How messages go"),
        "at": at,
        "may_act": may_act,
        "waiting": operations.waiting(at=at),
        "unfinished": operations.unfinished(at=at),
        "gateways": operations.standings(at=at),
        "throughput": operations.throughput(at=at),
        "hours": hours,
        "bars": bars(hours),
        "busiest": max((max(hour.sent, hour.received) for hour in hours), default=0),
        "width": len(hours) * (2 * BAR + GAP),
        "height": HEIGHT,
        "failed": failed,
        "ours": [each for each in failed if each.explained.is_ours],
        "spent": operations.spent(month),
        "month": month,
        "months": _months(at),
        "trials": trials.latest(at=at),
        "trial": given.get("trial") or TrialForm(),
        "pause": given.get("pause"),
        "reason": PauseForm(auto_id=False),
        "changes": GatewayPause.history.order_by("-history_id")[:CHANGES],
        "many": operations.MANY,
    }
    return TemplateResponse(request, "messaging/operations.html", shown, status=422 if given else 200)


def bars(hours: list[HourOfDay]) -> list[Bar]:
    """The picture of the last day: two bars an hour, as high as the busiest hour allows."""
    most = max((max(hour.sent, hour.received) for hour in hours), default=0) or 1
    found = []
    for place, hour in enumerate(hours):
        left = place * (2 * BAR + GAP)
        sent, received = HEIGHT * hour.sent / most, HEIGHT * hour.received / most
        found.append(
            Bar(
                hour=hour,
                sent_x=left,
                received_x=left + BAR,
                sent_y=round(HEIGHT - sent, 1),
                sent_height=round(sent, 1),
                received_y=round(HEIGHT - received, 1),
                received_height=round(received, 1),
            )
        )
    return found


def _month(given: str, *, at: datetime) -> datetime:
    """The first moment of the month that the address names (`2026-11`); of this one where it names none."""
    try:
        year, month = (int(part) for part in given.split("-"))
        named = timezone.make_aware(datetime(year, month, 1))  # noqa: DTZ001 - made aware here
    except (ValueError, OverflowError):
        return budgets.month_of(at)[0]
    return named if 2000 <= named.year <= at.year + 1 else budgets.month_of(at)[0]


def _months(at: datetime) -> list[datetime]:
    """This month and the five before it."""
    months = [budgets.month_of(at)[0]]
    while len(months) < 6:
        months.append(budgets.month_of(months[-1] - timedelta(days=1))[0])
    return months
