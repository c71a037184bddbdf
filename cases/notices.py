"""What the citizen and the officers are told when something happens to a case.

A notice is a promise in the outbox, written in the transaction of the move. Where the matter is secret, the text is
neutral: it never names the kind or the target (Law on Denunciations 25/2018, art. 8, 56).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from django.conf import settings

from cases.deadlines import last_day_of
from cases.models import Case, Complainant
from cases.vocabulary import State
from messaging import outbox, texts, wordings
from messaging.models import MessageChannel
from messaging.outbox import Promise
from messaging.segments import SINGLE
from organization.models import Posting, Tier, Unit

# What who follows a case is told in place of what its own citizen is told; nothing of what concerns that one alone.
TO_FOLLOWERS: Mapping[str, str] = MappingProxyType(
    {
        "closed": "update",
        "confirm": "update",
        "refused": "update",
        "filed": "",
        "filed_anon": "",
        "joined": "",
        "question": "",
        "withdrawn_ok": "",
    }
)


def topic(case: Case) -> str:
    """The name under which a case's messages are kept."""
    return f"case:{case.pk}"


def key_in(topic: str) -> int | None:
    """The id of the case whose messages are kept under this name; None where it is no case's."""
    sort, _colon, key = topic.partition(":")
    return int(key) if sort == "case" and key.isdecimal() else None


@dataclass(frozen=True)
class Recipient:
    """Who is told about a case, under the code of a case of their own: the same, or one that `follows` it."""

    case: Case
    person: Complainant
    follows: bool = False


def recipients(cases: Iterable[Case]) -> dict[int, list[Recipient]]:
    """Whom to tell about each of the cases, by its id, its own citizen first; two queries, however many cases.

    Somebody who filed the same matter twice is told once.
    """
    by_pk = {case.pk: case for case in cases}
    told: dict[int, list[Recipient]] = {pk: [] for pk in by_pk}
    for person in Complainant.objects.filter(case__in=by_pk):
        told[person.case_id].append(Recipient(by_pk[person.case_id], person))
    followers = Complainant.objects.filter(case__merged_into__in=by_pk).select_related("case").order_by("pk")
    for person in followers:
        told[person.case.merged_into_id or 0].append(Recipient(person.case, person, follows=True))
    return {pk: _each_once(those) for pk, those in told.items()}


def promises(
    case: Case, those: Iterable[Recipient], template: str, *, at: datetime, question: str = ""
) -> list[Promise]:
    """The messages that tell them what happened to the case, by phone, else by e-mail; none where neither is known.

    Who follows a case is neither asked nor called upon to judge the answer: only its own citizen is.
    """
    made = []
    for each in those:
        name = TO_FOLLOWERS.get(template, template) if each.follows else template
        if name:
            slots = _slots(case, name, under=each) | ({"question": question} if question else {})
            made.append(
                Promise(
                    channel=MessageChannel.SMS if each.person.phone else MessageChannel.EMAIL,
                    to=each.person.phone or each.person.email,
                    template=name,
                    language=each.case.language,
                    slots=slots,
                    topic=topic(each.case),
                    sender=each.case.reply_from if each.person.phone else "",
                    unit_id=payer(case.unit),
                    secret=case.is_secret or each.case.is_secret,
                    at=at,
                )
            )
    return made


def tell_citizen(case: Case, template: str, *, at: datetime, question: str = "") -> None:
    """Promise the citizen one message by phone, else by e-mail, and one to each who follows the case."""
    _send(promises(case, recipients([case])[case.pk], template, at=at, question=question))


def tell_citizens(cases: Sequence[Case], template: str, *, at: datetime) -> None:
    """Promise the citizens of many cases, and who follows them, a message each, in a few statements."""
    people = recipients(cases)
    outbox.promise_all([each for case in cases for each in promises(case, people[case.pk], template, at=at)])


