"""Every change of a tracked row says who and why, or does not happen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps
from pytest_django import Settings

from organization.actors import Actor, ActorKind, Channel
from organization.history import (
    ChangeRecords,
    Tracked,
    UnattributedChange,
    UnrecordedChange,
    attributed,
)
from organization.models import Unit
from tests.factories.organization import a_cast, a_unit, acting, somebody

pytestmark = pytest.mark.django_db


def test_a_change_outside_attribution_is_refused_before_anything_is_written() -> None:
    unit = a_unit("Xã Cũ")
    unit.name = "Xã Mới"
    with pytest.raises(UnattributedChange):
        unit.save()
    with pytest.raises(UnattributedChange):
        unit.delete()
    with pytest.raises(UnattributedChange):
        Unit.objects.create(code="X1", name="Xã", tier="commune", valid_from=date(2025, 7, 1))
    assert [kept.name for kept in Unit.objects.all()] == ["Xã Cũ"]
    assert unit.history.count() == 1


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_blank_reason_is_refused(reason: str) -> None:
    with pytest.raises(UnattributedChange), attributed(somebody(), reason):
        pytest.fail("got in")


def test_a_row_of_history_says_who_in_which_post_why_when_and_from_where() -> None:
    cast = a_cast()
    at = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    by = Actor(
        **{**_columns(acting(cast.head)), "address": "203.0.113.7", "channel": Channel.ADMIN},
    )
    cast.commune.name = "Xã Gốc Gạo"
    with attributed(by, " renamed by resolution 12 ", at=at):
        cast.commune.save()
    row = cast.commune.history.latest("history_id")
    assert (row.actor_kind, row.actor_name) == (ActorKind.OFFICER, "Đỗ Văn Trưởng")
    assert "Xã Gốc Đa" in row.actor_post
    assert row.actor_posting_id == cast.head.pk
    assert row.history_user == User.objects.get(username="head")
    assert row.history_change_reason == "renamed by resolution 12"
    assert (row.actor_address, row.actor_channel, row.history_date) == ("203.0.113.7", "admin", at)
    delta = row.diff_against(cast.commune.history.earliest("history_id"))
    assert [(change.field, change.old, change.new) for change in delta.changes] == [
        ("name", "Xã Gốc Đa", "Xã Gốc Gạo")
    ]


def test_a_reason_does_not_stick_to_the_object() -> None:
    unit = a_unit()
    for reason in ("first", "second"):
        with attributed(somebody(), reason):
            unit._change_reason = "left over"  # type: ignore[attr-defined]
            unit.save()
    assert list(unit.history.values_list("history_change_reason", flat=True))[:2] == ["second", "first"]
    with pytest.raises(UnattributedChange):
        unit.save()


def test_the_inner_attribution_holds_and_then_gives_way() -> None:
    unit = a_unit()
    with attributed(Actor.system("outer"), "outer reason"):
        with attributed(Actor.system("inner"), "inner reason"):
            unit.save()
        unit.save()
    rows = unit.history.values_list("actor_name", "history_change_reason")[:2]
    assert list(rows) == [("outer", "outer reason"), ("inner", "inner reason")]


def test_an_attribution_does_not_leak_into_another_thread() -> None:
    caught: list[Exception] = []

    def elsewhere() -> None:
        try:
            Unit(code="X1", name="Xã", tier="commune", valid_from=date(2025, 7, 1)).save()
        except UnattributedChange as error:
            caught.append(error)
        finally:
            connection.close()

    with attributed(somebody(), "here only"):
        thread = Thread(target=elsewhere)
        thread.start()
        thread.join()
    assert len(caught) == 1


BULK: dict[str, Callable[[Any], object]] = {
    "update": lambda rows: rows.update(name="Xã Khác"),
    "bulk_create": lambda rows: rows.bulk_create([Unit(code="X2")]),
    "bulk_update": lambda rows: rows.bulk_update(list(rows.all()), ["name"]),
    "delete": lambda rows: rows.filter(name="Xã Thử").delete(),
}


@pytest.mark.parametrize("operation", BULK)
def test_bulk_operations_that_leave_no_history_are_refused(operation: str) -> None:
    unit = a_unit("Xã Thử", parent=a_unit("Tỉnh Thử"))
    assert unit.parent is not None
    with attributed(somebody(), "in bulk"):
        for rows in (Unit.objects, Unit.objects.all(), unit.parent.parts, Unit._base_manager):
            with pytest.raises(UnrecordedChange, match=operation):
                BULK[operation](rows)
    assert Unit.objects.get(pk=unit.pk).name == "Xã Thử"


def test_deleting_one_object_is_recorded() -> None:
    unit = a_unit()
    pk = unit.pk
    with attributed(somebody(), "entered twice"):
        unit.delete()
    row = Unit.history.filter(id=pk).latest()
    assert (row.history_type, row.history_change_reason) == ("-", "entered twice")


def test_neither_a_setting_nor_an_attribute_turns_the_history_off(settings: Settings) -> None:
    settings.SIMPLE_HISTORY_ENABLED = False
    unit = a_unit()
    unit.skip_history_when_saving = True  # type: ignore[attr-defined]
    with attributed(somebody(), "quietly"):
        unit.save()
    assert unit.history.count() == 2
    assert not hasattr(unit, "save_without_historical_record")


@pytest.mark.django_db(transaction=True)
def test_a_row_and_its_history_are_written_together_or_not_at_all() -> None:
    unit = a_unit("Xã Cũ")
    unit.name = "Xã Mới"
    # An actor that the history refuses, so that the row goes first and its history fails.
    nameless = Actor(ActorKind.SYSTEM, "test")
    object.__setattr__(nameless, "name", " ")
    with pytest.raises(IntegrityError), attributed(nameless, "half"):
        unit.save()
    assert Unit.objects.get(pk=unit.pk).name == "Xã Cũ"


@pytest.mark.parametrize(
    "blank",
    [
        {"actor_name": ""},
        {"actor_name": "   "},
        {"history_change_reason": ""},
        {"history_change_reason": "  "},
        {"actor_kind": "nobody"},
        {"actor_kind": "officer", "actor_post": " "},
        {"actor_name": None},
        {"history_change_reason": None},
    ],
)
def test_the_database_itself_refuses_a_history_without_actor_or_reason(blank: dict[str, str | None]) -> None:
    row = a_unit().history.get()
    columns = {
        field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.bulk_create([type(row)(**{**columns, **blank})])


@pytest.mark.parametrize("model", [model for model in Tracked.__subclasses__() if not model._meta.abstract])
def test_every_tracked_model_has_a_signed_history(model: Any) -> None:
    names = {constraint.name.rsplit("_", 1)[1] for constraint in model.history.model._meta.constraints}
    assert names == {"who", "post", "why"}
    assert not [error for error in model.check() if error.id == "organization.E001"]


@isolate_apps("organization")
def test_a_tracked_model_without_a_history_is_reported() -> None:
    class Loose(Tracked):
        class Meta:
            app_label = "organization"

    assert "organization.E001" in {error.id for error in Loose.check()}


@isolate_apps("organization")
def test_a_model_cannot_take_the_columns_of_the_signature() -> None:
    with pytest.raises(ImproperlyConfigured, match="actor_name"):

        class Signed(Tracked):
            actor_name = models.TextField()
            history = ChangeRecords()

            class Meta:
                app_label = "organization"


def test_removing_an_account_leaves_what_it_did_in_the_history() -> None:
    user = User.objects.create_user("gone")
    by = Actor(ActorKind.OFFICER, "gone", post="once here", user_id=user.pk)
    unit = a_unit()
    with attributed(by, "last change"):
        unit.save()
    user.delete()
    assert unit.history.latest().actor_name == "gone"


def _columns(actor: Actor) -> dict[str, Any]:
    return {name: getattr(actor, name) for name in Actor.__slots__}
