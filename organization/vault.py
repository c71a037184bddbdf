"""The vault for personal data: what it seals is unreadable in the database and in a stolen copy of it.

The keys are `settings.IDENTITY_KEYS`, newest first. The newest seals; every one of them still opens. To
rotate, put a new key in front. Blind-index fingerprints come from the *oldest* key, which rotation leaves in
place, so a telephone number stored years ago is still found; retiring the oldest key means fingerprinting
everything again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class SealBroken(Exception):
    """None of the keys opens this text: a key was lost, or the text is not ours or was changed."""


def seal(text: str) -> str:
    """Encrypt `text` under the newest key. Two seals of one text differ; look-ups need `fingerprint`."""
    return _opener(tuple(settings.IDENTITY_KEYS)).encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Return the text that `seal` was given; raises `SealBroken`."""
    try:
        return _opener(tuple(settings.IDENTITY_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise SealBroken("no identity key opens this text") from error


def fingerprint(value: str) -> str:
    """Return the 64 hex digits under which `value` is found again without being readable.

    Keyed, so that the few hundred million possible telephone numbers cannot be tried by whoever holds only
    the database. Callers normalise first: the same person must give the same characters.
    """
    return hmac.new(_index_key(settings.IDENTITY_KEYS[-1]), value.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _opener(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


@lru_cache(maxsize=4)
def _index_key(oldest: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"identity fingerprint")
    return derive.derive(base64.urlsafe_b64decode(oldest))


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class SealedTextField(_Text):
    """Text that is sealed on its way into the database and opened on its way out.

    An empty text is stored empty. It cannot be searched: every look-up but `isnull` is refused. Histories
    leave it out, because a history cannot be erased.
    """

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        prepared = super().get_db_prep_save(value, connection)
        return seal(prepared) if isinstance(prepared, str) and prepared else prepared

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return unseal(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: look it up by its fingerprint")
        return super().get_lookup(lookup_name)
