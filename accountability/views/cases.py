"""The list of cases, one case with its complete record, and the files that came with it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accountability.dossier import dossier_of
from accountability.figures import BY_NAME
from accountability.forms import CaseForm
from accountability.jurisdiction import Jurisdiction
from accountability.record import record_of
from accountability.reports.books import cases_book, record_book
from accountability.selectors import Asked, case_seen, cases_asked, officers_under
from accountability.tables import CASE_COLUMNS
from accountability.views.access import for_inspectors
from accountability.views.grids import Order
from accountability.views.showing import cases_grid, download, tabs
from cases.codes import read_code
from cases.models import Attachment, Case
from organization.middleware import ActingRequest


def _asked(
    request: ActingRequest, jurisdiction: Jurisdiction
) -> tuple[CaseForm, Asked, Order, QuerySet[Case]]:
    form = CaseForm(request.GET.dict(), jurisdiction=jurisdiction, on=timezone.localdate(jurisdiction.at))
    asked = form.asked
    sortable = [column for column in CASE_COLUMNS if column.order]
    order = Order.asked(request.GET.get("sort", ""), sortable, usual="-received")
    return form, asked, order, order.rows(cases_asked(jurisdiction, asked))


@for_inspectors
def cases(request: ActingRequest, jurisdiction: Jurisdiction) -> HttpResponse:
    """The cases that answer to a filter."""
    form, asked, order, found = _asked(request, jurisdiction)
    grid = cases_grid(found, order=order, query=request.GET, number=request.GET.get("page"))
    context = {
        "form": form,
        "asked": asked,
        "narrowed": any((asked.unit, asked.officer, asked.kind, asked.state)),
        "figure": BY_NAME.get(asked.figure),
        "tabs": tabs("cases", asked.period),
        "grid": grid,
        "page": grid.page,
    }
    return render(request, "inspection/cases.html", context)


@for_inspectors
def cases_sheet(request: ActingRequest, jurisdiction: Jurisdiction) -> FileResponse:
    """The same rows as a workbook."""
    _form, asked, _order, found = _asked(request, jurisdiction)
    return download(cases_book(jurisdiction, asked, BY_NAME.get(asked.figure), found), "cases")


@for_inspectors
def case(request: ActingRequest, jurisdiction: Jurisdiction, code: str) -> HttpResponse:
    """One case: what was said, the clock, and everything on record about it."""
    found = _case_or_404(jurisdiction, code)
    record = record_of(found)
    context = {
        "case": found,
        "record": record,
        "dossier": dossier_of(found, at=jurisdiction.at),
        "officers": officers_under(jurisdiction, {entry.officer_id for entry in record.entries}),
    }
    return render(request, "inspection/case.html", context)


@for_inspectors
def case_sheet(request: ActingRequest, jurisdiction: Jurisdiction, code: str) -> FileResponse:
    """The complete record of one case as a workbook."""
    found = _case_or_404(jurisdiction, code)
    return download(record_book(jurisdiction, found, record_of(found)), f"case-{found.code}")


@for_inspectors
def file(request: ActingRequest, jurisdiction: Jurisdiction, pk: UUID) -> FileResponse:
    """A file that came with a case the inspector may read."""
    found = get_object_or_404(Attachment, pk=pk, case__in=jurisdiction.cases().values("pk"))
    return FileResponse(
        found.file.open("rb"),
        as_attachment=not found.is_image,
        filename=found.name,
        content_type=found.content_type,
    )


def _case_or_404(jurisdiction: Jurisdiction, code: str) -> Case:
    if (known := read_code(code)) and (found := case_seen(jurisdiction, known)):
        return found
    raise Http404
