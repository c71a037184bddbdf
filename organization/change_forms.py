"""The administration's way of changing things: every form asks for the reason, nothing is deleted."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from organization.actors import Actor, Channel, actor_of_account
from organization.history import attributed
from organization.names import fold


def reason_field() -> forms.CharField:
    """The question that every form of the administration asks, as its field `change_reason`."""
    return forms.CharField(
        label=_("Reason for this change"),
        help_text=_("Kept in the history together with your name and post."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )


class ReasonForm(forms.ModelForm):  # type: ignore[type-arg]  # of whichever model
    change_reason = reason_field()


class ReasonedAdmin(admin.ModelAdmin[Any]):
    """What is saved, with its inlines, is attributed to the signed-in officer and the reason given.

    A search term is tried as it is and without marks and case, as folded columns are.
    """

    form = ReasonForm
    show_facets = admin.ShowFacets.NEVER

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        sets = list(super().get_fieldsets(request, obj))
        listed = {field for _title, options in sets for field in options["fields"]}
        if "change_reason" not in listed:
            sets.append((None, {"fields": ["change_reason"]}))
        return sets

    def save_model(self, request: HttpRequest, obj: models.Model, form: ReasonForm, change: Any) -> None:
        with attributed_to(request, form.cleaned_data["change_reason"]):
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ReasonForm, *args: Any) -> None:
        with attributed_to(request, form.cleaned_data["change_reason"]):
            super().save_related(request, form, *args)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        found, repeats = super().get_search_results(request, queryset, search_term)
        folded, more_repeats = super().get_search_results(request, queryset, fold(search_term))
        return found | folded, repeats or more_repeats


class AttributedAdmin(ReasonedAdmin, SimpleHistoryAdmin):  # type: ignore[misc]  # the library is untyped
    """For tracked models, with the page of their history."""

    object_history_list_template = "organization/change_rows.html"

    def revert_disabled(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True


def attributed_to(request: HttpRequest, because: str) -> AbstractContextManager[None]:
    """What changes inside is the work of the signed-in officer. Raises `UnattributedChange` as `attributed` does."""
    return attributed(acting_in(request), because)


def acting_in(request: HttpRequest) -> Actor:
    """The signed-in officer, or the account without a post, at work in the administration."""
    address = request.META.get("REMOTE_ADDR", "")
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None:
        return replace(actor, channel=Channel.ADMIN)
    return actor_of_account(cast(AbstractBaseUser, request.user), channel=Channel.ADMIN, address=address)
