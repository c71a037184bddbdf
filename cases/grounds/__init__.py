"""The coded grounds: why something is not accepted, not received, suspended, ended or sent up, by closed sets.

Each ground bears its legal basis, the tracks it may be used for and the text that the citizen is given. A code is
unique for its purpose; `court` alone serves two.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cases.grounds.base import Ground, Purpose
from cases.grounds.complaints import NINE
from cases.grounds.complexity import COMPLEXITY, VERY_COMPLEX_FROM, Criterion
from cases.grounds.denunciations import CONDITIONS
from cases.grounds.endings import LACKS_OF_POWER, SUSPENSIONS, TERMINATIONS
from cases.grounds.reception import REFUSALS
from cases.grounds.reports import NOT_ELIGIBLE, NOT_TAKEN

NON_ACCEPTANCE = (*NINE, *CONDITIONS, *NOT_TAKEN)
REFUSAL_TO_RECEIVE = REFUSALS
SUSPENSION = SUSPENSIONS
TERMINATION = TERMINATIONS
LACK_OF_POWER = LACKS_OF_POWER

GROUNDS: Mapping[Purpose, tuple[Ground, ...]] = MappingProxyType(
    {
        Purpose.NON_ACCEPTANCE: NON_ACCEPTANCE,
        Purpose.NOT_ELIGIBLE: NOT_ELIGIBLE,
        Purpose.REFUSAL_TO_RECEIVE: REFUSAL_TO_RECEIVE,
        Purpose.SUSPENSION: SUSPENSION,
        Purpose.TERMINATION: TERMINATION,
        Purpose.LACK_OF_POWER: LACK_OF_POWER,
    }
)


def for_track(purpose: Purpose, track: str) -> tuple[Ground, ...]:
    """The grounds that may be given for this purpose on this track, in the order of the law; none if none."""
    return tuple(ground for ground in GROUNDS[purpose] if track in ground.tracks)


def find(code: str, purpose: Purpose | None = None) -> Ground | None:
    """The ground with this code; without a purpose the first one, in the order of `GROUNDS`."""
    for each in GROUNDS if purpose is None else (purpose,):
        for ground in GROUNDS[each]:
            if ground.code == code:
                return ground
    return None


def label(code: str, purpose: Purpose | None = None) -> str:
    """The ground in the reader's language; a code that is not known is shown as it is."""
    ground = find(code, purpose)
    return str(ground.label) if ground else code


__all__ = [
    "COMPLEXITY",
    "GROUNDS",
    "LACK_OF_POWER",
    "NON_ACCEPTANCE",
    "NOT_ELIGIBLE",
    "REFUSAL_TO_RECEIVE",
    "SUSPENSION",
    "TERMINATION",
    "VERY_COMPLEX_FROM",
    "Criterion",
    "Ground",
    "Purpose",
    "find",
    "for_track",
    "label",
]
