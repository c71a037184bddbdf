"""The counts of a run from both sides: what was posted and what is kept of it, what was promised and what arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bench.faults.plan import Plan
from bench.faults.trouble import REFUSALS
from bench.texts import Sort
from feedback.models import Submission, SubmissionKind
from messaging.models import InboundMessage, InboundState, OutboundMessage, OutboundState
from messaging.outbox import OPEN_STATES
from tests.fakes.twilio_messages import Message

PROVIDER = "twilio"
REFUSED = tuple(str(code) for code in REFUSALS)
ARRIVED = (OutboundState.SENT, OutboundState.DELIVERED)


@dataclass(frozen=True)
class Count:
    """One thing that was counted, and what it has to be."""

    what: str
    counted: int
    wanted: int

    @property
    def is_right(self) -> bool:
        """Whether it is as it has to be."""
        return self.counted == self.wanted


def taken(planned: Plan) -> list[Count]:
    """Every text was taken once: one row, one effect."""
    sids = {text.sid for text in planned.texts}
    reports = {text.sid for text in planned.texts if text.sort == Sort.REPORT}
    rows = Counter(InboundMessage.objects.values_list("provider_id", flat=True))
    filed = list(
        Submission.objects.filter(kind=SubmissionKind.REPORT).values_list("token", "case").order_by("token")
    )
    return [
        Count("texts that came in, each kept in one row", len(rows), len(sids)),
        Count("  rows over, or under a wrong name", rows.total() - len(sids & rows.keys()), 0),
        Count("  taken", InboundMessage.objects.filter(state=InboundState.TAKEN).count(), len(sids)),
        Count("texts that report, each with one case", len({case for _token, case in filed}), len(reports)),
        Count("  reports without a case of their own", len(reports - _sids(filed)), 0),
        Count("  cases that no text or another text opened", len(_sids(filed) - reports), 0),
        Count("  cases opened twice by one text", len(filed) - len(_sids(filed)), 0),
    ]


def answered(accepted: Sequence[Message]) -> list[Count]:
    """Every reply was sent once, as the stand-in has it; `accepted` is all that reached it."""
    promised = OutboundMessage.objects.all()
    arrived = {
        row.provider_id: (row.address, row.body) for row in promised.filter(state__in=ARRIVED).iterator()
    }
    reached = {message.sid: (message.form["To"], message.form["Body"]) for message in accepted}
    wordless = InboundMessage.objects.filter(note__startswith="silent").count()
    refused = promised.filter(state=OutboundState.FAILED, failed_code__in=REFUSED).count()
    failed = promised.exclude(state__in=(*ARRIVED, *OPEN_STATES)).count()
    replies = InboundMessage.objects.count() - wordless
    return [
        Count("replies promised, one to each text", promised.count(), replies),
        Count("  texts without a reply", wordless, 0),
        Count("replies that arrived, each once", len(reached), replies - refused),
        Count("  arrived without a row that says so", len(reached.keys() - arrived.keys()), 0),
        Count("  rows that say so and are wrong", len(arrived.keys() - reached.keys()), 0),
        Count(
            "  other words or another number",
            sum(arrived.get(s, said) != said for s, said in reached.items()),
            0,
        ),
        Count("  arrived more often than promised", (Counter(reached.values()) - _wanted()).total(), 0),
        Count("  given up for another reason than a refusal", failed - refused, 0),
        Count("  still open", promised.filter(state__in=OPEN_STATES).count(), 0),
    ]


def _wanted() -> Counter[tuple[str, str]]:
    return Counter((row.address, row.body) for row in OutboundMessage.objects.all().iterator())


def _sids(filed: Sequence[tuple[str, object]]) -> set[str]:
    return {token.removeprefix(f"{PROVIDER}:") for token, _case in filed}
