"""Terms: each stretch of time a case was given, under which rule, when it fell due and when it ended.

At most one term of a case runs at a time. A term keeps its start and rule for good: moving, reassigning or
recategorising the case never resets it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.rule import TermRule
from cases.vocabulary import Stage
from organization.history import ChangeRecords, Tracked
from organization.models import Unit


class Term(Tracked):
    """One running or ended clock of a case. `due_at` is the first moment that is too late."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="terms", verbose_name=_("case"))
    stage = models.CharField(_("stage"), max_length=20, choices=Stage)
    rule = models.ForeignKey(TermRule, models.PROTECT, verbose_name=_("rule"))
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit at the start"), related_name="+")
    started_at = models.DateTimeField(_("started"))
    due_at = models.DateTimeField(_("due"))
    extension_days = models.PositiveSmallIntegerField(_("extended by days"), default=0)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("started_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=Q(ended_at=None), name="one_running_term_a_case"
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("started_at")), name="term_due_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.rule.code} · {self.case_id}"


class TermPause(Tracked):
    """A stretch that does not count, because the case was suspended or a rule waits for the citizen."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="pauses", verbose_name=_("term"))
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ("started_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("term",), condition=Q(ended_at=None), name="one_open_pause_a_term"
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.started_at:%Y-%m-%d}–{self.ended_at:%Y-%m-%d}"
            if self.ended_at
            else f"{self.started_at:%Y-%m-%d}–"
        )
