"""What an inspector is shown of the citizen behind a case.

A name that was withheld, and whoever reports wrongdoing, stay sealed: neither the name nor what could lead to it, such
as a network address, is shown (Law on Denunciations 25/2018, art. 8, 56).
"""

from __future__ import annotations

from dataclasses import dataclass

from cases.models import Case, Complainant
from cases.vocabulary import SECRET_KINDS

SHOWN_OF_A_NUMBER = 3


@dataclass(frozen=True)
class Citizen:
    """Who filed a case, as far as it may be shown: `phone` and `email` only as what they end or begin with."""

    sealed: bool
    name: str = ""
    phone: str = ""
    email: str = ""


def is_sealed(case: Case) -> bool:
    """Whether the identity behind the case stays closed: also when it was taken for another kind only later."""
    if case.anonymous or case.is_secret:
        return True
    return bool(Case.history.model.objects.filter(id=case.pk, kind__in=SECRET_KINDS).exists())


def citizen_of(case: Case) -> Citizen | None:
    """Who filed the case; None where the identity was removed when its keeping time was over."""
    if is_sealed(case):
        return Citizen(sealed=True)
    person = Complainant.objects.filter(case=case).first()
    if person is None:
        return None
    phone = f"••• {person.phone[-SHOWN_OF_A_NUMBER:]}" if person.phone else ""
    name, at, domain = person.email.partition("@")
    return Citizen(
        sealed=False,
        name=person.name,
        phone=phone,
        email=f"{name[:1]}•••{at}{domain}" if person.email else "",
    )
