"""What may not be: loops, two heads, posts of a unit that has ended, periods that do not fit.

The models call these when they are validated, so that services and the administration obey the same rules. Each takes a
row whose single fields may still be missing (a form reports those itself) and raises `OrganizationError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.translation import gettext as _

from organization.errors import OrganizationError
from organization.names import fold
from organization.periods import SERVICE, VALIDITY, contains, outlasting, overlapping

if TYPE_CHECKING:
    from organization.models import Kin, Post, Posting, StandIn, Unit, UnitAlias, UnitSuccession


def check_unit(unit: Unit) -> None:
    """No loop above it, one unit for a code at a time, within the life of the unit above, nothing left behind."""
    _no_loop(unit, unit.parent, "parent", _("A unit cannot be part of itself."))
    if not _given(unit, "valid_from"):
        return
    period = unit.valid_from, unit.valid_to
    same_code = type(unit).objects.filter(overlapping(period, VALIDITY), code=unit.code)
    if same_code.exclude(pk=unit.pk).exists():
        raise OrganizationError(_("Another unit bears this code at that time."))
    above = unit.parent
    if above and not contains((above.valid_from, above.valid_to), period):
        raise OrganizationError(_("The unit above does not exist for the whole of this time."))
    if unit.pk and unit.valid_to:
        left = outlasting(unit.valid_to, VALIDITY)
        if unit.posts.filter(left).exists() or unit.parts.filter(left).exists():
            raise OrganizationError(_("End the posts and the parts of this unit first."))


def check_alias(alias: UnitAlias) -> None:
    """Once for each unit, however it is spelled."""
    same = type(alias).objects.filter(unit_id=alias.unit_id, folded=fold(alias.name))
    if same.exclude(pk=alias.pk).exists():
        raise OrganizationError(_("This unit is already known by that name."))


def check_succession(succession: UnitSuccession) -> None:
    """Between units that existed: the new one on the day, the old one before it."""
    if not _given(succession, "old_id", "new_id", "on"):
        return
    if not succession.new.exists_on(succession.on) or succession.old.valid_from >= succession.on:
        raise OrganizationError(_("On that day the new unit must exist, and the former one must be older."))


def check_post(post: Post) -> None:
    """In a unit that exists, one head a unit, no loop of reports, nobody left in a post that has ended."""
    _no_loop(
        post, post.reports_to, "reports_to", _("A post cannot report to itself, not even by way of others.")
    )
    if post.is_head and post.is_deputy:
        raise OrganizationError(_("A post heads its unit or is the deputy of its head, not both."))
    if not _given(post, "unit_id", "valid_from"):
        return
    period = post.valid_from, post.valid_to
    if not contains((post.unit.valid_from, post.unit.valid_to), period):
        raise OrganizationError(
            _("%(unit)s does not exist for the whole of this time.") % {"unit": post.unit.localized_name}
        )
    heads = type(post).objects.filter(overlapping(period, VALIDITY), unit_id=post.unit_id, is_head=True)
    if post.is_head and heads.exclude(pk=post.pk).exists():
        raise OrganizationError(_("The unit already has a post that heads it."))
    if post.pk and post.valid_to and post.postings.filter(outlasting(post.valid_to, SERVICE)).exists():
        raise OrganizationError(_("End the postings to this post first."))


def check_posting(posting: Posting) -> None:
    """Within the life of the post, once for each officer, and one holder for the post of a head."""
    if not _given(posting, "post_id", "officer_id", "starts_on"):
        return
    post, period = posting.post, (posting.starts_on, posting.ends_on)
    if not contains((post.valid_from, post.valid_to), period):
        raise OrganizationError(_("The post does not exist for the whole of this time."))
    others = post.postings.filter(overlapping(period, SERVICE)).exclude(pk=posting.pk)
    if others.filter(officer_id=posting.officer_id).exists():
        raise OrganizationError(_("The officer already holds this post at that time."))
    if post.is_head and others.exists():
        raise OrganizationError(_("Somebody else holds this post at that time."))


def check_stand_in(absence: StandIn) -> None:
    """Between postings that run all the time, one stand-in at a time, from the same unit or from above."""
    if not _given(absence, "posting_id", "stand_in_id", "starts_on", "ends_on"):
        return
    away, deputy, period = absence.posting, absence.stand_in, (absence.starts_on, absence.ends_on)
    for posting in (away, deputy):
        if not contains((posting.starts_on, posting.ends_on), period):
            raise OrganizationError(_("Both postings must run for the whole of this time."))
    if away.officer_id == deputy.officer_id:
        raise OrganizationError(_("Nobody stands in for themselves."))
    # The reach of a post is its unit and below: only from there up can the stand-in see the work.
    unit: Unit | None = away.post.unit
    while unit and unit.pk != deputy.post.unit_id:
        unit = unit.parent
    if unit is None:
        raise OrganizationError(_("The stand-in must serve in the same unit or in one above it."))
    if away.absences.filter(overlapping(period, SERVICE)).exclude(pk=absence.pk).exists():
        raise OrganizationError(_("Somebody already stands in at that time."))


def check_kin(kin: Kin) -> None:
    """Said once for each two officers, whichever of them declared it."""
    if not _given(kin, "officer_id", "relative_id"):
        return
    other_way = type(kin).objects.filter(officer_id=kin.relative_id, relative_id=kin.officer_id)
    if other_way.exclude(pk=kin.pk).exists():
        raise OrganizationError(_("That these two are family is on record already."))


def _given(row: Model, *fields: str) -> bool:
    return all(getattr(row, field) is not None for field in fields)


def _no_loop(row: Model, above: Model | None, field: str, message: str) -> None:
    while above is not None:
        if row.pk is not None and above.pk == row.pk:
            raise OrganizationError(message)
        above = getattr(above, field)
