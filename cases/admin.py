"""Cases in the administration: categories and term rules are entered here; cases and their record are looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.http import HttpRequest

from cases import allowances
from cases.allowances import BadAllowance
from cases.models import (
    Case,
    CaseEvent,
    Category,
    CountingPolicy,
    Jurisdiction,
    Recount,
    SweepRun,
    Term,
    TermRule,
)
from cases.reorganisation_admin import ReorganisationAdmin
from cases.vocabulary import Track
from messaging.admin import ReadOnly
from organization.change_forms import AttributedAdmin
from organization.models import Reorganisation

# What a rule is. How long it is may be corrected: every open term is then counted anew, on record.
IDENTITY = ("code", "tracks", "stage", "starts_with", "before", "waits_for_citizen", "valid_from")


TABLES: Mapping[str, tuple[Callable[[str], Any], Callable[[Any], str]]] = MappingProxyType(
    {
        "lengths": (allowances.read_lengths, allowances.show_lengths),
        "extensions": (allowances.read_extensions, allowances.show_extensions),
    }
)


class TableField(forms.CharField):
    """A small table written in one line: `remote=45 remote+complex=60`."""

    def __init__(self, read: Callable[[str], Any], show: Callable[[Any], str], **options: Any) -> None:
        super().__init__(required=False, **options)
        self.read, self.show = read, show

    def prepare_value(self, value: Any) -> Any:
        return self.show(value) if isinstance(value, dict) else value

    def clean(self, value: Any) -> Any:
        try:
            return self.read(super().clean(value))
        except BadAllowance as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


def tracks_field(db_field: Field[Any, Any]) -> forms.MultipleChoiceField:
    """Tracks to tick."""
    return forms.MultipleChoiceField(
        label=db_field.verbose_name, choices=Track, widget=forms.CheckboxSelectMultiple
    )


# Of the ground floor, but it moves cases too: its page belongs here.
admin.site.register(Reorganisation, ReorganisationAdmin)


@admin.register(Category)
class CategoryAdmin(AttributedAdmin):
    """What matters are about, and the lowest tier with the power to settle them."""

    list_display = ("name", "code", "lowest_tier", "active", "position")
    list_filter = ("lowest_tier", "active")
    search_fields = ("name", "name_en", "code")


@admin.register(TermRule)
class TermRuleAdmin(AttributedAdmin):
    """How long a stage may take, by which law, from when to when.

    When the law changes, a rule ends and another begins; what was entered wrongly is corrected.
    """

    list_display = ("code", "name", "stage", "length", "unit", "valid_from", "valid_to", "confirmed")
    list_filter = ("stage", "confirmed", ("valid_to", admin.EmptyFieldListFilter))
    search_fields = ("code", "name", "name_en", "legal_basis")

    def get_readonly_fields(self, request: HttpRequest, obj: TermRule | None = None) -> tuple[str, ...]:
        """A rule in use stays the rule that it is."""
        in_use = obj is not None and Term.objects.filter(rule=obj).exists()
        return IDENTITY if in_use else ()

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """The tracks are ticked; what circumstances do is written as the law says it, not as JSON."""
        if db_field.name == "tracks":
            return tracks_field(db_field)
        if db_field.name in TABLES:
            return TableField(
                *TABLES[db_field.name], label=db_field.verbose_name, help_text=db_field.help_text
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(CountingPolicy)
class CountingPolicyAdmin(AttributedAdmin):
    """Whether days are counted as the Civil Code does, for the terms that start from a day."""

    list_display = ("valid_from", "civil_code", "legal_basis")


@admin.register(Jurisdiction)
class JurisdictionAdmin(AttributedAdmin):
    """Who settles complaints and denunciations, by where the officer serves. A row is ended, not rewritten."""

    list_display = ("code", "name", "level", "post", "settled_by", "valid_from", "valid_to", "confirmed")
    list_filter = ("level", "post", "confirmed", ("valid_to", admin.EmptyFieldListFilter))
    search_fields = ("code", "name", "name_en", "legal_basis")

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """The tracks are ticked, not typed."""
        if db_field.name == "tracks":
            return tracks_field(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Recount)
class RecountAdmin(ReadOnly):
    """How far the passes are that count open terms anew."""

    list_display = ("started_at", "lane", "finished_at", "total", "done", "changed", "failed")


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
