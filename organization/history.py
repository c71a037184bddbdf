"""The history of every row that a person can change: what it was, who changed it, in which post, why, whence.

Built on django-simple-history, with its loopholes closed. The actor and the reason come from `attributed` and
from nowhere else, so a reason cannot stick to an object and be used again. A change outside `attributed` is
refused before it is written. What would change rows without a history (`update`, `bulk_create`, ...) is
refused by the manager.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import models, router, transaction
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organization.actors import Actor, ActorKind, Channel
from organization.vault import SealedTextField


class UnattributedChange(Exception):
    """Something was about to change without anybody saying who and why."""


class UnrecordedChange(TypeError):
    """A bulk operation that would leave no history."""

    def __init__(self, model: type[models.Model], operation: str) -> None:
        super().__init__(
            f"{operation} on {model.__name__} would leave no history: save or delete the objects one by one,"
            " or many at once with organization.bulk"
        )


@dataclass(frozen=True, slots=True)
class Attribution:
    by: Actor
    because: str
    at: datetime | None

    def signature(self) -> dict[str, Any]:
        """The columns of a `ChangeRow` by which it is signed."""
        return {
            "actor_kind": self.by.kind,
            "actor_name": self.by.name,
            "actor_post": self.by.post,
            "actor_posting_id": self.by.posting_id,
            "actor_channel": self.by.channel,
            "actor_address": self.by.address,
            "history_user_id": self.by.user_id,
            "history_change_reason": self.because,
        }


_current: ContextVar[Attribution | None] = ContextVar("attribution", default=None)


@contextmanager
def attributed(by: Actor, because: str, at: datetime | None = None) -> Iterator[None]:
    """Every tracked change inside is the work of `by`, done for the reason `because`.

    May be nested: the inner one holds. `at` is the time of the history rows, aware; without it, now.
    Raises `UnattributedChange` for a blank reason.
    """
    if not because.strip():
        raise UnattributedChange("a change needs a reason")
    if at is not None and timezone.is_naive(at):
        raise ValueError("the time of a change is aware")
    token = _current.set(Attribution(by, because.strip(), at))
    try:
        yield
    finally:
        _current.reset(token)


def current_attribution() -> Attribution:
    """Return who is changing things here and why; raises `UnattributedChange` outside `attributed`."""
    attribution = _current.get()
    if attribution is None:
        raise UnattributedChange("a tracked row changes only inside attributed(by, because)")
    return attribution


class ChangeRow(models.Model):
    """What each row of a history says beside the columns of its model."""

    actor_kind = models.CharField(_("kind of actor"), max_length=10, choices=ActorKind)
    actor_name = models.CharField(_("actor"), max_length=200)
    actor_post = models.CharField(_("post"), max_length=500, blank=True)
    actor_posting_id = models.BigIntegerField(_("posting"), null=True)
    actor_channel = models.CharField(_("channel"), max_length=10, choices=Channel, blank=True)
    actor_address = models.CharField(_("network address"), max_length=45, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Take actor, reason and time from `attributed`, whatever was set on the object before."""
        attribution = current_attribution()
        for column, value in attribution.signature().items():
            setattr(self, column, value)
        if attribution.at is not None:
            self.history_date = attribution.at
        super().save(*args, **kwargs)


def _filled(column: str) -> models.Q:
    return models.Q(GreaterThan(Length(Trim(column)), 0))


def signature() -> list[models.BaseConstraint]:
    """Who, in which post and why: what the database itself insists on for a `ChangeRow`."""
    conditions = {
        "who": models.Q(actor_kind__in=ActorKind.values) & _filled("actor_name"),
        "post": _filled("actor_post") | ~models.Q(actor_kind=ActorKind.OFFICER.value),
        "why": _filled("history_change_reason"),
    }
    return [
        models.CheckConstraint(condition=condition, name=f"%(app_label)s_%(class)s_{name}")
        for name, condition in conditions.items()
    ]


class ChangeRecords(HistoricalRecords):  # type: ignore[misc]  # the library is untyped
    """`history = ChangeRecords(excluded_fields=[...])` on a `Tracked` model: one row for each change, signed.

    Sealed fields are always left out: a history cannot be erased, so personal data may not enter it.
    """

    def __init__(self, *, excluded_fields: Sequence[str] = (), **options: Any) -> None:
        super().__init__(
            bases=[ChangeRow],
            excluded_fields=list(excluded_fields),
            history_id_field=models.BigAutoField(),
            history_change_reason_field=models.TextField(_("reason")),
            **options,
        )

    def add_extra_methods(self, cls: type[models.Model]) -> None:
        """Give the model no way of saving without a history."""

    def create_history_model(self, model: type[models.Model], *args: Any) -> type[models.Model]:
        reserved = {field.name for field in ChangeRow._meta.fields}
        if clash := reserved & {field.name for field in model._meta.fields}:
            raise ImproperlyConfigured(f"{model.__name__}: history rows keep for themselves: {clash}")
        sealed = [field.name for field in model._meta.fields if isinstance(field, SealedTextField)]
        self.excluded_fields += sealed
        created: type[models.Model] = super().create_history_model(model, *args)
        return created

    def _get_history_user_fields(self) -> dict[str, Any]:
        # Without a constraint and without SET NULL: removing an account may not rewrite a history.
        return {
            "history_user": models.ForeignKey(
                settings.AUTH_USER_MODEL,
                null=True,
                related_name="+",
                on_delete=models.DO_NOTHING,
                db_constraint=False,
            )
        }

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        options: dict[str, Any] = super().get_meta_options(model)
        return {**options, "constraints": signature()}

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        super().finalize(sender, **kwargs)
        if sender is self.cls:
            models.signals.pre_save.connect(self.pre_save, sender=sender, weak=False)

    def pre_save(self, **_: Any) -> None:
        current_attribution()

    def pre_delete(self, instance: models.Model, **kwargs: Any) -> None:
        current_attribution()
        super().pre_delete(instance, **kwargs)

    def post_save(self, instance: models.Model, *, created: bool, using: str, **_: Any) -> None:
        # Always: neither a setting, nor an attribute of the object, nor a fixture turns the record off.
        self.create_historical_record(instance, "+" if created else "~", using=using)

    def post_delete(self, instance: models.Model, *, using: str, **_: Any) -> None:
        self.create_historical_record(instance, "-", using=using)


Row = TypeVar("Row", bound=models.Model)


class TrackedQuerySet(models.QuerySet[Row, Row]):
    """Reads freely, and refuses what would change rows behind the back of their history."""

    def update(self, **_: Any) -> NoReturn:
        raise UnrecordedChange(self.model, "update")

    def bulk_create(self, *_: Any, **__: Any) -> NoReturn:
        raise UnrecordedChange(self.model, "bulk_create")

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise UnrecordedChange(self.model, "bulk_update")

    def delete(self) -> NoReturn:
        raise UnrecordedChange(self.model, "delete")

    # As in Django: templates must not delete a whole table, nor managers offer to.
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Tracked(models.Model):
    """A model whose rows change only inside `attributed`, each change with its history or not at all."""

    objects = models.Manager.from_queryset(TrackedQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        current_attribution()
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using, savepoint=False):
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        current_attribution()
        return super().delete(*args, **kwargs)

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if not hasattr(cls._meta, "simple_history_manager_attribute"):
            message = "A tracked model has no history: add history = ChangeRecords()."
            found.append(checks.Error(message, obj=cls, id="organization.E001"))
        return found
