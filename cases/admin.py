"""Cases in the administration: categories and term rules are entered here; cases and their record are looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest

from cases.models import Case, CaseEvent, Category, SweepRun, Term, TermRule
from cases.vocabulary import Kind
from messaging.admin import ReadOnly
from organization.change_forms import AttributedAdmin

COUNTED_BY = ("code", "kinds", "stage", "length", "unit", "waits_for_citizen", "valid_from")


@admin.register(Category)
class CategoryAdmin(AttributedAdmin):
    """What matters are about, and the lowest tier with the power to settle them."""

    list_display = ("name", "code", "lowest_tier", "active", "position")
    list_filter = ("lowest_tier", "active")
    search_fields = ("name", "name_en", "code")


@admin.register(TermRule)
class TermRuleAdmin(AttributedAdmin):
    """How long a stage may take, by which law, from when to when. A rule in use is ended, not rewritten."""

    list_display = ("code", "name", "stage", "length", "unit", "valid_from", "valid_to", "confirmed")
    list_filter = ("stage", "confirmed", ("valid_to", admin.EmptyFieldListFilter))
    search_fields = ("code", "name", "name_en", "legal_basis")

    def get_readonly_fields(self, request: HttpRequest, obj: TermRule | None = None) -> tuple[str, ...]:
        """What running and past terms were counted by stays as it was."""
        in_use = obj is not None and Term.objects.filter(rule=obj).exists()
        return COUNTED_BY if in_use else ()

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """The kinds are ticked, not typed."""
        if db_field.name == "kinds":
            return forms.MultipleChoiceField(
                label=db_field.verbose_name, choices=Kind, widget=forms.CheckboxSelectMultiple
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Case)
class CaseAdmin(ReadOnly):
    """Where cases stand, without what was said and who said it: that is for the desk."""

    list_display = (
        "shown_code",
        "kind",
        "category",
        "state",
        "outcome",
        "unit",
        "rung",
        "received_at",
        "due_at",
    )
    list_filter = ("state", "kind", "outcome", "channel")
    list_select_related = ("category", "unit")
    search_fields = ("code",)
    exclude = ("summary", "place", "lat", "lng", "about", "reply_from")


@admin.register(CaseEvent)
class CaseEventAdmin(ReadOnly):
    """The ledger, row by row."""

    list_display = ("at", "case", "kind", "actor_name", "actor_post", "channel")
    list_filter = ("kind", "channel")
    list_select_related = ("case",)
    search_fields = ("case__code",)
    exclude = ("reason", "detail")


@admin.register(SweepRun)
class SweepRunAdmin(ReadOnly):
    """When the sweep ran, and what it did."""

    list_display = ("finished_at", "started_at", "counts")
