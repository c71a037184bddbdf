"""Builders of cases, through the services that serve real people. All people here are invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from cases.attachments import CleanFile
from cases.models import Case, Category
from cases.services import handling, outcome
from cases.services.intake import Identity, Opened, Report, open_case
from cases.services.reference import load_reference
from cases.vocabulary import Kind
from organization.actors import Actor, Channel
from organization.models import Posting, Unit
from organization.services import fill_calendar
from tests.factories.once import Once
from tests.factories.organization import acting, somebody

BECAUSE = "the story of a test"
WORDS = "Rác chất đống trước cổng chợ đã ba ngày."
PHONE = "+84912345678"


def moment(text: str) -> datetime:
    """`2026-11-23 08:00` as local time."""
    return timezone.make_aware(datetime.fromisoformat(text))


MONDAY = moment("2026-10-05 08:00")


def _enter_reference_data() -> None:
    load_reference(by=somebody(), because=BECAUSE)
    fill_calendar(range(2024, 2028), by=somebody(), because=BECAUSE)


# The categories, the term rules and the calendar of the years the tests live in.
reference_data = Once(_enter_reference_data)


def a_filing(
    unit: Unit | None,
    *,
    kind: Kind = Kind.FEEDBACK,
    category: str = "environment",
    text: str = "",
    channel: Channel = Channel.WEB,
    phone: str = PHONE,
    at: datetime = MONDAY,
    files: Sequence[CleanFile] = (),
    **more: Any,
) -> Opened:
    """A matter that a citizen filed, with the PIN; without a text of its own each time another one."""
    report = Report(
        kind=kind,
        text=text or _another_matter(),
        channel=channel,
        category=Category.objects.get(code=category) if category else None,
        unit=unit,
        identity=Identity(name="Người Dân Mẫu", phone=phone),
        files=files,
        **more,
    )
    return open_case(report, by=Actor.citizen(channel), because="The citizen filed it.", at=at)


def _another_matter() -> str:
    """Words that nobody used before: what one person sends again is joined to what they sent."""
    before = Case.objects.count()
    return f"{WORDS} Lần thứ {before + 1}." if before else WORDS


def a_case(unit: Unit | None, **options: Any) -> Case:
    """A case as it stands right after filing."""
    return a_filing(unit, **options).case


def an_accepted_case(officer: Posting, *, at: datetime = MONDAY, **options: Any) -> Case:
    """A case that the officer took on, at the moment it was filed."""
    case = a_case(officer.post.unit, at=at, **options)
    return handling.accept(case, by=acting(officer), because=BECAUSE, at=at)


def an_answered_case(officer: Posting, *, at: datetime = MONDAY, **options: Any) -> Case:
    """A case that the officer took on and answered, at the moment it was filed."""
    case = an_accepted_case(officer, at=at, **options)
    return outcome.answer(case, text="Đã dọn sạch sáng nay.", by=acting(officer), because=BECAUSE, at=at)
