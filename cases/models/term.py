"""Terms: each stretch of time a case was given, under which rule, when it fell due and when it ended.

At most one main term of a case runs at a time; duties of the office run beside it. A term keeps its start and rule for
good: moving, reassigning or recategorising the case never resets it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases import allowances
from cases.allowances import Allowance
from cases.models.case import Case
from cases.models.rule import TermRule
from cases.vocabulary import Stage
from organization.appendonly import append_only
from organization.history import ChangeRecords, Tracked
from organization.models import Posting, Unit


class Term(Tracked):
    """One running or ended clock of a case. `due_at` is the first moment that is too late.

    `version` counts the decisions that set when the clock acts: it names, with the level, each thing done once.
    `reminders` counts how many times somebody was told that it runs out.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="terms", verbose_name=_("case"))
    stage = models.CharField(_("stage"), max_length=20, choices=Stage)
    main = models.BooleanField(_("the case's own clock"), default=True)
    rule = models.ForeignKey(TermRule, models.PROTECT, verbose_name=_("rule"))
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit at the start"), related_name="+")
    started_at = models.DateTimeField(_("started"))
    due_at = models.DateTimeField(_("due"))
    modifiers = models.JSONField(_("circumstances"), default=list, blank=True)
    extension_days = models.PositiveSmallIntegerField(_("extended by days"), default=0)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("started_at", "id")
        indexes = [
            models.Index(
                fields=("due_at", "id"),
                name="term_duty_due",
                condition=Q(main=False, ended_at=None, reminders=0),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=Q(ended_at=None, main=True), name="one_running_term_a_case"
            ),
            models.UniqueConstraint(
                fields=("case", "rule", "started_at"), condition=Q(main=False), name="one_duty_a_start"
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("started_at")), name="term_due_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.rule.code} · {self.case_id}"

    @property
    def length(self) -> int:
        """The days it has under its circumstances, with those that decisions added."""
        return self.length_by_law + self.extension_days

    @property
    def length_by_law(self) -> int:
        """The days it has under its circumstances, before any extension."""
        return allowances.length_of(self.rule.length, self.rule.lengths, self.modifiers)

    @property
    def allowance(self) -> Allowance:
        """How far its circumstances let it be extended by decision."""
        return allowances.extension_of(self.rule.extensions, self.modifiers)


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
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="pause_in_order"
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.started_at:%Y-%m-%d}–{self.ended_at:%Y-%m-%d}"
            if self.ended_at
            else f"{self.started_at:%Y-%m-%d}–"
        )


class TermExtension(models.Model):
    """One decision that gave a term more days: who took it, in which post, when and why."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="extensions", verbose_name=_("term"))
    number = models.PositiveSmallIntegerField(_("number"))
    days = models.PositiveSmallIntegerField(_("days"))
    at = models.DateTimeField(_("when"))
    approved_by = models.CharField(_("approved by"), max_length=200)
    approved_post = models.CharField(_("in which post"), max_length=500)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.TextField(_("why"))

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("term", "number"), name="extension_number_once"),
            models.CheckConstraint(
                condition=Q(days__gt=0) & ~Q(reason=""), name="extension_has_days_and_why"
            ),
        ]

    def __str__(self) -> str:
        return f"+{self.days}"


append_only(TermExtension)
