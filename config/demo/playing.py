"""Playing the stories through the same services that serve real people, day by day, with the sweep every morning."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone
from PIL import Image, ImageDraw

from cases.attachments import CleanFile
from cases.models import Case, Category
from cases.services import handling, intake, outcome
from cases.services.groups import Member
from cases.services.intake import Identity, Report
from cases.services.origins import Spoken
from cases.services.sweeping import sweep_cases
from config.demo.people import Cast
from config.demo.stories import STORIES, Step, Story
from organization.actors import Actor, Channel, actor_of
from organization.models import Role
from organization.selectors import unit_by_code

REASONS = {
    "accept": "Nội dung thuộc thẩm quyền của xã.",
    "start": "Phân công kiểm tra thực tế.",
    "answer": "Đã kiểm tra và xử lý xong.",
    "ask": "Cần thêm thông tin để kiểm tra.",
    "extend": "Cần đo đạc lại ranh giới.",
    "refuse": "Nội dung đã được giải quyết.",
}
NEEDS_AN_OFFICER = frozenset({"extend", "suspend", "refuse"})


@dataclass(frozen=True)
class Deed:
    """Something that happens at a moment."""

    at: datetime
    do: Callable[[], object]


@dataclass
class Play:
    """The stories in order of time; the case of each is known once it is filed."""

    cast: Cast
    now: datetime
    cases: dict[Story, Case]

    def run(self) -> int:
        """Play everything up to now; returns the number of cases."""
        deeds = sorted(self._deeds(), key=lambda deed: deed.at)
        morning = deeds[0].at.replace(hour=7, minute=0)
        for deed in deeds:
            while morning + timedelta(days=1) <= deed.at:
                morning += timedelta(days=1)
                sweep_cases(at=morning)
            deed.do()
        sweep_cases(at=self.now)
        return len(self.cases)

    def _deeds(self) -> list[Deed]:
        deeds = []
        for number, story in enumerate(STORIES):
            filed = self._moment(story.ago) + timedelta(minutes=17 * number)
            deeds.append(Deed(filed, partial(self._file, story, filed)))
            for step in story.steps:
                at = filed + timedelta(days=step.day)
                if at < self.now:
                    deeds.append(Deed(at, partial(self._step, story, step, at)))
        return [deed for deed in deeds if deed.at < self.now]

    def _moment(self, ago: int) -> datetime:
        return timezone.localtime(self.now).replace(hour=8, minute=5, second=0, microsecond=0) - timedelta(
            days=ago
        )

    def _file(self, story: Story, at: datetime) -> None:
        number = STORIES.index(story)
        unit = unit_by_code(story.unit, timezone.localdate(at))
        # No telephone has the area code 200: nobody real can ever be texted.
        report = Report(
            kind=story.kind,
            text=story.words,
            channel=story.channel,
            category=Category.objects.get(code=story.category),
            unit=unit,
            place=story.place,
            anonymous=story.anonymous,
            identity=Identity(name=f"Người dân mẫu {number + 1}", phone=f"+84200{number + 1:07}"),
            files=[_photo(number)] if story.photo else [],
            origin=Spoken(persons=story.persons) if story.channel == Channel.DESK else None,
            members=_group(number, story.persons),
            appointment_seen=story.persons > 1,
        )
        by = Actor.citizen(story.channel)
        if story.channel == Channel.DESK and unit is not None:
            by = actor_of(self.cast.of(unit, Role.RECEPTION), channel=Channel.DESK)
        self.cases[story] = intake.open_case(report, by=by, because="Người dân gửi đến.", at=at).case

    def _step(self, story: Story, step: Step, at: datetime) -> None:
        case = self.cases[story]
        case.refresh_from_db()
        role = Role.HEAD if step.what in NEEDS_AN_OFFICER or case.rung else Role.OFFICER
        officer = actor_of(self.cast.of(case.unit, role), channel=Channel.DESK)
        citizen = Actor.citizen(story.channel)
        because = REASONS.get(step.what, step.words)
        match step.what:
            case "accept":
                handling.accept(case, by=officer, because=because, at=at)
            case "complex":
                handling.reclassify(
                    case,
                    kind=story.kind,
                    category=case.category,
                    about=None,
                    summary=case.summary,
                    complexity=step.words.split(),
                    by=officer,
                    because="Nhiều hộ, nhiều nội dung phải xác minh.",
                    at=at,
                )
            case "start" | "start_above":
                handling.start(case, by=officer, because=REASONS["start"], at=at)
            case "ask":
                handling.ask(case, question=step.words, by=officer, because=because, at=at)
            case "reply":
                handling.reply(case, text=step.words, by=citizen, at=at)
            case "note":
                handling.note(case, text=step.words, by=officer, at=at)
            case "extend":
                handling.extend(case, days=int(step.words), by=officer, because=because, at=at)
            case "suspend":
                handling.suspend(case, ground="other_body", by=officer, because=because, at=at)
            case "answer":
                outcome.answer(case, text=step.words, by=officer, because=because, at=at)
            case "confirm":
                outcome.confirm(case, by=citizen, at=at)
            case "dispute":
                outcome.dispute(case, text=step.words, by=citizen, at=at)
            case "rate":
                outcome.rate(case, score=int(step.words), by=citizen, at=at)
            case "refuse":
                outcome.refuse(
                    case, ground="settled_before", text=step.words, by=officer, because=because, at=at
                )
            case "withdraw":
                outcome.withdraw(case, text=step.words, by=citizen, at=at)
            case _:
                raise ValueError(step.what)


def _group(number: int, persons: int) -> list[Member]:
    """Invented members of a group, the contact first; the first two speak for all. None for one person alone."""
    if persons == 1:
        return []
    contact = Member(f"Người dân mẫu {number + 1}", represents=True)
    others = [
        Member(f"Người dân mẫu {number + 1}.{each}", represents=each == 1) for each in range(1, persons)
    ]
    return [contact, *others]


def _photo(number: int) -> CleanFile:
    """A drawn stand-in for a citizen's photo: no real place, no real person."""
    hue = (number * 47) % 255
    image = Image.new("RGB", (960, 640), (214, 226, 232))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 400, 960, 640), fill=(154, 163, 132))
    draw.rectangle((90, 250, 420, 430), fill=(196, 150 + hue % 60, 120))
    draw.polygon(((70, 250), (255, 140), (440, 250)), fill=(150, 74, 58))
    for spot in range(7):
        left = 500 + spot * 55
        draw.ellipse((left, 420 + (spot * 31 + hue) % 60, left + 90, 520), fill=(88 + spot * 9, 84, 76))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    data = out.getvalue()
    return CleanFile("anh-minh-hoa.jpg", "image/jpeg", data, hashlib.sha256(data).hexdigest())
