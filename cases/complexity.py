"""The circumstances of a case that a rule may have another length for: a remote area, and what makes it complex.

What makes it complex is a set of criteria, not a flag (`cases.grounds.COMPLEXITY`): one makes a matter complex, and a
denunciation very complex from two on (Decree 124/2020, art. 3a; Decree 31/2019, art. 3).
"""

from __future__ import annotations

from cases.grounds import VERY_COMPLEX_FROM
from cases.models import Case
from cases.vocabulary import DENUNCIATIONS, Modifier

SEVERAL_PLACES = "several_places"


def modifiers(case: Case) -> list[str]:
    """The circumstances that hold, in the order of the vocabulary."""
    criteria = set(case.complexity)
    holds = {
        Modifier.REMOTE: case.remote,
        Modifier.COMPLEX: bool(criteria),
        Modifier.VERY_COMPLEX: case.track in DENUNCIATIONS and len(criteria) >= VERY_COMPLEX_FROM,
        Modifier.SEVERAL_PLACES: SEVERAL_PLACES in criteria,
    }
    return [modifier.value for modifier, given in holds.items() if given]
