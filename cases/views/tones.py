"""Which colour goes with what: the words always say it too."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cases.vocabulary import EventKind, State

STATE_TONES: Mapping[str, str] = MappingProxyType(
    {
        State.RECEIVED: "info",
        State.ACCEPTED: "info",
        State.IN_PROGRESS: "info",
        State.AWAITING_CITIZEN: "warn",
        State.SUSPENDED: "warn",
        State.ANSWERED: "ok",
        State.CLOSED: "neutral",
    }
)

EVENT_TONES: Mapping[str, str] = MappingProxyType(
    {
        EventKind.ACCEPT: "info",
        EventKind.ANSWER: "ok",
        EventKind.CONFIRM: "ok",
        EventKind.CLOSE: "ok",
        EventKind.FULFIL: "ok",
        EventKind.CALL: "info",
        EventKind.ASK: "warn",
        EventKind.EXTEND: "warn",
        EventKind.SUSPEND: "warn",
        EventKind.REMIND: "warn",
        EventKind.RECOUNT: "warn",
        EventKind.RECUSE: "warn",
        EventKind.REORGANISE: "info",
        EventKind.FOLLOW: "info",
        EventKind.ESCALATE: "late",
        EventKind.DISPUTE: "late",
        EventKind.REFUSE: "late",
        EventKind.AT_TOP: "late",
        EventKind.ALARM: "late",
        EventKind.DUTY_LATE: "late",
        EventKind.FORGET: "sealed",
        EventKind.NOTE: "sealed",
    }
)
