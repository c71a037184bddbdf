"""One turn of a conversation: the text with what it means to its sender now, and the one answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from cases.models import Case
from cases.vocabulary import State
from feedback.sms.grammar import Meaning
from feedback.sms.prompts import Asked
from messaging.models import InboundMessage
from organization.actors import Actor, Channel

LANGUAGE = "vi"
CITIZEN = Actor.citizen(Channel.SMS)


@dataclass(frozen=True)
class Turn:
    """One text of one phone: what it means, given what the phone was asked. `cases` are the phone's, newest first.

    `is_out` says that the phone is not to be texted.
    """

    message: InboundMessage
    cases: QuerySet[Case]
    asked: Asked | None
    meaning: Meaning
    at: datetime
    is_out: bool = False

    @property
    def sent_at(self) -> datetime:
        """When the text came in; it may have waited since."""
        return self.message.received_at

    @property
    def newest(self) -> Case | None:
        """The phone's last case."""
        return self.cases.first()

    @property
    def newest_open(self) -> Case | None:
        """The phone's last case that is not closed, else its last one."""
        return self.cases.exclude(state=State.CLOSED).first() or self.newest

    @property
    def open_count(self) -> int:
        """How many of the phone's cases are not closed."""
        return self.cases.exclude(state=State.CLOSED).count()

    @property
    def newest_answered(self) -> Case | None:
        """The phone's case that was answered last, else its last one."""
        return self.cases.exclude(answered_at=None).order_by("-answered_at").first() or self.newest


@dataclass(frozen=True)
class Reply:
    """The one answer to a text: a template, the case of the sender's it is about, and what else fills it.

    `is_promised` says that the service that had the effect has promised it already; `is_silent` that it is not sent.
    A `case` that only serves as an example in the words is not one that the text `concerns`. `held_until` puts the text
    off. `forgets` says that the number goes: no trace of it stays, in this text or in the answer.
    """

    template: str
    case: Case | None = None
    slots: Mapping[str, object] = field(default_factory=dict)
    is_promised: bool = False
    is_silent: bool = False
    concerns: bool = True
    held_until: datetime | None = None
    forgets: bool = False
