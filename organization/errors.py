"""What the ground floor refuses, in words for the person who asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class OrganizationError(ValidationError):
    """A unit, post, officer or posting cannot be so. `str(error)` may be shown; forms show it by themselves."""

    def __str__(self) -> str:
        return " ".join(self.messages)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong with one row of a file; row 1 is the heading, row 0 stands for all of it."""

    row: int
    message: str

    def __str__(self) -> str:
        return (
            _("Row %(row)s: %(message)s") % {"row": self.row, "message": self.message}
            if self.row
            else self.message
        )


class PlanRefused(OrganizationError):
    """A reorganisation cannot be so: every problem, in the order of the rows. Nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__([str(problem) for problem in self.problems])
