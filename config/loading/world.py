"""What all invented cases share: the shapes of the tables, the offices, the categories, the terms, and new keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from random import Random

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from cases import ladder, routing
from cases.conflict import Facts
from cases.errors import NoHigherUnit
from cases.ladder import Route
from cases.models import (
    Case,
    CaseEvent,
    CaseRating,
    Category,
    Complainant,
    ForwardingLetter,
    Letter,
    Statement,
    Term,
    TermExtension,
    TermPause,
    Visit,
)
from cases.routing import Matter
from cases.services.intake import kind_by_channel, track_of
from cases.settlers import rows_in_force
from cases.vocabulary import SECRET_KINDS, Kind, Modifier, Stage, Track
from config.loading import words
from config.loading.deeds import CHANNELS, Weighted
from config.loading.offices import Clerk, Office, Offices
from config.loading.rows import Shape, TrackedShape
from config.loading.terms import Terms
from config.loading.writing import new_keys
from organization.actors import Channel
from organization.models import Officer, Unit
from organization.names import fold

BY_HAND = frozenset({Kind.DENUNCIATION})
ABOUT_SOMEBODY = frozenset({Kind.COMPLAINT, Kind.DENUNCIATION, Kind.TIP})
DUE_SINCE, LONGEST_TERM = 10, 120  # days
CATEGORY_WEIGHTS = {"environment": 22, "roads": 18, "land": 14, "services": 10, "conduct": 7, "farming": 6}
folded = lru_cache(4096)(fold)


@dataclass(frozen=True, slots=True)
class Filing:
    """What came in: from whom, where, about what."""

    code: str
    kind: Kind
    channel: Channel
    category: Category
    office: Office
    route: Route
    said: list[str]
    place: str
    at: datetime
    lat: Decimal | None
    lng: Decimal | None
    anonymous: bool
    phone: str
    number: int
    about_id: int | None
    remote: bool
    letter_number: int

    @property
    def track(self) -> Track:
        """The way of the law that it goes."""
        return track_of(self.kind)

    @property
    def is_secret(self) -> bool:
        """Whether nothing sent out may name its kind or target."""
        return self.kind in SECRET_KINDS

    @property
    def modifiers(self) -> list[str]:
        """The circumstances for which a rule may give another length."""
        return [Modifier.REMOTE.value] if self.remote else []

    @property
    def search_text(self) -> str:
        return " ".join(folded(part) for part in (*self.said, self.place))


class World:
    """Read once for each process. Letters are numbered on from `letters`."""

    def __init__(self, now: datetime, letters: int) -> None:
        self.now, self._letters = now, letters
        self.connection = connection = connections[DEFAULT_DB_ALIAS]
        self.case = TrackedShape(Case, connection)
        self.term = TrackedShape(Term, connection)
        self.pause = TrackedShape(TermPause, connection)
        self.extension = Shape(TermExtension, connection)
        self.event = Shape(CaseEvent, connection)
        self.statement = Shape(Statement, connection)
        self.rating = Shape(CaseRating, connection)
        self.complainant = Shape(Complainant, connection)
        self.terms = Terms()
        self.forwarding = Shape(ForwardingLetter, connection)
        self.letter = TrackedShape(Letter, connection)
        self.visit = TrackedShape(Visit, connection)
        self.offices = Offices(now)
        self._law = rows_in_force(timezone.localdate(now))
        categories = list(Category.objects.filter(active=True).order_by("position", "code"))
        self.categories = Weighted(*((CATEGORY_WEIGHTS.get(each.code, 2), each) for each in categories))
        self._start = lru_cache(None)(self._route)
        self.up = lru_cache(None)(self._up)
        self._days_of_due: dict[tuple[Kind, Stage], Sequence[date]] = {}
        self._keys: dict[str, Iterator[int]] = {}

    def begin_chunk(self) -> None:
        """Forget the keys that were taken in an earlier transaction."""
        models = {"case": Case, "term": Term, "pause": TermPause, "letter": Letter, "visit": Visit}
        self._keys = {name: new_keys(model, self.connection) for name, model in models.items()}

    def key(self, name: str) -> int:
        """A new key for a row of that sort."""
        return next(self._keys[name])

    def filing(
        self, rng: Random, kind: Kind, *, code: str, number: int, at: datetime, below_top: bool = False
    ) -> Filing:
        """Something that came in at a moment; `below_top` where it must be able to go up."""
        channel = Channel.DESK if kind in BY_HAND else CHANNELS.draw(rng)
        kind = kind_by_channel(kind, channel)
        place = rng.choice(self.offices.communes)
        while True:
            category, about = self.categories.draw(rng), None
            if kind in ABOUT_SOMEBODY and place.officers and rng.random() < 0.25:
                about = rng.choice(place.officers).posting.officer
            route = self._start(track_of(kind), category, place.unit, about)
            office = self.offices.of(route.unit.pk)
            if office and route.rung.posting and (office.above or not below_top):
                break
        on_map = channel == Channel.WEB and rng.random() < 0.4
        return Filing(
            code=code,
            kind=kind,
            channel=channel,
            category=category,
            office=office,
            route=route,
            said=words.matter(rng, category.code, kind),
            place=words.place(rng),
            at=at,
            lat=Decimal(rng.randrange(19_000_000, 19_300_000)).scaleb(-6) if on_map else None,
            lng=Decimal(rng.randrange(105_500_000, 105_800_000)).scaleb(-6) if on_map else None,
            anonymous=rng.random() < 0.08,
            # No telephone has the area code 200: nobody real can ever be texted.
            phone=f"+84200{rng.randrange(10**7):07}" if channel == Channel.SMS or rng.random() < 0.8 else "",
            number=number,
            letter_number=self._letters + number + 1,
            about_id=about.pk if about else None,
            remote=place.unit.is_remote or office.unit.is_remote,
        )

    def days_of_due(self, kind: Kind, stage: Stage) -> Sequence[date]:
        """The days on which a term began that ran out in the last days."""
        if (kind, stage) not in self._days_of_due:
            self._days_of_due[kind, stage] = self.terms.days_of_due(
                track_of(kind), stage, days=DUE_SINCE, longest=LONGEST_TERM, now=self.now
            )
        return self._days_of_due[kind, stage]

    def _route(self, track: Track, category: Category, place: Unit, about: Officer | None) -> Route:
        """Where a matter begins."""
        return routing.decide(Matter(track, category, place, about), chart=self.offices.chart, rows=self._law)

    def _up(
        self, unit: Unit, track: Track, about_id: int | None
    ) -> tuple[Route, Office, Clerk | None] | None:
        """The next level up with its office and who gets the case; None at the top."""
        try:
            route = ladder.up(unit, Facts(track, about_id), self.offices.chart)
        except NoHigherUnit:
            return None
        office, posting = self.offices.of(route.unit.pk), route.rung.posting
        return (route, office, self.offices.clerk(posting) if posting else None) if office else None
