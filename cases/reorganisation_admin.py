"""Reorganising units in the administration: the table, a trial of it, then the confirmation. What was done is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from cases.reorganised import summary, tables
from cases.services.reorganising import Report, reorganise
from messaging.admin import ReadOnly
from organization.change_forms import acting_in, reason_field
from organization.errors import PlanRefused
from organization.plan_files import LONGEST_BASIS, read_day, read_plan

LARGEST = 2 * 1024 * 1024  # bytes


class PlanForm(forms.Form):
    """The plan as a table, pasted or in a file, with its day, its legal basis and the reason."""

    table = forms.CharField(
        label=_("Table"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 100}),
        help_text=_("Paste it with its heading, or choose a file below."),
    )
    file = forms.FileField(label=_("File (.csv)"), required=False)
    on = forms.CharField(label=_("First day of the new units"), help_text="2025-07-01")
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=LONGEST_BASIS)
    change_reason = reason_field()

    def clean(self) -> dict[str, Any]:
        """Read the plan; every row that cannot be so is an error of the table."""
        given = super().clean() or {}
        file: File[bytes] | None = given.get("file")
        content: str | bytes = given.get("table") or ""
        if file is not None:
            if (file.size or 0) > LARGEST:
                raise forms.ValidationError(_("The file is too large."))
            content = file.read()
        if self.errors:
            return given
        try:
            given["plan"] = read_plan(content, on=read_day(given["on"]), legal_basis=given["legal_basis"])
        except PlanRefused as refused:
            self.add_error(None, [str(problem) for problem in refused.problems])
            return given
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        given["table"] = "\n".join(text.splitlines())
        return given


class ConfirmForm(PlanForm):
    """The same, as it was tried: sent back by the page, not shown."""

    file = None  # type: ignore[assignment]  # the table holds what the file said

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.Textarea(attrs={"hidden": True})


class ReorganisationAdmin(ReadOnly):
    """What was carried out, to look at; adding one is the way to carry one out."""

    list_display = ("on", "legal_basis", "applied_at", "counts")
    search_fields = ("legal_basis", "digest")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only who may administer everything: units, people and cases change at once."""
        return bool(request.user.is_active and request.user.is_superuser)

    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Ask for the plan, show what it would do, and carry it out when that is confirmed."""
        if object_id is not None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if not self.has_add_permission(request):
            raise PermissionDenied
        confirmed = request.POST.get("step") == "confirm"
        form = PlanForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self._page(request, form)
        try:
            report = self._reorganise(request, form, dry_run=not confirmed)
        except PlanRefused as refused:
            form.add_error(None, [str(problem) for problem in refused.problems])
            return self._page(request, form)
        if confirmed:
            messages.success(request, summary(report))
            return redirect("admin:organization_reorganisation_changelist")
        kept = {name: form.cleaned_data[name] for name in ("table", "on", "legal_basis", "change_reason")}
        confirm = None if report.is_empty else ConfirmForm(initial=kept, auto_id=False)
        return self._page(request, form, report=report, confirm=confirm)

    def _reorganise(self, request: HttpRequest, form: PlanForm, *, dry_run: bool) -> Report:
        return reorganise(
            form.cleaned_data["plan"],
            table=form.cleaned_data["table"],
            by=acting_in(request),
            because=form.cleaned_data["change_reason"],
            at=timezone.now(),
            dry_run=dry_run,
        )

    def _page(
        self,
        request: HttpRequest,
        form: PlanForm,
        *,
        report: Report | None = None,
        confirm: ConfirmForm | None = None,
    ) -> HttpResponse:
        shown = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Reorganise units"),
            "form": form,
            "confirm": confirm,
            "tables": tables(report) if report else (),
            "summary": summary(report) if report else "",
        }
        return TemplateResponse(request, "cases/reorganise.html", shown)
