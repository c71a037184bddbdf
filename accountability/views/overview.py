"""The first page: how things stand under the inspector, and where to look further."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accountability.figures import OFFICER_FIGURES, UNIT_FIGURES
from accountability.forms import PeriodForm
from accountability.jurisdiction import Jurisdiction
from accountability.selectors import posting_lines, unit_lines
from accountability.tables import OFFICER_COLUMNS, UNIT_COLUMNS, Column
from accountability.tallies import tally_all
from accountability.views.access import for_inspectors
from accountability.views.grids import FEW, Order
from accountability.views.showing import came_in, definitions, metrics, officers_grid, tabs, units_grid
from organization.middleware import ActingRequest


@for_inspectors
def overview(request: ActingRequest, jurisdiction: Jurisdiction) -> HttpResponse:
    """The figures of everything under the inspector, and the units and officers with most late cases."""
    form = PeriodForm(request.GET.dict(), on=timezone.localdate(jurisdiction.at))
    period = form.period
    units = _most_late(UNIT_COLUMNS, unit_lines(jurisdiction, period))
    officers = _most_late(OFFICER_COLUMNS, posting_lines(jurisdiction, period))
    context = {
        "form": form,
        "tabs": tabs("home", period),
        "metrics": metrics(tally_all(UNIT_FIGURES, jurisdiction, period), period),
        **came_in(jurisdiction.unit_ids, period),
        "units": units_grid(units, period),
        "officers": officers_grid(officers, period),
        "units_url": reverse("inspection:units", query=period.as_query()),
        "officers_url": reverse("inspection:officers", query=period.as_query()),
        "definitions": definitions(
            {figure.name: figure for figure in (*UNIT_FIGURES, *OFFICER_FIGURES)}.values()
        ),
    }
    return render(request, "inspection/overview.html", context)


def _most_late(columns: Sequence[Column], lines: Iterable[Any]) -> list[Any]:
    """The few lines with most late cases, of those that have any figures."""
    return Order.asked("-late", columns, usual="-late").lines(line for line in lines if line.tally)[:FEW]
