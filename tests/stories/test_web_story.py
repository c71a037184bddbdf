"""One story through the front doors: filed with a photo, answered, disputed, one level up, read by the inspector."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.models import Case
from tests.factories.cases import reference_data
from tests.factories.citizen import Citizen
from tests.factories.desk import Desk
from tests.factories.files import a_photo
from tests.factories.organization import a_cast


@pytest.mark.django_db
def test_a_matter_travels_from_a_citizen_to_the_inspector() -> None:
    reference_data()
    cast = a_cast()
    citizen = Citizen()
    receipt = citizen.report(cast.commune.code, phone="0912345678", attachments=[a_photo()])
    case = Case.objects.get()
    assert case.shown_code in receipt
    assert "under rule R1" in receipt

    officer = Desk("officer")
    officer.move(case, "accept", because="It is ours to settle.")
    officer.move(case, "answer", because="Seen on the spot.", text="The drain is open again.")
    case.refresh_from_db()
    assert (case.state, case.unit) == ("answered", cast.commune)

    assert "The drain is open again." in citizen.follow(case)
    citizen.say(case, "dispute", text="It is blocked again.")
    case.refresh_from_db()
    assert (case.state, case.unit, case.holder) == ("accepted", cast.top, cast.province)

    assert "It is blocked again." in Desk("province").open(reverse("desk:case", args=[case.code]))
    assert "It is blocked again." not in Desk("officer").open(reverse("desk:case", args=[case.code]))

    record = Desk("inspector").open(reverse("inspection:case", args=[case.code]))
    for told in ("It is ours to settle.", "Seen on the spot.", "Trần Văn Việc", "Xã Gốc Đa → Tỉnh Thử"):
        assert told in record
