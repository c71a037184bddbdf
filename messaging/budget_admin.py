"""Budgets for messages in the administration: what a unit may spend in a month, beside what it has spent."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging import budgets
from messaging.models import Budget
from organization.change_forms import AttributedAdmin


class BudgetAdmin(AttributedAdmin):
    """A unit without a row spends without a limit."""

    list_display = ["unit", "monthly", "spent_this_month", "warn_at"]
    list_select_related = ["unit"]
    search_fields = ["unit__folded", "unit__code"]
    autocomplete_fields = ["unit"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Budget]:
        """The rows with what each unit has spent this month."""
        paid = budgets.paid_in_month_of(timezone.now()).filter(unit=OuterRef("unit"))
        used = paid.order_by().values("unit").annotate(total=Sum("cost")).values("total")
        rows: QuerySet[Budget] = super().get_queryset(request)
        return rows.annotate(spent=Coalesce(Subquery(used), 0))

    @admin.display(description=_("spent this month, in đồng"))
    def spent_this_month(self, budget: Budget) -> int:
        return int(getattr(budget, "spent", 0))