def reminders(about: Mapping[str, tuple[Case, str]], template: str, *, at: datetime) -> list[Promise]:
    """Messages that tell the citizens of cases once more what they were told, each under its key, with what was asked.

    Who follows a case is not reminded: nothing was asked of them.
    """
    people = recipients(case for case, _question in about.values())
    return [
        replace(each, once=key)
        for key, (case, question) in about.items()
        for each in promises(
            case, (one for one in people[case.pk] if not one.follows), template, at=at, question=question
        )
    ]


def tell_followers(case: Case, template: str, *, at: datetime) -> None:
    """Promise a message to each who follows the case; its own citizen knows, having said it."""
    those = [each for each in recipients([case])[case.pk] if each.follows]
    _send(promises(case, those, template, at=at))


def status_of(case: Case, *, follows: bool) -> str:
    """The word of `messaging.texts.STATUS_WORDS` for how a case stands, to its citizen or to who follows it."""
    return "answer_given" if follows and case.state == State.ANSWERED else case.outcome or case.state


def reachable_by(case: Case) -> MessageChannel | None:
    """How a message reaches the citizen; None where they left no way."""
    person = Complainant.objects.filter(case=case).first()
    if person is None:
        return None
    if person.phone:
        return MessageChannel.SMS
    return MessageChannel.EMAIL if person.email else None


def room_for_question(case: Case) -> int | None:
    """How many characters a question may have that goes to the citizen by text message; None where none does."""
    if case.is_secret or reachable_by(case) != MessageChannel.SMS:
        return None
    used = texts.units_without_question(
        "question",
        case.language,
        {"code": case.code, "question": "?"},
        words=wordings.words_for("question", case.language),
    )
    return SINGLE - used


def tell_officer(
    case: Case, posting: Posting | None, template: str, *, at: datetime, due: datetime | None = None
) -> None:
    """Promise an officer an e-mail about a case; the desk shows it in any case. `due` if it is about another term."""
    if notice := to_officer(case, posting, template, at=at, due=due):
        outbox.make(notice)


def to_officer(
    case: Case, posting: Posting | None, template: str, *, at: datetime, due: datetime | None = None
) -> Promise | None:
    """The e-mail that `tell_officer` promises; None where there is nobody, or no address."""
    if posting is None or not posting.officer.email:
        return None
    return Promise(
        channel=MessageChannel.EMAIL,
        to=posting.officer.email,
        template=template,
        language=settings.LANGUAGE_CODE,
        slots=_slots(case, template, due=due),
        topic=topic(case),
        at=at,
    )


def payer(unit: Unit) -> int:
    """The unit that pays for what is sent about a case: a department has no budget of its own."""
    return unit.parent_id if unit.tier == Tier.DEPARTMENT and unit.parent_id else unit.pk


def _each_once(those: list[Recipient]) -> list[Recipient]:
    """Those who can be reached, each address once."""
    by_address: dict[str, Recipient] = {}
    for each in those:
        by_address.setdefault(each.person.phone or each.person.email, each)
    by_address.pop("", None)
    return list(by_address.values())


def _send(made: list[Promise]) -> None:
    """One message wakes a worker at once; many are found by the sweep."""
    if len(made) == 1:
        outbox.make(made[0])
    elif made:
        outbox.promise_all(made)


def _slots(
    case: Case, template: str, *, due: datetime | None = None, under: Recipient | None = None
) -> dict[str, object]:
    """What the template asks for, as far as the case knows it, under the code of who is told."""
    own = under.case if under else case
    due = due or case.due_at
    wanted = texts.template_named(template).slots
    known: dict[str, object] = {
        "code": own.code,
        "unit": case.unit.name,
        "date": last_day_of(due) if due else "-",
        "status": status_of(case, follows=under is not None and under.follows),
    }
    if "earlier" in wanted and own.merged_into:
        known["earlier"] = own.merged_into.code
    return {slot: known[slot] for slot in wanted if slot in known}
