"""Posts, the officers appointed to them, and who stands in for whom."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from organization.actors import Actor
from organization.models import Kin, Kinship, Officer, Post, Posting, Role, StandIn, Unit
from organization.services.entry import enter


def register_officer(
    full_name: str, *, staff_code: str, user: User | None = None, email: str = "", by: Actor, because: str
) -> Officer:
    """Enter an officer; raises `OrganizationError` when the staff code or the account is taken."""
    officer = Officer(full_name=full_name, staff_code=staff_code, user=user, email=email)
    return enter(officer, by=by, because=because)


def declare_kin(officer: Officer, *, relative: Officer, kinship: Kinship, by: Actor, because: str) -> Kin:
    """Record that two officers are family; raises `OrganizationError` when that is known already."""
    return enter(Kin(officer=officer, relative=relative, kinship=kinship), by=by, because=because)


def open_post(
    unit: Unit,
    *,
    title: str,
    role: Role,
    valid_from: date,
    valid_to: date | None = None,
    title_en: str = "",
    is_head: bool = False,
    is_deputy: bool = False,
    reports_to: Post | None = None,
    by: Actor,
    because: str,
) -> Post:
    """Enter a post; raises `OrganizationError` when the unit does not exist then or has a head already."""
    post = Post(
        unit=unit,
        title=title,
        title_en=title_en,
        role=role,
        is_head=is_head,
        is_deputy=is_deputy,
        reports_to=reports_to,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        return enter(post, by=by, because=because)


def appoint(
    officer: Officer,
    *,
    post: Post,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor,
    because: str,
) -> Posting:
    """Post the officer; raises `OrganizationError` when the post does not exist then or its one place is taken."""
    with transaction.atomic():
        # Two appointments to one headship wait for each other here; the second one sees the first.
        locked = Post.objects.select_for_update().get(pk=post.pk)
        posting = Posting(officer=officer, post=locked, starts_on=starts_on, ends_on=ends_on)
        return enter(posting, by=by, because=because)


def end_posting(posting: Posting, *, ends_on: date, by: Actor, because: str) -> Posting:
    """Let the posting end after the day `ends_on`; raises `OrganizationError` when that is before it starts."""
    with transaction.atomic():
        locked = Posting.objects.select_for_update().get(pk=posting.pk)
        locked.ends_on = ends_on
        return enter(locked, by=by, because=because)


def name_stand_in(
    posting: Posting,
    *,
    stand_in: Posting,
    starts_on: date,
    ends_on: date,
    reason: str,
    by: Actor,
    because: str,
) -> StandIn:
    """Let `stand_in` do the work of `posting` while its officer is away.

    Raises `OrganizationError` when either does not run for the whole time, when the stand-in serves neither in the same
    unit nor above it, or when somebody stands in already.
    """
    absence = StandIn(posting=posting, stand_in=stand_in, starts_on=starts_on, ends_on=ends_on, reason=reason)
    with transaction.atomic():
        Posting.objects.select_for_update().get(pk=posting.pk)
        return enter(absence, by=by, because=because)
