"""What circumstances do to the length of a term: which length holds, and how far it may be extended by decision.

Pure. A rule keeps both as small tables: `lengths` maps circumstances joined by "+" to days ("remote+complex": 60),
`extensions` maps one circumstance, or "any", to how often and by how many days each ("very_complex": [2, 30]).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.vocabulary import Modifier

ANY = "any"
JOINT = "+"
Lengths = Mapping[str, int]
Extensions = Mapping[str, list[int]]

_LENGTH = re.compile(r"([a-z_+]+)=(\d{1,3})")
_EXTENSION = re.compile(r"([a-z_]+)=(\d)x(\d{1,3})")


class BadAllowance(ValueError):
    """A table of lengths or extensions that cannot be read; the message says how it is written."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How far a term may be extended: `times` decisions of at most `days_each` days."""

    times: int = 0
    days_each: int = 0

    @property
    def days(self) -> int:
        """The most that all extensions together may add."""
        return self.times * self.days_each


def with_implied(modifiers: Collection[str]) -> frozenset[str]:
    """The circumstances with those they imply: what is very complex is complex."""
    implied = {Modifier.COMPLEX.value} if Modifier.VERY_COMPLEX in modifiers else set()
    return frozenset({str(each) for each in modifiers} | implied)


def length_of(length: int, lengths: Lengths, modifiers: Collection[str]) -> int:
    """The days that hold under these circumstances: the longest whose circumstances are all given."""
    days, _names = longest(length, lengths, modifiers)
    return days


def longest(length: int, lengths: Lengths, modifiers: Collection[str]) -> tuple[int, tuple[str, ...]]:
    """The days that hold and the circumstances that make them so, as few as do; none where the usual length holds."""
    given = with_implied(modifiers)
    entries = [(days, tuple(names.split(JOINT))) for names, days in lengths.items()]
    fitting = [(days, names) for days, names in entries if given.issuperset(names)]
    return max([(length, ()), *fitting], key=lambda each: (each[0], -len(each[1]), each[1]))


def extension_of(extensions: Extensions, modifiers: Collection[str]) -> Allowance:
    """The extensions that these circumstances allow: the most generous of those that fit."""
    given = with_implied(modifiers) | {ANY}
    fitting = [Allowance(*allowed) for name, allowed in extensions.items() if name in given]
    return max(fitting, key=lambda allowed: allowed.days, default=Allowance())


def read_lengths(text: str) -> dict[str, int]:
    """`remote=45 remote+complex=60` as a table; raises `BadAllowance`."""
    found = {}
    for part in text.replace(",", " ").replace(";", " ").split():
        match = _LENGTH.fullmatch(part)
        if match is None or set(match[1].split(JOINT)) - set(Modifier.values):
            raise BadAllowance(
                _("“%(part)s” is not written like remote+complex=60; the circumstances are %(names)s.")
                % {"part": part, "names": ", ".join(Modifier.values)}
            )
        found[JOINT.join(sorted(match[1].split(JOINT)))] = int(match[2])
    return found


def read_extensions(text: str) -> dict[str, list[int]]:
    """`complex=1x30 very_complex=2x30` as a table; raises `BadAllowance`."""
    found = {}
    for part in text.replace(",", " ").replace(";", " ").split():
        match = _EXTENSION.fullmatch(part)
        if match is None or match[1] not in {ANY, *Modifier.values}:
            raise BadAllowance(
                _("“%(part)s” is not written like complex=1x30; the circumstances are %(names)s.")
                % {"part": part, "names": ", ".join([ANY, *Modifier.values])}
            )
        found[match[1]] = [int(match[2]), int(match[3])]
    return found


def show_lengths(lengths: Lengths) -> str:
    """A table of lengths as people write it."""
    return " ".join(f"{names}={days}" for names, days in lengths.items())


def show_extensions(extensions: Extensions) -> str:
    """A table of extensions as people write it."""
    return " ".join(f"{name}={times}x{days}" for name, (times, days) in extensions.items())


def problems(length: int | None, lengths: Any, extensions: Any) -> dict[str, str]:
    """What is wrong with the tables of a rule, by field; nothing where all is well."""
    found = {"lengths": _wrong_lengths(length, lengths), "extensions": _wrong_extensions(extensions)}
    return {field: problem for field, problem in found.items() if problem}


def _wrong_lengths(length: int | None, lengths: Any) -> str:
    try:
        readable = isinstance(lengths, dict) and read_lengths(show_lengths(lengths)) == lengths
    except BadAllowance as error:
        return str(error)
    if not readable:
        return _("Write longer lengths like remote=45 complex+remote=60.")
    if length is not None and any(days <= length for days in lengths.values()):
        return _("A circumstance makes a term longer than its usual length, never shorter.")
    return ""


def _wrong_extensions(extensions: Any) -> str:
    try:
        readable = isinstance(extensions, dict) and read_extensions(show_extensions(extensions)) == extensions
    except (BadAllowance, TypeError, ValueError):
        readable = False
    if not readable:
        return _("Write extensions like complex=1x30 very_complex=2x30.")
    if any(not all(pair) for pair in extensions.values()):
        return _("An extension has at least one time and one day.")
    return ""
