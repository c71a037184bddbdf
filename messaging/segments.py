"""What a text weighs on the air: GSM-7 or UCS-2, units, segments; and how to make it light.

GSM 03.38: 160 septets fit one GSM-7 message, 153 each when joined; 70 and 67 sixteen-bit units for UCS-2. One letter
outside the GSM alphabet turns the whole message to UCS-2, and nearly every accented Vietnamese letter is outside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from organization.names import without_diacritics

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Sent as an escape and a letter: two septets each.
EXTENDED = frozenset("\f^{}\\[~]|€")
ALPHABET = BASIC | EXTENDED

SINGLE = 160
_LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("•·", "-"),
        "…": "...",
        "×": "x",
        "₫": "d",
    }
)
_SPACES = re.compile(r"\s+")


class Encoding(StrEnum):
    """How the network carries a text."""

    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


@dataclass(frozen=True)
class Weight:
    """What a text costs: `units` are septets (GSM-7) or 16-bit units (UCS-2); `free` are left in the last segment."""

    encoding: Encoding
    units: int
    segments: int
    free: int


def weigh(text: str) -> Weight:
    """Count the segments of a text as the network does: no escape and no surrogate pair is split between two."""
    if ALPHABET.issuperset(text):
        encoding, single, joined = Encoding.GSM7, SINGLE, 153
        widths = [2 if letter in EXTENDED else 1 for letter in text]
    else:
        encoding, single, joined = Encoding.UCS2, 70, 67
        widths = [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    units = sum(widths)
    if units <= single:
        return Weight(encoding, units, 1, single - units)
    segments, used = 1, 0
    for width in widths:
        if used + width > joined:
            segments, used = segments + 1, 0
        used += width
    return Weight(encoding, units, segments, joined - used)


def plain(text: str) -> str:
    """The text as one line of GSM-7: accents removed, typographic signs replaced, what cannot be carried left out."""
    light = without_diacritics(text).translate(_LOOKALIKES)
    return _SPACES.sub(
        " ", "".join(letter for letter in light if letter in ALPHABET or letter.isspace())
    ).strip()


def cut(text: str, units: int) -> str:
    """The longest beginning of a GSM-7 text that weighs at most `units` septets; a cut shows as two full stops."""
    if weigh(text).units <= units:
        return text
    kept, used = "", 2
    for letter in text:
        used += 2 if letter in EXTENDED else 1
        if used > units:
            break
        kept += letter
    return kept.rstrip() + ".."
