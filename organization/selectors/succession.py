"""A reorganisation laid over the units as they are: what each code means, and what cannot be so.

Former units are read as they are on the eve and the others as they are on the day, so that a plan that was carried out
before, wholly or in part, is recognised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from organization.errors import PlanRefused, Problem
from organization.models import Post, Tier, Unit
from organization.names import fold
from organization.periods import VALIDITY, covering, outlasting
from organization.selectors.units import units_on
from organization.succession import Action, Link, Plan


@dataclass(frozen=True)
class Opening:
    """A unit that is there on the day: `unit` where it exists already, else what is to be opened under `above`."""

    code: str
    unit: Unit | None
    name: str
    name_en: str
    tier: Tier
    above: Opening | None = None


@dataclass(frozen=True)
class Fate:
    """What becomes of a unit: `main` takes its posts, people and matters, so far as nothing else does.

    `heirs` are all that take over, with the row that says so; none for a part, which follows the unit it belongs to.
    `stays` is true where it only gives something away.
    """

    old: Unit
    main: Opening
    heirs: tuple[tuple[Link, Opening], ...] = ()
    stays: bool = False


@dataclass
class Layout:
    """The plan in terms of rows. Fates come from above to below; `not_begun` parts only change what is above them."""

    plan: Plan
    openings: dict[str, Opening] = field(default_factory=dict)
    fates: dict[int, Fate] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)
    not_begun: list[tuple[Unit, Opening]] = field(default_factory=list)


def lay_out(plan: Plan) -> Layout:
    """Read the plan against the units; raises `PlanRefused` with every row that does not fit them."""
    survey = _Survey(plan)
    survey.run()
    if survey.problems:
        raise PlanRefused(survey.problems)
    return survey.layout


class _Survey:
    """One reading of a plan, with the problems found on the way."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.layout = Layout(plan)
        self.problems: list[Problem] = []
        codes = {link.new for link in plan.links} | {link.parent for link in plan.links}
        self.before = _by_code(units_on(plan.eve).filter(code__in=plan.by_old))
        self.after = _by_code(units_on(plan.on).filter(code__in=codes))
        self.ended = {unit.pk for code, unit in self.before.items() if code in plan.ended}

    def run(self) -> None:
        for code, links in self.plan.by_old.items():
            if code in self.before:
                self._fate(self.before[code], links)
            else:
                text = _("No unit bears the code %(code)s on %(day)s.")
                self._wrong(links[0], text % {"code": code, "day": f"{self.plan.eve:%d/%m/%Y}"})
                for link in links:
                    if link.new and link.new not in self.plan.opened:
                        self._opening(link.new, link)
        if not self.problems:
            self._heads()
            self._parts()

    def _wrong(self, link: Link, message: str) -> None:
        self.problems.append(Problem(link.row, message))

    def _fate(self, old: Unit, links: Sequence[Link]) -> None:
        heirs = [(link, opening) for link in links if (opening := self._heir(old, link))]
        main = next((opening for link, opening in heirs if link is self.plan.main(old.code)), None)
        if main:
            stays = self.plan.stays(old.code)
            self.layout.fates[old.pk] = Fate(old, main, tuple(heirs), stays=stays)
        for link in links:
            known = set(old.parts.filter(covering(self.plan.eve, VALIDITY)).values_list("code", flat=True))
            for code in link.parts:
                if code not in known:
                    self._wrong(link, _("%(code)s is no part of %(old)s.") % {"code": code, "old": old.code})
                elif code in self.plan.by_old:
                    self._wrong(link, _("%(old)s is named twice.") % {"old": code})

    def _heir(self, old: Unit, link: Link) -> Opening | None:
        if link.new:
            return self._opening(link.new, link)
        if old.parent is None:
            self._wrong(
                link, _("There is no unit above %(old)s: say where its matters go.") % {"old": old.code}
            )
        elif old.parent_id in self.ended:
            text = _("%(above)s, the unit above, ends too: say where the matters of %(old)s go.")
            self._wrong(link, text % {"above": old.parent.code, "old": old.code})
        else:
            return self._existing(old.parent)
        return None

    def _opening(self, code: str, link: Link, below: tuple[str, ...] = ()) -> Opening | None:
        """The unit of that code on the day; None, with the problem noted, when there can be none."""
        if code in self.layout.openings:
            return self.layout.openings[code]
        described = self.plan.opened.get(code)
        unit = self.after.get(code)
        if unit is not None and (unit.pk not in self.ended):
            if described and (fold(unit.name), described.tier or unit.tier) != (
                fold(described.name),
                unit.tier,
            ):
                text = _("The code %(code)s is taken by %(unit)s.") % {"code": code, "unit": unit.name}
                self._wrong(described, text)
                return None
            return self._existing(unit)
        if described is None:
            text = _("No unit bears the code %(code)s on %(day)s, and the plan does not open it.")
            self._wrong(link, text % {"code": code, "day": f"{self.plan.on:%d/%m/%Y}"})
            return None
        return self._new(described, below)

    def _existing(self, unit: Unit) -> Opening:
        opening = Opening(unit.code, unit, unit.name, unit.name_en, Tier(unit.tier))
        return self.layout.openings.setdefault(unit.code, opening)

    def _new(self, link: Link, below: tuple[str, ...]) -> Opening | None:
        """A unit to be opened, after the one above it."""
        code = link.new
        if Unit.objects.filter(code=code, valid_from__gt=self.plan.on).exists():
            self._wrong(link, _("The code %(code)s is used by another unit later.") % {"code": code})
            return None
        former = [
            self.before[each.old] for each in self.plan.links if each.new == code and each.old in self.before
        ]
        tiers = {link.tier} if link.tier else {Tier(unit.tier) for unit in former}
        if len(tiers) != 1:
            self._wrong(link, _("Say the tier of %(code)s.") % {"code": code})
            return None
        tier = tiers.pop()
        above: Opening | None = None
        parent = link.parent or self._parent_of_renamed(link)
        if parent:
            above = self._above(parent, link, (*below, code))
            if above is None:
                return None
        elif tier != Tier.PROVINCE:
            self._wrong(link, _("%(code)s needs a unit above it.") % {"code": code})
            return None
        opening = Opening(code, None, link.name, link.name_en, tier, above)
        return self.layout.openings.setdefault(code, opening)

    def _parent_of_renamed(self, link: Link) -> str:
        """A renamed unit stays where it was, under what its parent becomes."""
        old = self.before.get(link.old)
        if link.action != Action.RENAME or old is None or old.parent is None:
            return ""
        parent = old.parent
        if parent.code not in self.after and parent.code not in self.plan.opened:
            self.after |= _by_code(units_on(self.plan.on).filter(code=parent.code))
        return self.plan.main(parent.code).new if parent.code in self.plan.ended else parent.code

    def _above(self, code: str, link: Link, below: tuple[str, ...]) -> Opening | None:
        unit = self.after.get(code)
        if code in below:
            self._wrong(link, _("A unit cannot be part of itself."))
        elif code in self.plan.opened or (unit and unit.pk not in self.ended):
            return self._opening(code, link, below)
        elif code in self.plan.ended:
            self._wrong(link, _("%(new)s itself ends by this plan.") % {"new": code})
        else:
            text = _("No unit bears the code %(code)s on %(day)s, and the plan does not open it.")
            self._wrong(link, text % {"code": code, "day": f"{self.plan.on:%d/%m/%Y}"})
        return None

    def _heads(self) -> None:
        """Whose head leads each opened unit: the principal one's, else that of the only one that goes there."""
        for code, opening in self.layout.openings.items():
            fates = [fate for fate in self.layout.fates.values() if fate.main is opening and not fate.stays]
            named = [
                (fate, link)
                for fate in fates
                for link, heir in fate.heirs
                if heir is opening and link.principal and link.action == Action.MERGE
            ]
            if code in self.plan.opened:
                leading = [fate for fate, _link in named] or fates
                if len(leading) == 1:
                    self.layout.heads[code] = leading[0].old.pk
            elif named:
                link = named[0][1]
                if Post.objects.filter(
                    covering(self.plan.on, VALIDITY), unit=opening.unit, is_head=True
                ).exists():
                    self._wrong(link, _("%(new)s has a head already.") % {"new": code})
                self.layout.heads[code] = named[0][0].old.pk

    def _parts(self) -> None:
        """What belongs to a unit goes with it, and keeps its code and name; level by level."""
        level = list(self.layout.fates.values())
        while level:
            level = [below for fate in level for below in self._parts_of(fate)]

    def _parts_of(self, fate: Fate) -> Iterator[Fate]:
        given = {part: opening for link, opening in fate.heirs for part in link.parts}
        on, eve = self.plan.on, self.plan.eve
        for part in fate.old.parts.filter(outlasting(eve, VALIDITY) | Q(valid_to=eve)).order_by("code"):
            if part.pk in self.layout.fates or (fate.stays and part.code not in given):
                continue
            above = given.get(part.code, fate.main)
            if part.valid_from >= on:
                self.layout.not_begun.append((part, above))
                continue
            main = self._part_opening(part, above, fate)
            if main is None:
                continue
            self.layout.fates[part.pk] = below = Fate(part, main)
            if main.unit is None:
                self.layout.heads[main.code] = part.pk
            yield below

    def _part_opening(self, part: Unit, above: Opening, fate: Fate) -> Opening | None:
        """The part as it is on the day. One that had ended already is not revived: its matters go with the unit."""
        if part.valid_to == self.plan.eve:
            successor = Unit.objects.filter(succeeds__old=part, valid_from=self.plan.on).first()
            return self._existing(successor) if successor else above
        if part.code in self.layout.openings or part.code in self.plan.opened:
            row = fate.heirs[0][0].row if fate.heirs else 0
            text = _("The code %(code)s is taken by %(unit)s.") % {"code": part.code, "unit": part.name}
            self.problems.append(Problem(row, text))
            return None
        opening = Opening(part.code, None, part.name, part.name_en, Tier(part.tier), above)
        return self.layout.openings.setdefault(part.code, opening)


def _by_code(units: QuerySet[Unit]) -> dict[str, Unit]:
    return {unit.code: unit for unit in units.select_related("parent")}
