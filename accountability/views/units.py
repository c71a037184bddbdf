"""The units under the inspector, and one of them."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accountability.figures import LATE, UNIT_FIGURES
from accountability.forms import NameForm, PeriodForm
from accountability.jurisdiction import Jurisdiction
from accountability.reports.books import units_book
from accountability.selectors import Asked, UnitLine, cases_asked, posting_lines, ratings_seen, unit_lines
from accountability.tables import UNIT_COLUMNS
from accountability.tallies import By, Tally, tally
from accountability.views.access import for_inspectors
from accountability.views.grids import FEW, Order, cases_url
from accountability.views.showing import (
    came_in,
    cases_grid,
    definitions,
    download,
    metrics,
    officers_grid,
    tabs,
    units_grid,
)
from organization.middleware import ActingRequest


def _asked(request: ActingRequest, jurisdiction: Jurisdiction) -> tuple[NameForm, Order, list[UnitLine]]:
    form = NameForm(request.GET.dict(), on=timezone.localdate(jurisdiction.at))
    order = Order.asked(request.GET.get("sort", ""), UNIT_COLUMNS, usual="name")
    return form, order, order.lines(unit_lines(jurisdiction, form.period, query=form.value("q") or ""))


@for_inspectors
def units(request: ActingRequest, jurisdiction: Jurisdiction) -> HttpResponse:
    """Every unit with its figures."""
    form, order, lines = _asked(request, jurisdiction)
    grid = units_grid(lines, form.period, order=order, query=request.GET, number=request.GET.get("page"))
    context = {
        "form": form,
        "tabs": tabs("units", form.period),
        "grid": grid,
        "page": grid.page,
        "definitions": definitions(UNIT_FIGURES),
    }
    return render(request, "inspection/units.html", context)


@for_inspectors
def units_sheet(request: ActingRequest, jurisdiction: Jurisdiction) -> FileResponse:
    """The same rows as a workbook."""
    form, _order, lines = _asked(request, jurisdiction)
    return download(units_book(jurisdiction, form.period, lines, query=form.value("q") or ""), "units")


@for_inspectors
def unit(request: ActingRequest, jurisdiction: Jurisdiction, pk: int) -> HttpResponse:
    """One unit: its figures, officers, late cases and ratings."""
    found = get_object_or_404(jurisdiction.units().select_related("parent"), pk=pk)
    form = PeriodForm(request.GET.dict(), on=timezone.localdate(jurisdiction.at))
    period = form.period
    figures = tally(UNIT_FIGURES, jurisdiction, period, By.UNIT, only=[pk]).get(pk) or Tally()
    late = cases_asked(jurisdiction, Asked(period, figure=LATE.name, unit=found))
    context = {
        "unit": found,
        "form": form,
        "tabs": tabs("", period),
        "metrics": metrics(figures, period, unit=pk),
        **came_in([pk], period),
        "officers": officers_grid(posting_lines(jurisdiction, period, unit=found), period),
        "late": cases_grid(late[:FEW]),
        "late_count": figures.count(LATE),
        "late_url": cases_url(period, figure=LATE.name, unit=pk),
        "ratings": ratings_seen(jurisdiction, period, charged_unit=pk)[:FEW],
        "definitions": definitions(UNIT_FIGURES),
    }
    return render(request, "inspection/unit.html", context)
