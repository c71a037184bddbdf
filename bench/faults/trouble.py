"""How the gateway fails in a run: which faults, how often, and a count of those that were dealt out."""

from __future__ import annotations

import random
from collections import Counter

from tests.fakes.twilio_server import Fault

# Codes that Twilio refuses a message by for good, and that say nothing about the person or the account.
REFUSALS = (21612, 21408)
# Out of a thousand requests to send. A third fails; the slow ones are few because each holds a worker for ten seconds.
PER_THOUSAND: dict[Fault | int, int] = {
    REFUSALS[0]: 10,
    REFUSALS[1]: 10,
    Fault.THROTTLED: 80,
    Fault.UNAVAILABLE: 50,
    Fault.BAD_GATEWAY: 20,
    Fault.RESET_BEFORE: 40,
    Fault.RESET_AFTER: 50,
    Fault.ERROR_AFTER: 40,
    Fault.PAGE_AFTER: 15,
    Fault.CUT_AFTER: 13,
    Fault.HOLD_AFTER: 3,
    Fault.LATE: 2,
}
LOOKS_FAILING = 1 / 3


class Trouble:
    """Draws faults for the stand-in, which asks for one at a time."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a draw that can be repeated
        self._faults = [*PER_THOUSAND, None]
        self._weights = [*PER_THOUSAND.values(), 1000 - sum(PER_THOUSAND.values())]
        self.asked = 0
        self.dealt: Counter[Fault | int] = Counter()
        self.looks: Counter[bool] = Counter()

    def draw(self) -> Fault | int | None:
        """The fault of one request to send; None for most."""
        self.asked += 1
        [fault] = self._chance.choices(self._faults, self._weights)
        if fault is not None:
            self.dealt[fault] += 1
        return fault

    def look_fails(self) -> bool:
        """Whether one request to look fails."""
        fails = self._chance.random() < LOOKS_FAILING
        self.looks[fails] += 1
        return fails

    @property
    def refused(self) -> int:
        """How many requests were refused for good."""
        return sum(self.dealt[code] for code in REFUSALS)
