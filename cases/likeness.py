"""How alike two texts are: whether they say the same, and how much of what they say is shared.

Nothing is read here. Accents, case and punctuation do not count; numbers do: the lamp before house 5 is not the one
before house 6, however alike the words are.
"""

from __future__ import annotations

import re
from collections import Counter

from organization.names import fold

# What two texts that say the same must share at least, of all runs of three words in either.
SAME = 0.9
RUN = 3
# With fewer words one that differs may be the whole difference: short texts are the same only word by word.
SHORT = 12

_WORDS = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """The words of a text in the form in which they are compared."""
    return _WORDS.findall(fold(text))


def says_the_same(one: str, other: str) -> bool:
    """Whether two texts are word for word the same, or so nearly that only slips of writing set them apart.

    Texts without a word say nothing, and so never the same.
    """
    these, those = words_of(one), words_of(other)
    if not these or not those:
        return False
    if these == those:
        return True
    shorter, longer = sorted((len(these), len(those)))
    if shorter < SHORT or shorter < SAME * longer or _numbers(these) != _numbers(those):
        return False
    return shared(_runs(these), _runs(those)) >= SAME


def shared(these: set[str], those: set[str]) -> float:
    """The part of two sets that is in both, from 0 to 1 (Jaccard)."""
    either = len(these | those)
    return len(these & those) / either if either else 0.0


def _runs(words: list[str]) -> set[str]:
    return {" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def _numbers(words: list[str]) -> Counter[str]:
    return Counter(word for word in words if any(sign.isdigit() for sign in word))
