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


class InConflict(CaseError):
    """The person is complained about, or works under the person complained about."""


class NoHigherUnit(CaseError):
    """There is no unit above that may take the case."""


class NoRule(CaseError):
    """No term rule, or more than one, is in force for this kind and stage."""


class BadAttachment(CaseError):
    """The file is too large, of another type than allowed, or damaged."""
