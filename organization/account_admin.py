"""Accounts in the administration: who may sign in, changed with a reason and on record, closed and never deleted."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminPasswordChangeForm as AdminOwnPasswordForm
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    PasswordChangeForm,
    UserChangeForm,
)
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from organization.change_forms import ReasonedAdmin, ReasonForm, attributed_to, reason_field
from organization.models import AccountChange
from organization.services import on_record


class AccountForm(ReasonForm, UserChangeForm[User]):
    """What an account is called and may do."""


class NewAccountForm(ReasonForm, AdminUserCreationForm[User]):
    """A name and a password."""


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # of accounts
    """A password that an administrator sets for somebody. Belongs inside `attributed`."""

    change_reason = reason_field()

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - the signature is Django's
        with on_record(self.user):
            return super().save(commit)


class AccountAdmin(ReasonedAdmin, UserAdmin[User]):
    """Django's own, where every form asks why and the history is the record."""

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = PasswordForm
    change_user_password_template = "organization/set_password.html"  # noqa: S105 - a template
    object_history_template = "simple_history/object_history.html"
    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "is_superuser")
    list_filter = ("is_active", "is_staff", "is_superuser")
    filter_horizontal = ("user_permissions",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser", "user_permissions")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: ReasonForm, change: Any) -> None:
        """Save the permissions too, so that one record tells all of it."""
        with attributed_to(request, form.cleaned_data["change_reason"]), on_record(obj):
            super().save_model(request, obj, form, change)
            form.save_m2m()

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Attribute what the form saves; without a reason it saves nothing."""
        because = request.POST.get("change_reason", "").strip()
        with attributed_to(request, because) if because else nullcontext():
            return super().user_change_password(request, id, form_url)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show the record, as the histories of the house are shown."""
        account = self.get_object(request, unquote(object_id))
        pages = Paginator(AccountChange.objects.filter(account=account), 100)
        page = pages.get_page(request.GET.get("p"))
        shown = {
            "object_history_list_template": "organization/change_rows.html",
            "page_obj": page,
            "page_range": pages.get_elided_page_range(page.number),
            "pagination_required": pages.num_pages > 1,
            "revert_disabled": True,
        }
        return super().history_view(request, object_id, {**shown, **(extra_context or {})})


class OwnPasswordForm(AdminOwnPasswordForm):
    """The old password, a new one, and why."""

    change_reason = reason_field()


class OwnPassword(PasswordChangeView):
    """The administration's page for one's own password, on record like the rest."""

    form_class = OwnPasswordForm
    template_name = "organization/own_password.html"
    success_url = reverse_lazy("admin:password_change_done")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**admin.site.each_context(self.request), **kwargs)

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        with attributed_to(self.request, form.cleaned_data["change_reason"]), on_record(form.user):
            return super().form_valid(form)
