"""The case itself: what it is, where it stands, who has it, when the clock looks at it again."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import grounds
from cases.codes import show_code
from cases.grounds import Purpose
from cases.models.category import Category
from cases.models.origin import Letter, Visit
from cases.vocabulary import (
    SECRET_KINDS,
    Heading,
    Kind,
    NextAction,
    Outcome,
    Review,
    State,
    Track,
)
from organization.actors import Channel
from organization.history import ChangeRecords, Tracked
from organization.models import Officer, Posting, Unit

TURNS_BORNE = 2


class Case(Tracked):
    """One matter on its way from a citizen to an answer. It changes only through `cases.lifecycle`."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    track = models.CharField(_("track"), max_length=20, choices=Track)
    category = models.ForeignKey(Category, models.PROTECT, verbose_name=_("category"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.RECEIVED)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, default=Outcome.NONE, blank=True)
    ground = models.CharField(_("ground"), max_length=40, blank=True)
    review = models.CharField(_("review"), max_length=20, choices=Review, default=Review.NONE, blank=True)

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"), related_name="cases")
    first_unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("first unit"), related_name="cases_begun"
    )
    rung = models.PositiveSmallIntegerField(_("levels climbed"), default=0)
    holder = models.ForeignKey(
        Posting, models.PROTECT, verbose_name=_("assigned to"), related_name="cases", null=True, blank=True
    )
    about = models.ForeignKey(
        Officer,
        models.PROTECT,
        verbose_name=_("officer it is about"),
        related_name="+",
        null=True,
        blank=True,
    )

    about_posting = models.ForeignKey(
        Posting,
        models.PROTECT,
        verbose_name=_("post held at the time of the act"),
        related_name="+",
        null=True,
        blank=True,
    )

    remote = models.BooleanField(_("remote area"), default=False)
    complexity = models.JSONField(_("what makes it complex"), default=list, blank=True)
    # Which way it last went on the ladder, and how many times it turned round there.
    heading = models.CharField(_("last went"), max_length=4, choices=Heading, blank=True)
    turns = models.PositiveSmallIntegerField(_("turns"), default=0)
    persons = models.PositiveSmallIntegerField(_("persons behind it"), default=1)
    letter = models.ForeignKey(
        Letter, models.PROTECT, verbose_name=_("letter"), related_name="cases", null=True, blank=True
    )
    visit = models.ForeignKey(
        Visit, models.PROTECT, verbose_name=_("visit"), related_name="cases", null=True, blank=True
    )

    summary = models.CharField(_("summary"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    lat = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    lng = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    search_text = models.TextField(editable=False, blank=True)
    # Names one sending of the desk's form: sent twice, it opens one case.
    intake_token = models.UUIDField(editable=False, null=True, blank=True, unique=True)

    channel = models.CharField(_("channel"), max_length=20, choices=Channel)
    language = models.CharField(_("language"), max_length=2, default="vi")
    anonymous = models.BooleanField(_("name withheld"), default=False)
    reply_from = models.CharField(_("number the text came in on"), max_length=32, blank=True)

    received_at = models.DateTimeField(_("received"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    moved_at = models.DateTimeField(_("last move"), null=True, blank=True)

    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    next_action = models.CharField(
        _("next action"), max_length=20, choices=NextAction, default=NextAction.NONE, blank=True
    )
    next_action_at = models.DateTimeField(_("next action at"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("joined to"), related_name="merged", null=True, blank=True
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("taken out of"), related_name="split", null=True, blank=True
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    history = ChangeRecords(excluded_fields=["search_text", "intake_token", "moved_at"])

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ("-received_at",)
        indexes = [
            models.Index(
                fields=("next_action_at", "id"),
                name="case_due_work",
                condition=Q(next_action_at__isnull=False),
            ),
            models.Index(fields=("unit", "due_at"), name="case_open_by_unit", condition=~Q(state="closed")),
            models.Index(
                fields=("holder", "due_at"), name="case_open_by_holder", condition=~Q(state="closed")
            ),
            models.Index(fields=("unit", "received_at"), name="case_by_unit"),
            models.Index(fields=("closed_at",), name="case_closed_at", condition=Q(closed_at__isnull=False)),
            models.Index(
                fields=("closed_at",),
                name="case_unnamed_by_text",
                condition=Q(channel="sms", anonymous=True, closed_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(outcome="", closed_at=None),
                name="case_closed_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(next_action="", next_action_at=None)
                | ~Q(next_action="") & Q(next_action_at__isnull=False),
                name="case_next_action_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_code

    @property
    def shown_code(self) -> str:
        """The code as people read it: `1234 5671`."""
        return show_code(self.code)

    @property
    def is_open(self) -> bool:
        """Whether anybody still has to do something."""
        return self.state != State.CLOSED

    @property
    def is_secret(self) -> bool:
        """Whether nothing sent out may name its kind or target (Law on Denunciations, art. 8, 56)."""
        return self.kind in SECRET_KINDS

    @property
    def goes_to_and_fro(self) -> bool:
        """Whether it went up and down more than twice: somebody should look why nobody settles it."""
        return self.turns > TURNS_BORNE

    def is_late(self, at: datetime) -> bool:
        """Whether its running term has passed its due moment."""
        return self.is_open and self.due_at is not None and self.due_at <= at

    def get_absolute_url(self) -> str:
        """Its page on the desk."""
        return reverse("desk:case", args=[self.code])

    def ground_label(self) -> str:
        """The coded ground in the reader's language; of a code that serves two purposes, the one that it ended by."""
        ended = Purpose.TERMINATION if self.outcome == Outcome.TERMINATED else None
        return grounds.label(self.ground, ended) if self.ground else ""
