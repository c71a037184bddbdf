"""Builders of units, posts and officers, through the services. All people here are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count

from django.contrib.auth.models import User

from organization import services
from organization.actors import Actor, Channel, actor_of
from organization.models import Officer, Post, Posting, Role, Tier, Unit

LONG_AGO = date(2020, 1, 1)
SETTING_UP = "setting up a test"
TITLES = {
    Role.RECEPTION: "Công chức tiếp nhận",
    Role.OFFICER: "Công chức chuyên môn",
    Role.HEAD: "Chủ tịch",
    Role.INSPECTOR: "Thanh tra viên",
    Role.ADMINISTRATOR: "Quản trị viên",
}
_numbers = count(1)


def somebody() -> Actor:
    """The actor of changes whose actor does not matter."""
    return Actor.system("test")


def a_unit(
    name: str = "Xã Thử",
    *,
    tier: Tier = Tier.COMMUNE,
    parent: Unit | None = None,
    code: str = "",
    name_en: str = "",
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> Unit:
    return services.open_unit(
        code or f"T{next(_numbers)}",
        name=name,
        name_en=name_en,
        tier=tier,
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
        by=somebody(),
        because=SETTING_UP,
    )


def a_post(
    unit: Unit,
    title: str = "Công chức",
    *,
    role: Role = Role.OFFICER,
    is_head: bool = False,
    reports_to: Post | None = None,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> Post:
    return services.open_post(
        unit,
        title=title,
        role=role,
        is_head=is_head,
        reports_to=reports_to,
        valid_from=max(valid_from, unit.valid_from),
        valid_to=valid_to,
        by=somebody(),
        because=SETTING_UP,
    )


def an_officer(full_name: str = "Nguyễn Văn Thử", *, username: str = "") -> Officer:
    """An officer; with an account that can sign in by password `demo` when a user name is given."""
    return services.register_officer(
        full_name,
        staff_code=f"CB{next(_numbers):04}",
        user=User.objects.create_user(username, password="demo") if username else None,
        by=somebody(),
        because=SETTING_UP,
    )


def a_posting(
    post: Post,
    officer: Officer | None = None,
    *,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> Posting:
    return services.appoint(
        officer or an_officer(),
        post=post,
        starts_on=max(starts_on, post.valid_from),
        ends_on=ends_on,
        by=somebody(),
        because=SETTING_UP,
    )


def a_stand_in(posting: Posting, stand_in: Posting, *, starts_on: date, ends_on: date) -> None:
    services.name_stand_in(
        posting,
        stand_in=stand_in,
        starts_on=starts_on,
        ends_on=ends_on,
        reason="nghỉ phép",
        by=somebody(),
        because=SETTING_UP,
    )


def a_member(unit: Unit, role: Role, full_name: str, *, username: str = "", is_head: bool = False) -> Posting:
    """A post of the role in the unit, and an officer in it."""
    post = a_post(unit, TITLES[role], role=role, is_head=is_head)
    return a_posting(post, an_officer(full_name, username=username))


def acting(posting: Posting, channel: str = Channel.DESK) -> Actor:
    """The officer of the posting, as the desk would see them."""
    return actor_of(posting, channel=channel)


@dataclass(frozen=True)
class Cast:
    """A province with two communes, and the people of the story, by the names of their accounts."""

    top: Unit
    commune: Unit
    neighbour: Unit
    reception: Posting
    officer: Posting
    colleague: Posting
    head: Posting
    province: Posting
    inspector: Posting


def a_cast() -> Cast:
    """Everybody needed to take a case from the counter to the inspector; passwords are `demo`."""
    top = a_unit("Tỉnh Thử", tier=Tier.PROVINCE)
    commune = a_unit("Xã Gốc Đa", parent=top)
    neighbour = a_unit("Xã Bến Nước", parent=top)
    a_member(neighbour, Role.HEAD, "Hồ Văn Láng", is_head=True)
    return Cast(
        top=top,
        commune=commune,
        neighbour=neighbour,
        reception=a_member(commune, Role.RECEPTION, "Lê Thị Tiếp", username="reception"),
        officer=a_member(commune, Role.OFFICER, "Trần Văn Việc", username="officer"),
        colleague=a_member(commune, Role.OFFICER, "Phạm Thị Bạn"),
        head=a_member(commune, Role.HEAD, "Đỗ Văn Trưởng", username="head", is_head=True),
        province=a_member(top, Role.HEAD, "Vũ Thị Tỉnh", username="province", is_head=True),
        inspector=a_member(top, Role.INSPECTOR, "Ngô Văn Soi", username="inspector"),
    )
