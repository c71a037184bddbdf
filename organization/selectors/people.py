"""Who holds which post on a day, and who does the work while the holder is away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet

from organization.models import Kin, Post, Posting, StandIn, Unit
from organization.periods import SERVICE, covering


def postings_on(on: date) -> QuerySet[Posting]:
    """The postings that run on the day, with officer, post and unit."""
    return Posting.objects.filter(covering(on, SERVICE)).select_related("officer", "post__unit")


def current_posting(user: User | AnonymousUser, on: date) -> Posting | None:
    """The posting in which the account acts; of several, a headship first, then the latest."""
    if user.pk is None:
        return None
    running = postings_on(on).filter(officer__user_id=user.pk)
    return running.order_by("-post__is_head", "-starts_on", "-pk").first()


def holder(post: Post, on: date) -> Posting | None:
    """Who does the work of the post: its holder, or the stand-in. Of several holders, the longest-serving."""
    posting = postings_on(on).filter(post=post).order_by("starts_on", "pk").first()
    return posting and _present(posting, on)


def head_of(unit: Unit, on: date) -> Posting | None:
    """Who heads the unit, or stands in for the head; None while the post is vacant."""
    heads = postings_on(on).filter(post__unit=unit, post__is_head=True)
    posting = heads.order_by("starts_on", "pk").first()
    return posting and _present(posting, on)


def headships(officers: Iterable[int], on: date) -> list[tuple[int, int]]:
    """Which of the officers head which units on the day, as appointed, present or away: pairs of ids."""
    heads = Posting.objects.filter(covering(on, SERVICE), officer_id__in=officers, post__is_head=True)
    return list(heads.order_by("pk").values_list("officer_id", "post__unit_id"))


def _present(posting: Posting, on: date) -> Posting:
    """The posting, or whoever stands in for it; stand-ins may be away in their turn."""
    asked: set[int] = set()
    while posting.pk not in asked:
        asked.add(posting.pk)
        absences = StandIn.objects.filter(
            covering(on, SERVICE), covering(on, SERVICE, "stand_in__"), posting=posting
        )
        absence = absences.select_related("stand_in__officer", "stand_in__post__unit").first()
        if absence is None:
            break
        posting = absence.stand_in
    return posting


def kin_of(officer_id: int) -> set[int]:
    """The ids of the officers who are family of this one, whichever of the two declared it."""
    pairs = Kin.objects.filter(Q(officer_id=officer_id) | Q(relative_id=officer_id))
    return {each for pair in pairs.values_list("officer_id", "relative_id") for each in pair} - {officer_id}
