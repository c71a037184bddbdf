"""Coded grounds as they are given for a case: which may be given, and what the citizen is then told."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from cases import grounds
from cases.errors import MoveRefused
from cases.grounds import Ground, Purpose
from cases.models import Case

EARLIER = "%(earlier)s"


def on_offer(case: Case, *purposes: Purpose) -> list[Ground]:
    """The grounds that may be given on the track of the case, in the order of the law."""
    return [ground for purpose in purposes for ground in grounds.for_track(purpose, case.track)]


def given(case: Case, code: str, *purposes: Purpose) -> Ground:
    """The ground with this code, of those on offer. Raises `MoveRefused` for every other."""
    for ground in on_offer(case, *purposes):
        if ground.code == code:
            return ground
    raise MoveRefused(
        _("“%(ground)s” is not a ground that the law gives for “%(track)s”.")
        % {"ground": grounds.label(code, purposes[0]), "track": case.get_track_display()}
    )


def names_earlier_case(ground: Ground) -> bool:
    """Whether the text of the ground speaks of an earlier case."""
    return EARLIER in str(ground.text)


def own_text(ground: Ground, case: Case, *, earlier: str) -> str:
    """The text of the ground in the citizen's language, with the code of an earlier case where it speaks of one."""
    with translation.override(case.language):
        return str(ground.text) % {"earlier": earlier}


def told(ground: Ground, case: Case, *, earlier: Case | None = None) -> str:
    """What the ground itself tells the citizen.

    Raises `MoveRefused` where the text speaks of an earlier case and none is given.
    """
    if earlier is None and names_earlier_case(ground):
        raise MoveRefused(_("Name the earlier case, or write the text to the citizen yourself."))
    return own_text(ground, case, earlier=earlier.shown_code if earlier else "")
