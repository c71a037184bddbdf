"""Refusals in the words of the domain. Each carries a message for the person who asked."""

from __future__ import annotations

from django.utils.translation import gettext as _


class CaseError(Exception):
    """Base of every refusal; `str(error)` may be shown to a person."""


class MoveRefused(CaseError):
    """The state of the case forbids the move."""


class NotAllowed(CaseError):
    """The actor's post does not give the right to make the move."""


class StaleCase(CaseError):
    """Somebody else changed the case after the actor last saw it."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this case in the meantime. Look at it again before you decide.")
        )


class BackInTime(CaseError):
    """The move would come before the one that was made last."""

    def __init__(self) -> None:
        super().__init__(
            _("A move cannot be earlier than the one before it. Check the clock of this machine.")
        )


class InConflict(CaseError):
    """The person is complained about, or works under the person complained about."""


class GroupRefused(CaseError):
    """The persons named behind a matter cannot be, or one of them cannot do what was asked."""


class NoHigherUnit(CaseError):
    """There is no unit above that may take the case."""


class NoRule(CaseError):
    """No term rule, or more than one, is in force for this kind and stage."""


class BadAttachment(CaseError):
    """The file is too large, of another type than allowed, or damaged."""


class UnknownRule(CaseError):
    """No rule of that code exists, or none is in force on the day."""


class ExtensionPastCap(CaseError):
    """More days, or more decisions, than the rule allows under the circumstances of the case."""


class OutsideTheSystem(CaseError):
    """The law names a body outside this system: the matter is forwarded, not taken."""

    def __init__(self, message: str, *, body: str) -> None:
        self.body = body
        super().__init__(message)
