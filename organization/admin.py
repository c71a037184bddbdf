"""The administration of units, people, their accounts and the calendar."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.models import Group, User

from organization.account_admin import AccountAdmin
from organization.change_forms import AttributedAdmin
from organization.models import (
    CalendarDay,
    Kin,
    Officer,
    Post,
    Posting,
    StandIn,
    Unit,
    UnitAlias,
    UnitSuccession,
)

# Nothing here asks for groups: what an officer may do comes from the post.
admin.site.unregister([User, Group])
admin.site.register(User, AccountAdmin)


@admin.register(Unit)
class UnitAdmin(AttributedAdmin):
    list_display = ["name", "code", "tier", "parent", "is_remote", "valid_from", "valid_to"]
    list_filter = ["tier", "is_remote", "valid_from", ("valid_to", admin.EmptyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["folded", "code", "aliases__folded"]
    autocomplete_fields = ["parent"]


@admin.register(UnitAlias)
class UnitAliasAdmin(AttributedAdmin):
    list_display = ["name", "unit"]
    list_select_related = ["unit"]
    search_fields = ["folded", "unit__folded"]
    autocomplete_fields = ["unit"]


@admin.register(UnitSuccession)
class UnitSuccessionAdmin(AttributedAdmin):
    list_display = ["old", "new", "on", "legal_basis"]
    list_filter = ["on"]
    list_select_related = ["old", "new"]
    search_fields = ["old__folded", "new__folded"]
    autocomplete_fields = ["old", "new"]


@admin.register(Officer)
class OfficerAdmin(AttributedAdmin):
    list_display = ["full_name", "staff_code", "user", "email"]
    list_select_related = ["user"]
    search_fields = ["folded", "staff_code"]
    autocomplete_fields = ["user"]


@admin.register(Kin)
class KinAdmin(AttributedAdmin):
    list_display = ["officer", "relative", "kinship"]
    list_select_related = ["officer", "relative"]
    search_fields = ["officer__folded", "relative__folded"]
    autocomplete_fields = ["officer", "relative"]


@admin.register(Post)
class PostAdmin(AttributedAdmin):
    list_display = ["title", "unit", "role", "is_head", "is_deputy", "reports_to", "valid_from", "valid_to"]
    list_filter = ["role", "is_head", ("valid_to", admin.EmptyFieldListFilter)]
    list_select_related = ["unit", "reports_to__unit"]
    search_fields = ["title", "unit__folded"]
    autocomplete_fields = ["unit", "reports_to"]


@admin.register(Posting)
class PostingAdmin(AttributedAdmin):
    list_display = ["officer", "post", "starts_on", "ends_on"]
    list_filter = ["post__role", ("ends_on", admin.EmptyFieldListFilter)]
    list_select_related = ["officer", "post__unit"]
    search_fields = ["officer__folded", "officer__staff_code", "post__unit__folded"]
    autocomplete_fields = ["officer", "post"]


@admin.register(StandIn)
class StandInAdmin(AttributedAdmin):
    list_display = ["posting", "stand_in", "starts_on", "ends_on", "reason"]
    list_filter = ["starts_on"]
    list_select_related = [
        "posting__officer",
        "posting__post__unit",
        "stand_in__officer",
        "stand_in__post__unit",
    ]
    search_fields = ["posting__officer__folded", "stand_in__officer__folded"]
    autocomplete_fields = ["posting", "stand_in"]


@admin.register(CalendarDay)
class CalendarDayAdmin(AttributedAdmin):
    list_display = ["date", "name", "is_working", "provisional", "source"]
    list_filter = ["is_working", "provisional"]
    date_hierarchy = "date"
    search_fields = ["name", "source"]
