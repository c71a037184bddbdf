"""What is posted in a run: which texts, from which phones, which of them again, and in what order.

The same size and seed give the same plan, so that every process makes it for itself.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bench.texts import SAMPLES, Sort

OWN_NUMBER = "+15005550006"
# What one phone sends, in order. Three reports, one word that is not understood: far from the limits of a number.
HABITS: Sequence[Sequence[Sort]] = (
    (Sort.REPORT,),
    (Sort.REPORT,),
    (Sort.REPORT, Sort.TRACK),
    (Sort.REPORT, Sort.REPORT),
    (Sort.NONSENSE, Sort.REPORT),
    (Sort.HELP, Sort.REPORT, Sort.TRACK),
    (Sort.REPORT, Sort.REPORT, Sort.TRACK, Sort.REPORT),
    (Sort.TRACK,),
)
REPEATED = 0.20
BESIDE = 0.5  # of the repeats so many are posted beside the first, the others a while after
LATE = 0.05
A_WHILE = 400  # so many places in the order at most


@dataclass(frozen=True)
class Text:
    """One text as the network has it. `sid` is its name there."""

    sid: str
    sender: str
    body: str
    sort: Sort


@dataclass(frozen=True)
class Plan:
    """The texts, and the posts in their order: the texts of one post leave at the same moment."""

    texts: Sequence[Text]
    posts: Sequence[Sequence[Text]]
    late: int

    @property
    def repeats(self) -> int:
        """How many posts bring what another one brings too."""
        return sum(len(post) for post in self.posts) - len(self.texts)


def plan(size: int, *, seed: int = 1) -> Plan:
    """Plan the posts of `size` texts: one in five is posted again, one in twenty after what was written later."""
    chance = random.Random(seed)  # noqa: S311 - a draw that can be repeated
    texts = _texts(size, chance)
    places: dict[float, list[Text]] = {}
    late = 0
    for place, text in enumerate(texts):
        away = 0.0
        if chance.random() < LATE:
            late += 1
            away = chance.randint(2, A_WHILE) + 0.3
        at = place + away
        post = places.setdefault(at, [])
        post.append(text)
        if chance.random() < REPEATED:
            if chance.random() < BESIDE:
                post.append(text)
            else:
                places.setdefault(at + chance.randint(1, A_WHILE) + 0.6, []).append(text)
    return Plan(texts, [places[at] for at in sorted(places)], late)


def _texts(size: int, chance: random.Random) -> list[Text]:
    """The texts in the order in which they were written; phones write at the same time as others, each in its order."""
    samples = defaultdict(list)
    for sample in SAMPLES:
        samples[sample.sort].append(sample.words)
    written: list[tuple[float, str, Sort]] = []
    phone = 0
    while len(written) < size:
        phone += 1
        sender, moment = f"+849{phone:08}", chance.random() * size
        for sort in chance.choice(HABITS)[: size - len(written)]:
            written.append((moment, sender, sort))
            moment += chance.randint(1, 40)
    return [
        Text(
            sid=f"SM{chance.getrandbits(128):032x}",
            sender=sender,
            body=chance.choice(samples[sort]).replace("{n}", str(number)),
            sort=sort,
        )
        for number, (_moment, sender, sort) in enumerate(sorted(written), start=1)
    ]
