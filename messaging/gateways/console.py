"""Sends nowhere: writes one line to the console. The way out of an installation that has no operator yet."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from django.conf import settings

from messaging.gateways.base import Accepted, Outgoing


class ConsoleGateway:
    """Shows the end of the number and the template; the text too, but only in development."""

    name = "console"
    numbers: frozenset[str] = frozenset()
    is_pulled = False
    can_find = False

    def send(self, message: Outgoing) -> Accepted:
        """Write the line; it is accepted by having been written."""
        text = message.body if settings.ENVIRONMENT == "development" else f"({len(message.body)} characters)"
        sys.stdout.write(f"SMS to …{message.to[-3:]} [{message.template}] {text}\n")
        sys.stdout.flush()
        return Accepted(f"console-{message.id}")

    def find(self, message: Outgoing) -> Sequence[str]:
        """A console keeps nothing."""
        return ()
