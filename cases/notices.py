"""What the citizen and the officers are told when something happens to a case.

A notice is a promise in the outbox, written in the transaction of the move. Where the matter is secret, the text is
neutral: it never names the kind or the target (Law on Denunciations 25/2018, art. 8, 56).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from cases.deadlines import last_day_of
from cases.models import Case, Complainant
from messaging import outbox, texts
from messaging.models import MessageChannel
from messaging.outbox import Promise
from messaging.segments import SINGLE, weigh
from organization.models import Posting


def topic(case: Case) -> str:
    """The name under which a case's messages are kept."""
    return f"case:{case.pk}"


def tell_citizen(case: Case, template: str, *, at: datetime, question: str = "") -> None:
    """Promise the citizen one message by phone, else by e-mail; nothing where neither is known."""
    person = Complainant.objects.filter(case=case).first()
    if person is None or not (person.phone or person.email):
        return
    outbox.promise(**_to_citizen(case, person, template, at=at, question=question))


def tell_citizens(cases: Sequence[Case], template: str, *, at: datetime) -> None:
    """Promise the citizens of many cases one message each, as `tell_citizen` does, in a few statements."""
    people = {person.case_id: person for person in Complainant.objects.filter(case__in=cases)}
    known = [(case, person) for case in cases if (person := people.get(case.pk))]
    outbox.promise_all(
        [
            Promise(**_to_citizen(case, person, template, at=at))
            for case, person in known
            if person.phone or person.email
        ]
    )


def _to_citizen(
    case: Case, person: Complainant, template: str, *, at: datetime, question: str = ""
) -> dict[str, Any]:
    return {
        "channel": MessageChannel.SMS if person.phone else MessageChannel.EMAIL,
        "to": person.phone or person.email,
        "template": template,
        "language": case.language,
        "slots": _slots(case, template) | ({"question": question} if question else {}),
        "topic": topic(case),
        "sender": case.reply_from if person.phone else "",
        "secret": case.is_secret,
        "at": at,
    }


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
    shortest = texts.render("question", case.language, {"code": case.code, "question": "?"})
    return SINGLE - weigh(shortest).units + 1


def tell_officer(
    case: Case, posting: Posting | None, template: str, *, at: datetime, due: datetime | None = None
) -> None:
    """Promise an officer an e-mail about a case; the desk shows it in any case. `due` if it is about another term."""
    if posting is None or not posting.officer.email:
        return
    outbox.promise(
        channel=MessageChannel.EMAIL,
        to=posting.officer.email,
        template=template,
        language=settings.LANGUAGE_CODE,
        slots=_slots(case, template, due),
        topic=topic(case),
        at=at,
    )


def _slots(case: Case, template: str, due: datetime | None = None) -> dict[str, object]:
    """What the template asks for, as far as the case knows it."""
    due = due or case.due_at
    known: dict[str, object] = {
        "code": case.code,
        "unit": case.unit.name,
        "date": last_day_of(due) if due else "-",
        "status": case.outcome or case.state,
    }
    return {slot: known[slot] for slot in texts.template_named(template).slots if slot in known}
