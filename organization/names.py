"""How names are compared and shown: without marks, without case, in the reader's language."""

from __future__ import annotations

import unicodedata

from django.utils.translation import get_language

_STROKE = str.maketrans({"đ": "d", "Đ": "D"})


def without_diacritics(text: str) -> str:
    """Return `text` in plain letters, case kept, in NFC: "Quỳnh Lưu" gives "Quynh Luu"."""
    letters = unicodedata.normalize("NFD", text.translate(_STROKE))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", plain)


def fold(text: str) -> str:
    """Return the form under which two spellings of one name are equal.

    Compatibility forms joined (NFKC), marks and case removed, runs of white space made one, ends trimmed.
    """
    return " ".join(without_diacritics(unicodedata.normalize("NFKC", text)).lower().split())


def in_active_language(vietnamese: str, english: str) -> str:
    """Return the English text for a reader of English when there is one, else the official Vietnamese."""
    if english and (get_language() or "").startswith("en"):
        return english
    return vietnamese
