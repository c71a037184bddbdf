"""What makes a matter complex: a set of criteria, not a flag; and the circumstances that follow for its terms.

The seven criteria are the same for complaints (Decree 124/2020, art. 3a, added by Decree 155/2026) and denunciations
(Decree 31/2019, art. 3). A denunciation is very complex when two or more hold.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.vocabulary import Modifier, Track

VERY_COMPLEX_FROM = 2
DENUNCIATIONS = frozenset({Track.DENUNCIATION, Track.DENUNCIATION_FURTHER})


class Criterion(TextChoices):
    """One thing that makes a matter complex."""

    SEVERAL_PLACES = "several_places", _("One content that must be verified in two places or more")
    SEVERAL_CONTENTS = "several_contents", _("Two contents or more")
    MANY_PEOPLE = "many_people", _("Many people act together, or it affects many")
    FOREIGN_ELEMENT = "foreign_element", _("A foreign element: people abroad, or acts abroad")
    SEVERAL_BODIES = "several_bodies", _("It falls to several bodies")
    BODIES_DISAGREE = "bodies_disagree", _("The bodies concerned disagree")
    CONTRADICTORY_EVIDENCE = "contradictory_evidence", _("Evidence or expert opinions contradict each other")


def modifiers(case: Case) -> list[str]:
    """The circumstances of a case that a rule may have another length for, in the order of the vocabulary."""
    criteria = set(case.complexity)
    holds = {
        Modifier.REMOTE: case.remote,
        Modifier.COMPLEX: bool(criteria),
        Modifier.VERY_COMPLEX: case.track in DENUNCIATIONS and len(criteria) >= VERY_COMPLEX_FROM,
        Modifier.SEVERAL_PLACES: Criterion.SEVERAL_PLACES.value in criteria,
    }
    return [modifier.value for modifier, given in holds.items() if given]
