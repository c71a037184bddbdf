"""What a coded ground is and what it may be used for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from cases.vocabulary import COMPLAINTS, DENUNCIATIONS, REPORTS


class Purpose(StrEnum):
    """What an officer is about to do when a ground is asked for."""

    NON_ACCEPTANCE = "non_acceptance"
    NOT_ELIGIBLE = "not_eligible"
    REFUSAL_TO_RECEIVE = "refusal_to_receive"
    SUSPENSION = "suspension"
    TERMINATION = "termination"
    LACK_OF_POWER = "lack_of_power"


@dataclass(frozen=True)
class Ground:
    """One reason of a closed set.

    `basis` is the legal basis as shown; `text` is what the citizen is told unless the officer writes something
    better, and may hold `%(earlier)s` for the public code of an earlier case. `notice_working_days`, where not
    zero, is the time in which a written notice is due.
    """

    code: str
    label: Promise
    basis: str | Promise
    tracks: frozenset[str]
    text: Promise
    notice_working_days: int = 0


ALL = COMPLAINTS | DENUNCIATIONS | REPORTS
