"""The officers under the inspector, and one of them. What is charged is charged to the post held at the time."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accountability.figures import DISPUTED, LATE, OFFICER_FIGURES
from accountability.forms import NameForm, PeriodForm
from accountability.jurisdiction import Jurisdiction
from accountability.reports.books import officer_book, officers_book
from accountability.selectors import (
    PostingLine,
    cases_behind,
    cases_worked_on,
    posting_lines,
    ratings_seen,
    steps_seen,
)
from accountability.tables import OFFICER_COLUMNS, STEP_COLUMNS
from accountability.views.access import for_inspectors
from accountability.views.grids import FEW, Grid, Order, cells, headings, page_of
from accountability.views.showing import cases_grid, definitions, download, officers_grid, tabs
from organization.middleware import ActingRequest

POST_COLUMNS = [column for column in OFFICER_COLUMNS if column.name != "name"]


def _asked(request: ActingRequest, jurisdiction: Jurisdiction) -> tuple[NameForm, Order, list[PostingLine]]:
    form = NameForm(request.GET.dict(), on=timezone.localdate(jurisdiction.at))
    order = Order.asked(request.GET.get("sort", ""), OFFICER_COLUMNS, usual="name")
    return form, order, order.lines(posting_lines(jurisdiction, form.period, query=form.value("q") or ""))


@for_inspectors
def officers(request: ActingRequest, jurisdiction: Jurisdiction) -> HttpResponse:
    """Every officer of the period with their figures, a line for each post."""
    form, order, lines = _asked(request, jurisdiction)
    grid = officers_grid(lines, form.period, order=order, query=request.GET, number=request.GET.get("page"))
    context = {
        "form": form,
        "tabs": tabs("officers", form.period),
        "grid": grid,
        "page": grid.page,
        "definitions": definitions(OFFICER_FIGURES),
    }
    return render(request, "inspection/officers.html", context)


@for_inspectors
def officers_sheet(request: ActingRequest, jurisdiction: Jurisdiction) -> FileResponse:
    """The same rows as a workbook."""
    form, _order, lines = _asked(request, jurisdiction)
    return download(officers_book(jurisdiction, form.period, lines, query=form.value("q") or ""), "officers")


@for_inspectors
def officer(request: ActingRequest, jurisdiction: Jurisdiction, pk: int) -> HttpResponse:
    """One officer: posts over time with their figures, what they did, late and disputed cases, ratings."""
    found = get_object_or_404(jurisdiction.officers(), pk=pk)
    form = PeriodForm(request.GET.dict(), on=timezone.localdate(jurisdiction.at))
    period = form.period
    lines = posting_lines(jurisdiction, period, officer=found)
    keys = [line.posting.pk for line in lines]
    late = cases_behind(LATE, jurisdiction, period, keys)
    disputed = cases_behind(DISPUTED, jurisdiction, period, keys)
    steps = page_of(steps_seen(jurisdiction, found, period), request.GET.get("page"))
    links = [{"case": reverse("inspection:case", args=[step.case.code])} for step in steps]
    rows = [cells(STEP_COLUMNS, step, link, {}) for step, link in zip(steps, links, strict=True)]
    context = {
        "officer": found,
        "form": form,
        "tabs": tabs("", period),
        "postings": officers_grid(lines, period, columns=POST_COLUMNS),
        "late": cases_grid(late[:FEW]),
        "late_count": late.count(),
        "disputed": cases_grid(disputed[:FEW]),
        "disputed_count": disputed.count(),
        "ratings": ratings_seen(jurisdiction, period, charged_posting__in=keys)[:FEW],
        "steps": Grid(headings(STEP_COLUMNS), rows, steps),
        "page": steps,
        "definitions": definitions(OFFICER_FIGURES),
    }
    return render(request, "inspection/officer.html", context)


@for_inspectors
def officer_sheet(request: ActingRequest, jurisdiction: Jurisdiction, pk: int) -> FileResponse:
    """The same rows as a workbook, with every case and every step."""
    found = get_object_or_404(jurisdiction.officers(), pk=pk)
    period = PeriodForm(request.GET.dict(), on=timezone.localdate(jurisdiction.at)).period
    book = officer_book(
        jurisdiction,
        period,
        found,
        lines=posting_lines(jurisdiction, period, officer=found),
        cases=cases_worked_on(jurisdiction, period, found),
        steps=steps_seen(jurisdiction, found, period),
    )
    return download(book, "officer")
