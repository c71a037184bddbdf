"""The page of one case: what was said, until when, what happened, and what can be done now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from cases import clocks, selectors
from cases.explaining import criteria_in_words
from cases.models import Attachment, Case, Complainant, ForwardingLetter, Statement
from cases.models.statement import StatementKind
from cases.notices import reachable_by
from cases.remaining import card, remaining
from cases.services import permissions
from cases.terms import Counting
from cases.views.access import DeskRequest, at_the_desk, case_or_404
from cases.views.duties import duties_of
from cases.views.joining import beside
from cases.views.texting import exchange
from cases.views.timeline import entries
from cases.views.tones import STATE_TONES
from cases.vocabulary import State
from organization.actors import Actor, ActorKind
from organization.models import Posting

TITLE_LENGTH = 80

# What is most often done next; everything else that is allowed stands beside the case.
USUAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        State.RECEIVED: ("accept", "assign"),
        State.ACCEPTED: ("answer", "start"),
        State.IN_PROGRESS: ("answer", "ask"),
        State.SUSPENDED: ("resume",),
        State.CLOSED: ("reopen",),
    }
)
GRAVE = frozenset({"refuse", "terminate"})

Fact = tuple[str, object]


@dataclass(frozen=True)
class Action:
    """A move that this officer may make now."""

    name: str
    label: str
    url: str
    style: str


@dataclass(frozen=True)
class Said:
    """A statement with its files, ready to be shown."""

    label: str
    who: str
    at: datetime
    body: str
    tone: str
    by_citizen: bool
    photos: list[Attachment]
    documents: list[Attachment]


@at_the_desk
def case_page(request: DeskRequest, code: str) -> HttpResponse:
    """Everything about a case that its officers need."""
    at = timezone.now()
    case = case_or_404(request, code, at=at)
    counting = Counting()
    term = clocks.running(case)
    clock = clocks.read_term(term, at=at, counting=counting) if term else None
    calendar = counting.calendar
    left = (
        remaining(clock.due, at=at, unit=clock.rule.unit, calendar=calendar) if clock and clock.due else None
    )
    usual = USUAL.get(case.state, ())
    actions = actions_for(request.actor, case, at=at)
    statements = said(case)
    context = {
        "case": case,
        "title": title_of(case, statements),
        "state_tone": STATE_TONES[case.state],
        "statements": statements,
        "clock": card(clock, at=at, calendar=calendar) if clock else None,
        "left": left,
        "duties": duties_of(request.actor, case, at=at, counting=counting),
        "usual": [action for action in actions if action.name in usual],
        "others": [action for action in actions if action.name not in usual],
        "facts": _facts(request.actor, case, at=at),
        "citizen": _citizen(case),
        "beside": beside(request.actor, case, {action.name for action in actions}, at=at),
        "entries": entries(case),
        "exchange": exchange(case),
        "recuse_url": reverse("desk:recuse", args=[case.code]),
        "note_url": reverse("desk:move", args=[case.code, "note"]),
    }
    return render(request, "desk/case.html", context)


def actions_for(actor: Actor, case: Case, *, at: datetime) -> list[Action]:
    """The moves that the state of the case and the officer's post allow, the usual ones first, the grave ones last."""
    usual = USUAL.get(case.state, ())
    nowhere = _leading_nowhere(case)
    allowed = permissions.allowed_moves(actor, case, on=timezone.localdate(at))
    moves = [move for move in allowed if move.name not in nowhere]
    moves.sort(
        key=lambda move: (move.name in GRAVE, usual.index(move.name) if move.name in usual else len(usual))
    )
    return [
        Action(
            name=move.name,
            label=move.label,
            url=reverse("desk:move", args=[case.code, move.name]),
            style=_style(move.name, usual),
        )
        for move in moves
    ]


def said(case: Case) -> list[Said]:
    """What was said about the case, in order, with the files that came along."""
    statements: Iterable[Statement] = case.statements.prefetch_related("attachments").order_by("pk")
    shown = []
    for statement in statements:
        files = list(statement.attachments.all())
        by_citizen = statement.author_kind == ActorKind.CITIZEN
        who = (
            str(ActorKind.CITIZEN.label)
            if by_citizen
            else f"{statement.author_name}, {statement.author_post}"
        )
        if statement.kind == StatementKind.REPORT and not by_citizen:
            who = _("Written down by %(officer)s") % {"officer": who}
        shown.append(
            Said(
                label=statement.get_kind_display(),
                who=who,
                at=statement.at,
                body=statement.body,
                tone="sealed" if statement.is_internal else "info" if by_citizen else "ok",
                by_citizen=by_citizen,
                photos=[each for each in files if each.is_image],
                documents=[each for each in files if not each.is_image],
            )
        )
    return shown


