"""People and posts at a reorganisation: what runs is ended on the eve and goes on in the new unit from the day.

What has not begun moves whole, so that no past is rewritten. The head of one former unit leads the new one; the other
heads are without that post from the day, and whoever appoints must say what becomes of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from organization.errors import OrganizationError
from organization.models import Post, Posting, StandIn, Unit
from organization.periods import SERVICE, VALIDITY, covering, outlasting
from organization.selectors.succession import Fate, Layout
from organization.services.together import Together


@dataclass(frozen=True)
class Move:
    """Somebody's way from one post to another, or out of one, in words."""

    officer: str
    old: str
    new: str = ""


@dataclass
class People:
    """What became of posts, postings and stand-ins. `postings` leads from each former posting to what follows it."""

    posts: dict[int, Post] = field(default_factory=dict)
    postings: dict[int, Posting | None] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    carried: list[Move] = field(default_factory=list)
    without_post: list[Move] = field(default_factory=list)
    stand_ins: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)


def carry_over(layout: Layout, units: dict[str, Unit], together: Together) -> People:
    """Take the posts and people of the units that end into `units`, the units of the day by their codes."""
    return _Carrying(layout, units, together).run()


class _Carrying:
    def __init__(self, layout: Layout, units: dict[str, Unit], together: Together) -> None:
        self.layout, self.units, self.together = layout, units, together
        self.on, self.eve = layout.plan.on, layout.plan.eve
        self.people = People()
        self.heads: dict[int, Post | None] = {}
        self.lost: list[Posting] = []
        self.fates = {pk: fate for pk, fate in layout.fates.items() if not fate.stays}

    def run(self) -> People:
        posts = Post.objects.filter(
            outlasting(self.eve, VALIDITY) | Q(valid_to=self.eve), unit__in=self.fates
        ).select_related("unit", "reports_to", "continued_by__unit")
        self.former = {post.pk: post for post in posts.order_by("unit__code", "-is_head", "pk")}
        for post in self.former.values():
            self._continue(post)
        for posting in self.lost:
            if not Posting.objects.filter(outlasting(self.eve, SERVICE), officer=posting.officer).exists():
                self.people.without_post.append(Move(str(posting.officer), str(posting.post)))
        self._stand_ins()
        self._reports_from_elsewhere()
        return self.people

    def _continue(self, post: Post) -> Post | None:
        """The post that goes on for this one; None where it ends for good."""
        if post.pk in self.people.posts:
            return self.people.posts[post.pk]
        fate, lasts = self.fates[post.unit_id], post.valid_to != self.eve
        unit = self.units[fate.main.code]
        if post.valid_from > self.eve:
            post.unit = unit
            return self._keep(post, self.together.save(post, "unit"))
        if hasattr(post, "continued_by"):
            self._note_people(post, post.continued_by)
            return self._keep(post, post.continued_by)
        postings = self._holders(post, lasts=lasts)
        if post.is_head and not self._leads(fate, unit):
            self._end(post, postings, lasts=lasts)
            return None
        if not lasts and not postings:
            return None
        new = Post(
            unit=unit,
            title=post.title,
            title_en=post.title_en,
            role=post.role,
            is_head=post.is_head,
            is_deputy=post.is_deputy,
            reports_to=self._superior(post, unit),
            valid_from=self.on,
            valid_to=post.valid_to if lasts else None,
            continues=post,
        )
        self._keep(post, self.together.save(new))
        self.people.opened.append(str(new))
        if new.is_head:
            self.heads[unit.pk] = new
        for posting in postings:
            self._carry(posting, new, lasts=lasts)
        if lasts:
            self.together.end(post, "valid_to", self.eve)
            self.people.ended.append(str(post))
        return new

    def _keep(self, old: Post, new: Post) -> Post:
        self.people.posts[old.pk] = new
        return new

    def _holders(self, post: Post, *, lasts: bool) -> list[Posting]:
        """Who holds the post over the day; of a post that had ended, who held it to the end and has no other since."""
        postings = post.postings.select_related("officer", "post__unit", "continued_by")
        if lasts:
            return list(postings.filter(outlasting(self.eve, SERVICE)))
        placed = Posting.objects.filter(starts_on=self.on).values("officer_id")
        return list(postings.filter(ends_on=self.eve).exclude(officer_id__in=placed))

    def _carry(self, posting: Posting, post: Post, *, lasts: bool) -> None:
        if posting.starts_on > self.eve:
            posting.post = post
            self.together.save(posting, "post")
            return
        new = Posting(
            officer=posting.officer,
            post=post,
            starts_on=self.on,
            ends_on=posting.ends_on if lasts else None,
            continues=posting,
        )
        self.together.save(new)
        if lasts:
            self.together.end(posting, "ends_on", self.eve)
        self.people.postings[posting.pk] = new
        self.people.carried.append(Move(str(posting.officer), str(posting.post), str(post)))

    def _end(self, post: Post, postings: list[Posting], *, lasts: bool) -> None:
        """A post that nobody holds from the day."""
        for posting in postings:
            if posting.starts_on > self.eve:
                text = _("%(who)s is to hold the post “%(post)s” later: change that appointment first.")
                raise OrganizationError(text % {"who": posting.officer, "post": post})
            if lasts:
                self.together.end(posting, "ends_on", self.eve)
            self.people.postings[posting.pk] = None
            self.lost.append(posting)
        if lasts:
            self.together.end(post, "valid_to", self.eve)
            self.people.ended.append(str(post))

    def _note_people(self, old: Post, new: Post) -> None:
        """The people of a post that was carried over before."""
        for posting in old.postings.filter(ends_on=self.eve, continued_by__post=new).select_related(
            "continued_by"
        ):
            self.people.postings[posting.pk] = posting.continued_by

    def _leads(self, fate: Fate, unit: Unit) -> bool:
        """Whether the head of this former unit leads the new one, which has no other head."""
        return self.layout.heads.get(fate.main.code) == fate.old.pk and self._head(unit) is None

    def _head(self, unit: Unit) -> Post | None:
        if unit.pk not in self.heads:
            posts = Post.objects.filter(covering(self.on, VALIDITY), unit=unit, is_head=True)
            self.heads[unit.pk] = posts.first()
        return self.heads[unit.pk]

    def _superior(self, post: Post, unit: Unit) -> Post | None:
        above = post.reports_to
        if above is None or above.pk not in self.former:
            return above
        return self._continue(self.former[above.pk]) or self._head(unit)

    def _stand_ins(self) -> None:
        """Absences over the day go on between the postings that follow, where both have one."""
        known = self.people.postings
        runs_on = outlasting(self.eve, SERVICE)
        rows = StandIn.objects.filter(runs_on, Q(posting__in=known) | Q(stand_in__in=known)).select_related(
            "posting__officer", "posting__post__unit", "stand_in__officer", "stand_in__post__unit"
        )
        for row in rows:
            away = known.get(row.posting_id, row.posting)
            deputy = known.get(row.stand_in_id, row.stand_in)
            self._stand_in(row, away, deputy)

    def _stand_in(self, row: StandIn, away: Posting | None, deputy: Posting | None) -> None:
        was, last = str(row), row.ends_on
        if row.starts_on <= self.eve:
            self.together.end(row, "ends_on", self.eve)
            row = StandIn(starts_on=self.on, ends_on=last, reason=row.reason)
        if away is not None and deputy is not None:
            row.posting, row.stand_in = away, deputy
            if _can_be(row):
                self.people.stand_ins.append(str(self.together.save(row)))
                return
        if row.pk is not None:
            row.delete()  # nothing happened by it yet; its history stays
        if away is not None:
            self.people.by_hand.append(_("Name somebody to stand in: %(was)s.") % {"was": was})

    def _reports_from_elsewhere(self) -> None:
        """Posts of other units that reported to one that ends: a line of command is for people to decide."""
        ended = [pk for pk, post in self.former.items() if post.valid_from <= self.eve]
        others = Post.objects.filter(covering(self.on, VALIDITY), reports_to__in=ended).exclude(
            pk__in=self.former
        )
        for post in others.exclude(continues__in=self.former).select_related("unit", "reports_to__unit"):
            text = _("Say to whom “%(post)s” reports: until now to “%(above)s”.")
            self.people.by_hand.append(text % {"post": post, "above": post.reports_to})


def _can_be(absence: StandIn) -> bool:
    try:
        absence.full_clean()
    except ValidationError:
        return False
    return True
