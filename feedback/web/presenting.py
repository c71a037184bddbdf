"""A case in words for the citizen: its clock, what happens when it is late, and everything that was said and done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import clocks, routing
from cases.codes import show_code
from cases.errors import NoHigherUnit
from cases.models import Attachment, Case, CaseEvent, Complainant, Statement
from cases.models.statement import StatementKind
from cases.remaining import ClockCard, card
from cases.vocabulary import Outcome, Stage, State, Track, Trigger
from feedback.web.clock_story import story_of
from organization.actors import ActorKind
from organization.models import Unit
from organization.selectors import working_calendar

FALLS_DUE: dict[Stage, str | Promise] = {
    Stage.ACCEPTANCE: gettext_lazy("Time for the first reply"),
    Stage.SETTLEMENT: gettext_lazy("Time for the answer"),
    Stage.REVIEW: gettext_lazy("Time for the answer from one level up"),
    Stage.CONFIRMATION: gettext_lazy("Time to say whether it is solved"),
}


@dataclass(frozen=True)
class Entry:
    """What components/timeline.html shows: something said, or a step on the way."""

    what: str
    when: datetime
    who: str = ""
    post: str = ""
    why: str = ""
    words: str = ""
    tone: str = "neutral"
    files: list[dict[str, Any]] = field(default_factory=list)


def clock_of(case: Case, *, at: datetime, opened: bool, follows: bool = False) -> ClockCard | None:
    """The clock in the citizen's words; None where none runs.

    `opened`: the reader has shown that it is their case; `follows`: it is another's, to which theirs was joined.
    """
    clock = clocks.read(case, at=at)
    if clock is None:
        return None
    story = story_of(case, clock, at=at, opened=opened, follows=follows)
    return card(clock, at=at, calendar=working_calendar(), labels=FALLS_DUE, story=story)


def way_on(case: Case) -> str:
    """What the law leaves open after the last decision inside the offices; empty where there is a next level."""
    if case.track == Track.COMPLAINT_SECOND:
        return _(
            "The second decision is the last one that an office gives. If you do not agree with it, or it does not come"
            " in time, you can bring the matter before the administrative court (Law on Complaints 02/2011/QH13,"
            " art. 42)."
        )
    if case.track == Track.DISCIPLINE_SECOND:
        return _(
            "The second decision is the last one that an office gives. If it dismisses you, you can bring the matter"
            " before the administrative court, as the Law on Administrative Procedure provides."
        )
    return ""


def next_unit(case: Case, *, at: datetime) -> Unit | None:
    """Where the case goes when nobody answers in time; None where it is at the top."""
    try:
        return routing.up(case, on=timezone.localdate(at)).unit
    except NoHigherUnit:
        return None


def is_same_person(case: Case, other: Case) -> bool:
    """Whether two cases were filed under the same telephone."""
    keys = Complainant.objects.filter(case__in=(case, other)).exclude(phone_key="").values_list("phone_key")
    return case == other or len(set(keys)) == 1 < len(keys)


def now_said(case: Case) -> Entry | None:
    """What the office said last and the citizen should read first: question, answer, why it refused, stopped, ended."""
    kind = _SPEAKS.get(State(case.state)) if case.outcome in _SPOKEN else _SPEAKS_AT_THE_END.get(case.outcome)
    if kind is None:
        return None
    statement = case.statements.prefetch_related("attachments").filter(kind=kind).order_by("pk").last()
    return _said(case, statement) if statement else None


_SPEAKS = {
    State.AWAITING_CITIZEN: StatementKind.QUESTION,
    State.SUSPENDED: StatementKind.SUSPENSION,
    State.ANSWERED: StatementKind.ANSWER,
    State.CLOSED: StatementKind.ANSWER,
}
_SPEAKS_AT_THE_END: dict[str, StatementKind] = {
    Outcome.NOT_ACCEPTED: StatementKind.REFUSAL,
    Outcome.TERMINATED: StatementKind.TERMINATION,
}
_SPOKEN = frozenset({Outcome.NONE, Outcome.SETTLED})


def everything_said(case: Case) -> list[Entry]:
    """What was said by both sides and each step on the way, oldest first; never an internal note or reason."""
    statements = case.statements.prefetch_related("attachments").exclude(kind=StatementKind.NOTE)
    events = case.events.select_related("from_unit", "to_unit")
    entries = [_said(case, statement) for statement in statements]
    entries += [entry for event in events if (entry := _done(event))]
    return sorted(entries, key=lambda entry: entry.when)


def _said(case: Case, statement: Statement) -> Entry:
    by_citizen = statement.author_kind == ActorKind.CITIZEN
    return Entry(
        what=_SAID[StatementKind(statement.kind)](),
        when=statement.at,
        who=_("You") if by_citizen else statement.author_name,
        post="" if by_citizen else statement.author_post,
        words=statement.body,
        tone="ok" if statement.kind == StatementKind.ANSWER else "info" if by_citizen else "neutral",
        files=[_file(case, attachment) for attachment in statement.attachments.all()],
    )


_SAID = {
    StatementKind.REPORT: lambda: _("Your report"),
    StatementKind.QUESTION: lambda: _("Question to you"),
    StatementKind.REPLY: lambda: _("Your words"),
    StatementKind.ANSWER: lambda: _("Answer"),
    StatementKind.DISPUTE: lambda: _("What is not solved"),
    StatementKind.COMMENT: lambda: _("Your comment on the service"),
    StatementKind.REFUSAL: lambda: _("Why it was not taken"),
    StatementKind.SUSPENSION: lambda: _("Why it stands still"),
    StatementKind.TERMINATION: lambda: _("Why it ended"),
    StatementKind.WITHDRAWAL: lambda: _("Why you took it back"),
}


def _file(case: Case, attachment: Attachment) -> dict[str, Any]:
    return {
        "name": attachment.name,
        "size": attachment.size,
        "is_image": attachment.is_image,
        "url": reverse("track_file", args=[case.code, attachment.pk]),
    }


def _done(event: CaseEvent) -> Entry | None:
    """A step in the citizen's words; None for what concerns only the office."""
    unit = {"unit": event.to_unit.localized_name}
    steps: dict[str, tuple[str, str]] = {
        "receive": (_("Received for %(unit)s") % unit, "neutral"),
        "accept": (_("Accepted by %(unit)s") % unit, "info"),
        "escalate": (_("Sent one level up, to %(unit)s") % unit, "warn"),
        "send_down": (_("Sent down to %(unit)s") % unit, "neutral"),
        "transfer": (_("Passed to %(unit)s") % unit, "neutral"),
        "reorganise": (_("Passed to %(unit)s, which took over its unit") % unit, "neutral"),
        "extend": (_("The term was extended by %(unit)s") % unit, "warn"),
        "suspend": (_("The clock stands still"), "warn"),
        "resume": (_("The clock goes on"), "neutral"),
        "confirm": (_("You said that it is solved"), "ok"),
        "dispute": (_("You said that it is not solved"), "warn"),
        "rate": (
            _("You rated the service: %(score)s of 5") % {"score": event.detail.get("score", "")},
            "neutral",
        ),
        "withdraw": (_("You withdrew it"), "neutral"),
        "refuse": (_("Not accepted by %(unit)s") % unit, "late"),
        "terminate": (_("Ended without a decision by %(unit)s") % unit, "late"),
        "merge": (
            _("Joined to case %(code)s") % {"code": show_code(str(event.detail.get("into", "")))},
            "neutral",
        ),
        "close": (_("Closed: no objection came in time"), "ok"),
        "reopen": (_("Taken up again by %(unit)s") % unit, "warn"),
    }
    if event.kind not in steps or (event.kind == "reorganise" and event.from_unit == event.to_unit):
        return None
    what, tone = steps[event.kind]
    if event.kind == "transfer" and (outside := event.detail.get("outside")):
        what = _("Forwarded to %(body)s") % {"body": outside}
    return Entry(what=what, when=event.at, tone=tone, why=_why(event))


def _why(event: CaseEvent) -> str:
    trigger = event.detail.get("trigger")
    return str(Trigger(trigger).label) if trigger in Trigger.values else ""