def title_of(case: Case, statements: list[Said]) -> str:
    """One line that tells which matter it is."""
    words = case.summary or (statements[0].body if statements else "")
    return Truncator(" ".join(words.split())).chars(TITLE_LENGTH) or case.shown_code


def _leading_nowhere(case: Case) -> set[str]:
    """The moves up from the highest unit, and down from one without parts."""
    up = {"escalate"} if case.unit.parent_id is None else set()
    down = set() if case.unit.parts.exists() else {"send_down"}
    return up | down


def _style(move: str, usual: tuple[str, ...]) -> str:
    if move in usual:
        return "" if move == usual[0] else "secondary"
    return "danger" if move in GRAVE else "quiet"


def _facts(actor: Actor, case: Case, *, at: datetime) -> list[Fact]:
    holder = case.holder
    facts: list[Fact] = [
        (_("Kind"), case.get_kind_display()),
        (capfirst(_("track")), case.get_track_display() if case.track != case.kind else ""),
        (_("Remote area"), _("yes") if case.remote else ""),
        (_("What makes it complex"), criteria_in_words(case.complexity)),
        (_("Category"), str(case.category) if case.category else _("Not decided")),
        (_("Unit"), case.unit.localized_name),
    ]
    if case.first_unit_id != case.unit_id:
        facts.append((_("Began at"), case.first_unit.localized_name))
    if case.is_open:
        who = f"{holder.officer.full_name}, {holder.post.localized_title}" if holder else _("Nobody yet")
        facts.append((_("Assigned to"), who))
    facts += [
        (_("Levels climbed"), case.rung or ""),
        (_("Review"), case.get_review_display() if case.review else ""),
        (_("Outcome"), case.get_outcome_display() if case.outcome else ""),
        (_("Ground"), case.ground_label()),
        (_("Forwarded by letter"), _letter(case)),
        (_("Place"), case.place),
        (
            _("Map point"),
            f"{case.lat:.5f}, {case.lng:.5f}" if case.lat is not None and case.lng is not None else "",
        ),
        (_("Officer it is about"), str(case.about) if case.about else ""),
        (_("Post at the time of the act"), _post(case.about_posting)),
        (_("Came by"), case.get_channel_display()),
        (_("Received at"), _moment(case.received_at)),
        (_("Rating"), ", ".join(f"{rating.score}/5" for rating in case.ratings.all())),
    ]
    return facts + _relatives(actor, case, at=at)


def _letter(case: Case) -> str:
    """A link to the letter by which it was forwarded; empty where none was written."""
    letter = ForwardingLetter.objects.filter(case=case).first()
    if letter is None:
        return ""
    return format_html(
        '<a href="{}">{}</a>, {}', reverse("desk:letter", args=[case.code]), str(letter), letter.body
    )


def _post(posting: Posting | None) -> str:
    """The post and its unit; the officer is named beside it."""
    if posting is None:
        return ""
    return f"{posting.post.localized_title}, {posting.post.unit.localized_name}"


def _moment(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _relatives(actor: Actor, case: Case, *, at: datetime) -> list[Fact]:
    """The cases it was joined to, taken out of, or joined with; a link to those that the officer may see."""
    named: list[tuple[str, list[Case]]] = [
        (_("Joined to"), [case.merged_into] if case.merged_into else []),
        (_("Taken out of"), [case.split_from] if case.split_from else []),
        (_("Joined with it"), list(case.merged.all())),
        (_("Taken out of it"), list(case.split.all())),
    ]
    everybody = [each.pk for _label, relatives in named for each in relatives]
    if not everybody:
        return []
    visible = set(selectors.visible_to(actor, at=at).filter(pk__in=everybody).values_list("pk", flat=True))
    return [
        (
            label,
            format_html_join(
                ", ",
                "{}",
                ((_linked(each) if each.pk in visible else each.shown_code,) for each in relatives),
            ),
        )
        for label, relatives in named
    ]


def _linked(case: Case) -> str:
    return format_html('<a href="{}">{}</a>', case.get_absolute_url(), case.shown_code)


def _citizen(case: Case) -> dict[str, object]:
    """Who the citizen is, where the officers may know it; else why it is sealed."""
    if case.is_secret:
        sealed = _("Who gave this information is kept secret (Law on Denunciations, articles 8 and 56).")
        return {"sealed": sealed, "reachable": reachable_by(case) is not None}
    if case.anonymous:
        sealed = _("The citizen asked that their name be withheld.")
        return {"sealed": sealed, "reachable": reachable_by(case) is not None}
    person = Complainant.objects.filter(case=case).first()
    if person is None:
        return {"removed": True}
    facts = [(_("Name"), person.name), (_("Telephone"), person.phone), (_("E-mail"), person.email)]
    return {"facts": facts if any(value for _label, value in facts) else []}
