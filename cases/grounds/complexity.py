"""The seven criteria of a complex case, the same for complaints and for denunciations.

One makes a complaint complex, and that must be on file in writing (Decree 124/2020/NĐ-CP, art. 3a). One makes a
denunciation complex, two or more make it very complex (Decree 31/2019/NĐ-CP, art. 3(2) and (3)).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

VERY_COMPLEX_FROM = 2

_BASIS = _(
    "Decree 124/2020/NĐ-CP, art. 3a(1)({letter}), added by Decree 155/2026/NĐ-CP; Decree 31/2019/NĐ-CP, "
    "art. 3(2)({letter})"
)


class Criterion(NamedTuple):
    """What makes a case complex, and the law that says so."""

    label: Promise
    basis: str | Promise


COMPLEXITY: Mapping[str, Criterion] = MappingProxyType(
    {
        "several_places": Criterion(
            _("One matter to be verified at two or more places"), format_lazy(_BASIS, letter="a")
        ),
        "several_contents": Criterion(
            _("Two or more matters to be verified"),
            format_lazy(_BASIS, letter="b"),
        ),
        "many_people": Criterion(
            _("Many people on the same matter, or the interests of many people"),
            format_lazy(_BASIS, letter="c"),
        ),
        "foreign_element": Criterion(
            _("A person or an act abroad, a foreigner, or something to be verified abroad"),
            format_lazy(_BASIS, letter="d"),
        ),
        "several_bodies": Criterion(
            _("The responsibility of several bodies"),
            format_lazy(_BASIS, letter="đ"),
        ),
        "bodies_disagree": Criterion(
            _("The bodies concerned still disagree"),
            format_lazy(_BASIS, letter="e"),
        ),
        "contradictory_evidence": Criterion(
            _("Contradictory documents or evidence that take time or specialists to assess"),
            format_lazy(_BASIS, letter="g"),
        ),
    }
)
