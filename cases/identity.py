"""The second factor: what, beside the code, opens the content of a case to the citizen who filed it."""

from __future__ import annotations

import hmac
import secrets

from cases.models import Case, Complainant
from organization.vault import fingerprint

PIN_DIGITS = 6
PHONE_DIGITS = 4


def new_pin() -> str:
    """Six random digits, shown once at filing."""
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"


def pin_key(code: str, pin: str) -> str:
    """What is kept of a PIN: a keyed digest, worthless without the vault's key. Six digits need no slower one."""
    return fingerprint(f"pin:{code}:{pin}")


def opens(case: Case, secret: str) -> bool:
    """Whether `secret` is the PIN of the case, or the last four digits of the phone it was filed with."""
    secret = "".join(secret.split())
    person = Complainant.objects.filter(case=case).first()
    if person is None or not secret.isascii() or not secret.isdigit():
        return False
    if len(secret) == PHONE_DIGITS:
        return bool(person.phone) and hmac.compare_digest(person.phone[-PHONE_DIGITS:], secret)
    return hmac.compare_digest(person.pin_key, pin_key(case.code, secret))
