"""Who works under whom: the measure of a conflict of interest.

A post is directly under the post it reports to, under the head of its unit and under the heads of the units above; the
chain is followed to its end. Standing in for a post gives its powers. Officers are given and returned by id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from organization.models import Post, Posting, StandIn, Unit
from organization.periods import SERVICE, VALIDITY, covering


def superiors(officer_id: int, on: date) -> set[int]:
    """The officers under whom this one works on the day, however far up."""
    posts = Posting.objects.filter(covering(on, SERVICE), officer_id=officer_id).values_list(
        "post_id", flat=True
    )
    above = _directly_above(on)
    reached = closure(posts, lambda post: above.get(post, set()))
    held = Posting.objects.filter(covering(on, SERVICE), post_id__in=reached)
    stood_in = StandIn.objects.filter(covering(on, SERVICE), posting__post_id__in=reached)
    officers = {
        *held.values_list("officer_id", flat=True),
        *stood_in.values_list("stand_in__officer_id", flat=True),
    }
    return officers - {officer_id}


def subordinates(officer_id: int, on: date) -> set[int]:
    """The officers who work under this one on the day, however far down: the other side of `superiors`."""
    held = Posting.objects.filter(covering(on, SERVICE), officer_id=officer_id)
    stood_in = StandIn.objects.filter(covering(on, SERVICE), stand_in__officer_id=officer_id)
    posts = {*held.values_list("post_id", flat=True), *stood_in.values_list("posting__post_id", flat=True)}
    below: dict[int, set[int]] = defaultdict(set)
    for post, superior_posts in _directly_above(on).items():
        for superior in superior_posts:
            below[superior].add(post)
    reached = closure(posts, lambda post: below[post])
    officers = Posting.objects.filter(covering(on, SERVICE), post_id__in=reached)
    return set(officers.values_list("officer_id", flat=True)) - {officer_id}


def closure(start: Iterable[int], step: Callable[[int], set[int]]) -> set[int]:
    """Everything that `step` leads to from `start`, one or more times."""
    reached: set[int] = set()
    frontier = list(start)
    while frontier:
        found = step(frontier.pop()) - reached
        reached |= found
        frontier.extend(found)
    return reached


def _directly_above(on: date) -> dict[int, set[int]]:
    """For each post of the day the posts directly above it; two queries."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    posts = Post.objects.filter(covering(on, VALIDITY)).values_list(
        "pk", "unit_id", "reports_to_id", "is_head"
    )
    return directly_above(parents, list(posts))


def directly_above(
    parents: Mapping[int, int | None], posts: Iterable[tuple[int, int, int | None, bool]]
) -> dict[int, set[int]]:
    """For each post the posts directly above it; `posts` are id, unit, the post reported to, whether it heads."""
    posts = list(posts)
    heads: dict[int, set[int]] = defaultdict(set)
    for post, unit, _, is_head in posts:
        if is_head:
            heads[unit].add(post)
    above: dict[int, set[int]] = {}
    for post, unit, reports_to, is_head in posts:
        over = {reports_to} if reports_to else set()
        level: int | None = parents[unit] if is_head else unit
        while level is not None:
            over |= heads[level]
            level = parents[level]
        above[post] = over
    return above
