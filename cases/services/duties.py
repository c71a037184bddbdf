"""What an office must do by when beside settling the matter: sending the decision, making it public, telling of it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from cases import clocks, lifecycle
from cases.errors import MoveRefused
from cases.models import Case, Term
from cases.vocabulary import Stage
from organization.actors import Actor


def fulfil(case: Case, *, term_id: int, by: Actor, because: str, at: datetime) -> Case:
    """Put on record that a duty of the case is done; `because` says by which document, or where it can be seen.

    Works on a closed case too: some duties begin with the answer. Raises `MoveRefused` for what is no duty, or is done.
    """
    with lifecycle.opened(case) as fresh:
        duty = running_duty(fresh, term_id)
        if duty is None:
            raise MoveRefused(_("This duty is not open any more."))
        clocks.fulfil(duty, by=by, because=because, at=at)
        detail = {"rule": duty.rule.code}
        lifecycle.record(fresh, lifecycle.FULFIL, by=by, because=because, at=at, detail=detail)
    return case


def running_duty(case: Case, term_id: int) -> Term | None:
    """The open duty of a case with that id."""
    return next(
        (term for term in clocks.beside(case) if term.pk == term_id and term.stage == Stage.DUTY), None
    )
