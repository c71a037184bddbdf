"""Posts and the officers who hold them, who stands in for whom, and who is family of whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organization import rules
from organization.history import ChangeRecords, Tracked
from organization.models.periods import in_order
from organization.models.units import Unit
from organization.names import fold, in_active_language


class Role(models.TextChoices):
    """What the holder of a post may do in the unit of the post and below it."""

    RECEPTION = "reception", _("Reception")
    OFFICER = "officer", _("Case officer")
    HEAD = "head", _("Head")
    INSPECTOR = "inspector", _("Inspector")
    ADMINISTRATOR = "administrator", _("Administrator")


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


class Kinship(models.TextChoices):
    """How two officers are related (Decree 31/2019/NĐ-CP, art. 5)."""

    SPOUSE = "spouse", _("Spouse")
    PARENT = "parent", _("Parent, also adoptive or in-law")
    CHILD = "child", _("Child, also adoptive or in-law")
    SIBLING = "sibling", _("Brother or sister")


class Kin(Tracked):
    """Two officers who are family: neither may hold a case about the other. Declared once, it holds both ways."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="kin", verbose_name=_("officer"))
    relative = models.ForeignKey(Officer, models.PROTECT, related_name="kin_of", verbose_name=_("relative"))
    kinship = models.CharField(_("who the relative is to the officer"), max_length=10, choices=Kinship)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("family among officers")
        verbose_name_plural = _("family among officers")
        ordering = ["officer", "relative"]
        constraints = [
            models.UniqueConstraint(fields=["officer", "relative"], name="organization_kin_once"),
            models.CheckConstraint(
                condition=~models.Q(officer=models.F("relative")), name="organization_kin_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} – {self.relative}"

    def clean(self) -> None:
        rules.check_kin(self)


class Post(Tracked):
    """A place in a unit with its duties, whoever holds it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("unit"))
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=15, choices=Role)
    is_head = models.BooleanField(_("heads the unit"), default=False)
    is_deputy = models.BooleanField(
        _("deputy of the head"),
        default=False,
        help_text=_("Who decides about the head decides about the deputies, too."),
    )
    reports_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("reports to")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    continues = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="continued_by",
        verbose_name=_("continues the post"),
    )

    history = ChangeRecords()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["unit", "-is_head", "title", "pk"]
        constraints = [in_order("valid_from", "valid_to")]

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
    continues = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="continued_by",
        verbose_name=_("continues the posting"),
    )

    history = ChangeRecords()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["-starts_on", "pk"]
        constraints = [in_order("starts_on", "ends_on")]

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
            in_order("starts_on", "ends_on"),
            models.CheckConstraint(
                condition=~models.Q(posting=models.F("stand_in")), name="organization_standin_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting} → {self.stand_in}"

    def clean(self) -> None:
        rules.check_stand_in(self)
