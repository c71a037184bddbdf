"""The public code of a case: seven random digits and a Damm check digit.

The code is a name, not a key: knowing it never shows what a citizen wrote.
"""

from __future__ import annotations

import re
import secrets

from stdnum import damm

RANDOM_DIGITS = 7
LENGTH = RANDOM_DIGITS + 1
_SEPARATORS = re.compile(r"[\s\-.]+")
_WRITTEN = re.compile(r"(?:PA)?(\d{8,12})")


def new_code() -> str:
    """Eight digits nobody can guess the next of; the caller retries on the rare collision."""
    digits = f"{secrets.randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}d}"
    return digits + damm.calc_check_digit(digits)


def read_code(text: str) -> str | None:
    """The code a person wrote, with or without spaces, dashes and the prefix PA; None where it is not one."""
    found = _WRITTEN.fullmatch(_SEPARATORS.sub("", text).upper())
    if found and found[1].isascii() and damm.is_valid(found[1]):
        return found[1]
    return None


def show_code(code: str) -> str:
    """`12345671` as people read it aloud: `1234 5671`."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
