"""The letter by which a case was forwarded, ready to print (Decree 30/2020/NĐ-CP, art. 8)."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.models import Complainant, ForwardingLetter
from cases.views.access import DeskRequest, at_the_desk, case_or_404
from organization.models import Tier, Unit

_SORT = re.compile(r"^(Tỉnh|Thành phố|Huyện|Quận|Thị xã|Xã|Phường|Thị trấn|Đặc khu)\s+")


@at_the_desk
def letter(request: DeskRequest, code: str) -> HttpResponse:
    """The letter as it went out. A secret matter's letter names no citizen (Law on Denunciations, art. 8, 56)."""
    at = timezone.now()
    case = case_or_404(request, code, at=at)
    written = ForwardingLetter.objects.filter(case=case).select_related("unit__parent").first()
    if written is None:
        raise Http404
    person = Complainant.objects.filter(case=case).first()
    withheld = case.is_secret or case.anonymous
    context = {
        "case": case,
        "letter": written,
        "issuer": _office(written.unit),
        "above": written.unit.parent and _office(written.unit.parent),
        "number": f"{written.number:02}/{_symbol(written.unit)}",
        "seat": _SORT.sub("", written.unit.name),
        "day": timezone.localdate(written.at),
        "name": "" if withheld or person is None else person.name,
        "post": written.signed_post.removesuffix(f", {written.unit.name}"),
    }
    return render(request, "desk/letter.html", context)


def _office(unit: Unit) -> str:
    """The body that issues letters: the people's committee of a place, else the unit itself."""
    if unit.tier == Tier.DEPARTMENT:
        return unit.name
    return f"Ủy ban nhân dân {unit.name[0].lower()}{unit.name[1:]}"


def _symbol(unit: Unit) -> str:
    """The sign of the issuing body after the number."""
    return "CV" if unit.tier == Tier.DEPARTMENT else "UBND"
