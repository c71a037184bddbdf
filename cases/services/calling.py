"""The calls that take the place of texts which could not be delivered: listed by the sweep, made by the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import conflict, lifecycle, reasons
from cases.errors import MoveRefused, NotAllowed
from cases.models import Call, Case
from cases.models.call import CallResult
from messaging import optouts, texts
from messaging.models import MessageChannel, OutboundMessage, OutboundState
from messaging.texts import Priority
from organization.actors import Actor
from organization.permissions import seat

# What failed longer ago is no news any more.
LOOKS_BACK = timedelta(days=7)
BATCH = 500
# What is asked of a person, or ends their case, they must know, even if they asked not to be texted.
MUST_BE_TOLD = ("confirm", "question", "refused")
# Nobody calls about an answer to a text, which can be asked for again, or about a reminder.
WORTH_A_CALL = tuple(
    name for name, each in texts.CATALOGUE.items() if each.by_sms and each.priority == Priority.NOTICE
)
NOT_FAILURES = ("not-needed",)
GIVEN = (CallResult.REACHED, CallResult.NOT_REACHED, CallResult.WRONG_NUMBER)


def sweep_calls(*, at: datetime) -> Counter[str]:
    """List a call for each text about a case that failed for good, once; take off those that arrived after all."""
    arrived = OutboundMessage.objects.filter(pk=OuterRef("message_id"), state=OutboundState.DELIVERED)
    taken_off = Call.objects.filter(Exists(arrived), result=CallResult.OPEN)
    taken_off.update(result=CallResult.ARRIVED, done_at=at)
    listed = Call.objects.filter(message_id=OuterRef("pk"))
    failed = (
        OutboundMessage.objects.filter(
            ~Exists(listed),
            failed_at__gt=at - LOOKS_BACK,
            failed_at__lte=at,
            channel=MessageChannel.SMS,
            topic__startswith="case:",
            template__in=WORTH_A_CALL,
        )
        .exclude(failed_code__in=NOT_FAILURES)
        .filter(~Q(failed_code=optouts.CODE) | Q(template__in=MUST_BE_TOLD))
    )
    rows = list(failed.order_by("failed_at").values_list("pk", "topic", "template", "failed_at")[:BATCH])
    cases = Case.objects.in_bulk([_case_id(topic) for _pk, topic, _template, _at in rows])
    calls = [
        Call(case_id=_case_id(topic), message_id=pk, template=template, at=since or at)
        for pk, topic, template, since in rows
        if _case_id(topic) in cases
    ]
    # Of two sweeps at once each lists what the other has not.
    Call.objects.bulk_create(calls, ignore_conflicts=True)
    return Counter(calls_listed=len(calls))


def finish(case: Case, *, result: str, note: str = "", by: Actor, at: datetime) -> Case:
    """Put on record what came of calling the citizen: everything that there was to tell is done with it.

    Raises `MoveRefused` where there is nothing to tell any more, `NotAllowed` for somebody of another unit.
    """
    if result not in GIVEN:
        raise MoveRefused(_("Say what came of the call."))
    with lifecycle.opened(case) as fresh:
        _require_here(by, fresh, at)
        calls = list(fresh.calls.filter(result=CallResult.OPEN))
        if not calls:
            raise MoveRefused(_("There is nothing left to call about: a colleague was faster."))
        for call in calls:
            call.result, call.note, call.done_at, call.done_by_id = result, note, at, by.posting_id
            call.save(update_fields=["result", "note", "done_at", "done_by"])
        _enter(fresh, result, calls, by=by, because=reasons.NOT_DELIVERED, at=at)
    return case


def undo(case: Case, *, by: Actor, at: datetime) -> Case:
    """Put the last call about a case back on the list: it was marked as done by mistake. That stays on record.

    Raises `MoveRefused` where none was made, `NotAllowed` for somebody of another unit.
    """
    with lifecycle.opened(case) as fresh:
        _require_here(by, fresh, at)
        last = fresh.calls.filter(result__in=GIVEN).order_by("-done_at").first()
        if last is None:
            raise MoveRefused(_("No call about this case is marked as made."))
        calls = list(fresh.calls.filter(result__in=GIVEN, done_at=last.done_at))
        for call in calls:
            call.result, call.note, call.done_at, call.done_by = CallResult.OPEN, "", None, None
            call.save(update_fields=["result", "note", "done_at", "done_by"])
        _enter(fresh, "undone", calls, by=by, because=reasons.CALL_UNDONE, at=at)
    return case


def _case_id(topic: str) -> int:
    """The case that a message is about; 0 where its topic names none."""
    _what, _colon, key = topic.partition(":")
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0


def _require_here(by: Actor, case: Case, at: datetime) -> None:
    own = seat(by)
    if (
        own is None
        or own.pk != case.unit_id
        or not conflict.is_clear(by.officer_id, case, timezone.localdate(at))
    ):
        raise NotAllowed(_("Only the unit that has the case calls its citizen."))


def _enter(case: Case, result: str, calls: Iterable[Call], *, by: Actor, because: str, at: datetime) -> None:
    detail = {"result": result, "about": [call.template for call in calls]}
    lifecycle.record(case, lifecycle.CALL, by=by, because=because, at=at, detail=detail)
