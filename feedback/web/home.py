"""The first page: what this is, what one can do here, and how a matter travels."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.vocabulary import Kind
from messaging import gateways


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the service is, in plain words."""
    tiles = [
        {
            "url": reverse("report"),
            "title": _("Report"),
            "text": _("Tell what went wrong or what you ask for. No account needed."),
            "icon": "report",
        },
        {
            "url": reverse("track"),
            "title": _("Follow your case"),
            "text": _("See who has it and by when; say whether it is solved; rate the service."),
            "icon": "track",
        },
        {
            "url": f"{reverse('report')}?kind={Kind.PRAISE}",
            "title": _("Praise good service"),
            "text": _("Name an officer or an office that served you well."),
            "icon": "star",
        },
    ]
    return render(request, "citizen/home.html", {"tiles": tiles, "sms_number": gateways.number_to_text()})
