"""Units, posts, the officers who hold them, the record of their accounts, and the days on which the state works.

All dates are inclusive: a unit valid to 30 June exists on 30 June. Whatever has ended stays, for the records
that point at it. Codes are reused by the state with another meaning: a code names a unit only on a date.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.template.defaultfilters import yesno
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organization import rules
from organization.appendonly import append_only
from organization.history import ChangeRecords, ChangeRow, Tracked, signature
from organization.names import fold, in_active_language


class Tier(models.TextChoices):
    """The level of a unit; a department is part of the unit above it."""

    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")
    HAMLET = "hamlet", _("Hamlet")
    DEPARTMENT = "department", _("Department")


class Role(models.TextChoices):
    """What the holder of a post may do in the unit of the post and below it."""

    RECEPTION = "reception", _("Reception")
    OFFICER = "officer", _("Case officer")
    HEAD = "head", _("Head")
    INSPECTOR = "inspector", _("Inspector")
    ADMINISTRATOR = "administrator", _("Administrator")


def _in_order(start: str, end: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{end}__isnull": True}) | models.Q(**{f"{end}__gte": models.F(start)}),
        name="%(app_label)s_%(class)s_dates_in_order",
        violation_error_message=_("The last day may not be before the first."),
    )


class Unit(Tracked):
    """A body of the state, or a part of one, for as long as it exists under one code."""

    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    history = ChangeRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="organization_unit_code_from",
                violation_error_message=_("This code is already used from this date."),
            ),
            _in_order("valid_from", "valid_to"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def localized_name(self) -> str:
        return in_active_language(self.name, self.name_en)

    def exists_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def clean(self) -> None:
        rules.check_unit(self)


class UnitAlias(Tracked):
    """Another name by which people call a unit: one it had, one of the units it was made of, a short form."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="aliases", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, editable=False, db_index=True)

    history = ChangeRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("other name of a unit")
        verbose_name_plural = _("other names of units")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "folded"], name="organization_unitalias_once")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        rules.check_alias(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.name)
        super().save(*args, **kwargs)


class UnitSuccession(Tracked):
    """`new` took over from `old`, wholly or in part, on a day and by a decision."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="succeeded_by", verbose_name=_("former unit"))
    new = models.ForeignKey(Unit, models.PROTECT, related_name="succeeds", verbose_name=_("new unit"))
    on = models.DateField(_("on"))
    legal_basis = models.CharField(_("legal basis"), max_length=300)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("succession of units")
        verbose_name_plural = _("successions of units")
        ordering = ["on", "old", "new"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="organization_unitsuccession_once"),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")), name="organization_unitsuccession_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    def clean(self) -> None:
        rules.check_succession(self)


class Officer(Tracked):
    """A person in the service of the state, whatever posts they hold over the years."""

    full_name = models.CharField(_("full name"), max_length=200)
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    staff_code = models.CharField(_("staff code"), max_length=30, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="officer",
        verbose_name=_("account"),
    )
    email = models.EmailField(_("work e-mail"), blank=True)

    history = ChangeRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        ordering = ["full_name", "staff_code"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.full_name)
        super().save(*args, **kwargs)


class Post(Tracked):
    """A place in a unit with its duties, whoever holds it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("unit"))
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=15, choices=Role)
    is_head = models.BooleanField(_("heads the unit"), default=False)
    reports_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("reports to")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["unit", "-is_head", "title", "pk"]
        constraints = [_in_order("valid_from", "valid_to")]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"

    @property
    def localized_title(self) -> str:
        return in_active_language(self.title, self.title_en)

    def clean(self) -> None:
        rules.check_post(self)


class Posting(Tracked):
    """An officer in a post from one day to another. What they did is charged to the posting of that time."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="postings", verbose_name=_("officer"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="postings", verbose_name=_("post"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["-starts_on", "pk"]
        constraints = [_in_order("starts_on", "ends_on")]

    def __str__(self) -> str:
        return f"{self.officer} · {self.post}"

    def clean(self) -> None:
        rules.check_posting(self)


class StandIn(Tracked):
    """While one posting is on leave, another does its work."""

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="absences", verbose_name=_("who is away")
    )
    stand_in = models.ForeignKey(
        Posting, models.PROTECT, related_name="stand_ins", verbose_name=_("who stands in")
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    reason = models.CharField(_("reason of absence"), max_length=300)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        ordering = ["-starts_on", "pk"]
        constraints = [
            _in_order("starts_on", "ends_on"),
            models.CheckConstraint(
                condition=~models.Q(posting=models.F("stand_in")), name="organization_standin_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting} → {self.stand_in}"

    def clean(self) -> None:
        rules.check_stand_in(self)


class CalendarDay(Tracked):
    """A day that is not what its weekday says: a holiday, a day off in exchange, a Saturday made up for."""

    date = models.DateField(_("date"), unique=True)
    is_working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    source = models.CharField(_("source document"), max_length=300)
    provisional = models.BooleanField(
        _("provisional"), default=False, help_text=_("Expected, but the official notice is not out yet.")
    )

    history = ChangeRecords()

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.name}"

    @property
    def localized_name(self) -> str:
        return in_active_language(self.name, self.name_en)


class PasswordFact(models.TextChoices):
    """All that a record says of a password."""

    NONE = "none", _("no password")
    SET = "set", _("a password")
    REPLACED = "replaced", _("a new password")


class AccountChange(ChangeRow):
    """What somebody changed about an account that signs in. The columns are named as those of a history.

    `changes` is {field of the account: [before, after]}: text, truth, a sorted list of permissions; for
    `password` two of `PasswordFact`, never the secret nor its digest. An account on record is not deleted.
    """

    class Kind(models.TextChoices):
        CREATED = "+", _("Created")
        CHANGED = "~", _("Changed")

    account = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("account"))
    username = models.CharField(_("name of the account"), max_length=150)
    changes = models.JSONField(_("changes"))
    history_type = models.CharField(_("what"), max_length=1, choices=Kind)
    history_date = models.DateTimeField(_("when"), default=timezone.now)
    history_change_reason = models.TextField(_("reason"))
    # As in every history: without a constraint and without SET NULL.
    history_user = models.ForeignKey(
        User, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )

    class Meta:
        verbose_name = _("change of an account")
        verbose_name_plural = _("changes of accounts")
        ordering = ["-pk"]
        constraints = signature()

    def __str__(self) -> str:
        return f"{self.history_date:%Y-%m-%d %H:%M} {self.username}"

    @property
    def history_delta_changes(self) -> list[dict[str, str]]:
        """Each changed field with its values in words."""
        return [
            {
                "field": str(User._meta.get_field(field).verbose_name),  # type: ignore[union-attr]
                "old": _in_words(field, old),
                "new": _in_words(field, new),
            }
            for field, (old, new) in self.changes.items()
        ]


def _in_words(field: str, value: Any) -> str:
    if field == "password":
        return str(PasswordFact(value).label)
    if isinstance(value, bool):
        return str(yesno(value))
    return (", ".join(value) if isinstance(value, list) else str(value)) or "–"


append_only(AccountChange)
