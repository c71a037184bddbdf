"""The cast: who serves in which unit. Every person here is invented; the places are real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import cycle

from django.contrib.auth.models import User

from organization.actors import Actor
from organization.history import attributed
from organization.models import Officer, Post, Posting, Role, Tier, Unit
from organization.selectors import root_unit, units_on
from organization.services import appoint, on_record, open_post, register_officer

SINCE = date(2025, 7, 1)
HOME_COMMUNE = "17179"
PASSWORD = "demo"  # noqa: S105 - development only, printed at every start
MARK = "DEMO"

FAMILY = ("Nguyễn", "Hồ", "Trần", "Lê", "Phan", "Đậu", "Vũ", "Bùi", "Hoàng", "Đặng")
MIDDLE = ("Văn", "Thị", "Đức", "Thị Thanh", "Xuân", "Thị Hồng", "Quang", "Thị Minh", "Hữu", "Thị Bích", "Sỹ")
GIVEN = ("An", "Hoa", "Bình", "Lan", "Cường", "Hương", "Dũng", "Nga", "Hải", "Thủy", "Khánh", "Yến", "Long")


@dataclass(frozen=True)
class Seat:
    """A post of a unit: its duties, and the account that sits in it in the home commune."""

    title: str
    title_en: str
    role: Role
    account: str = ""
    is_head: bool = False
    is_deputy: bool = False


COMMUNE_SEATS = (
    Seat("Chủ tịch UBND xã", "Chairman of the commune", Role.HEAD, "head", is_head=True),
    Seat("Phó Chủ tịch UBND xã", "Deputy chairman of the commune", Role.HEAD, is_deputy=True),
    Seat("Công chức tiếp công dân", "Reception officer", Role.RECEPTION, "reception"),
    Seat("Chuyên viên Địa chính – Môi trường", "Officer for land and environment", Role.OFFICER, "officer"),
    Seat("Chuyên viên Văn hóa – Xã hội", "Officer for culture and social affairs", Role.OFFICER),
)
PROVINCE_SEATS = (
    Seat("Chủ tịch UBND tỉnh", "Chairman of the province", Role.HEAD, "province", is_head=True),
    Seat("Chuyên viên Ban Tiếp công dân tỉnh", "Officer of the provincial reception board", Role.RECEPTION),
    Seat("Chuyên viên Văn phòng UBND tỉnh", "Officer of the provincial office", Role.OFFICER),
    Seat(
        "Thanh tra viên, Thanh tra tỉnh",
        "Inspector of the provincial inspectorate",
        Role.INSPECTOR,
        "inspector",
    ),
    Seat("Quản trị hệ thống", "System administrator", Role.ADMINISTRATOR, "admin"),
)


@dataclass(frozen=True)
class Cast:
    """Everybody, found by unit code and role."""

    postings: dict[tuple[str, Role], Posting]

    def of(self, unit: Unit, role: Role) -> Posting:
        """The first holder of that role in the unit."""
        return self.postings[unit.code, role]


def people_are_in() -> bool:
    """Whether the demonstration was loaded before."""
    return Officer.objects.filter(staff_code__startswith=MARK).exists()


def bring_in(*, by: Actor, because: str, on: date) -> Cast:
    """Open the posts of the province and its communes, and appoint the invented people with their accounts."""
    names = (
        f"{family} {middle} {given}"
        for family, middle, given in zip(cycle(FAMILY), cycle(MIDDLE), cycle(GIVEN))
    )
    postings: dict[tuple[str, Role], Posting] = {}
    province = root_unit(on)
    for unit in [province, *units_on(on).filter(tier=Tier.COMMUNE).order_by("code")]:
        head: Post | None = None
        for number, seat in enumerate(PROVINCE_SEATS if unit == province else COMMUNE_SEATS, start=1):
            account = seat.account if unit == province or unit.code == HOME_COMMUNE else ""
            post = open_post(
                unit,
                title=seat.title,
                title_en=seat.title_en,
                role=seat.role,
                is_head=seat.is_head,
                is_deputy=seat.is_deputy,
                reports_to=head,
                valid_from=SINCE,
                by=by,
                because=because,
            )
            head = post if seat.is_head else head
            officer = register_officer(
                next(names),
                staff_code=f"{MARK}-{unit.code}-{number}",
                user=_account(account, by=by, because=because) if account else None,
                by=by,
                because=because,
            )
            posting = appoint(officer, post=post, starts_on=SINCE, by=by, because=because)
            postings.setdefault((unit.code, seat.role), posting)
    return Cast(postings)


def _account(name: str, *, by: Actor, because: str) -> User:
    is_admin = name == "admin"
    user = User(username=name, is_staff=is_admin, is_superuser=is_admin)
    user.set_password(PASSWORD)
    with attributed(by, because), on_record(user):
        user.save()
    return user
