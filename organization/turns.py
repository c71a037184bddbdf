"""Taking turns: who does something under the same name waits until the transaction of the one before has ended."""

from __future__ import annotations

from enum import IntEnum

from django.db import connection


class Line(IntEnum):
    """What people stand in line for; names of one line never meet those of another."""

    SENDING = 0  # to be kept, by its token
    PERSON = 1  # to have an effect, by the fingerprint of who speaks
    LONG_TEXT = 2  # to be placed with the other pieces, by sender and reference


def wait_for_turn(line: Line, name: str) -> None:
    """Wait until nobody else has this name in this line, and have it until the caller's transaction ends."""
    if connection.vendor == "postgresql":  # SQLite lets in one writing transaction at a time anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [name, line.value])
