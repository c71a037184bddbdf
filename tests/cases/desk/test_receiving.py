"""A person is not received only on a ground of the law, on record, and with a notice where one is due."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases import deadlines
from cases.grounds import REFUSAL_TO_RECEIVE
from cases.models import ReceptionRefusal
from tests.factories.desk import Desk
from tests.factories.organization import Cast

HAPPENED = "Người đến say rượu, to tiếng ở phòng tiếp dân."


def refused(desk: Desk, **fields: str) -> str:
    return desk.send(reverse("desk:refuse_reception"), **{"because": HAPPENED, **fields})


def test_the_counter_leads_to_it_and_every_ground_shows_its_law(reception: Desk) -> None:
    reception.open(reverse("desk:new"))
    assert reverse("desk:refuse_reception") in reception.html
    page = reception.open(reverse("desk:refuse_reception"))
    for ground in REFUSAL_TO_RECEIVE:
        assert f'value="{ground.code}"' in reception.html
    assert "Everybody who came was received." in page
    assert "a written notice within 3 working days" in page


def test_a_refusal_is_on_record_with_ground_words_name_and_post(reception: Desk, cast: Cast) -> None:
    page = refused(reception, ground="intoxicated")
    refusal = ReceptionRefusal.objects.get()
    assert (refusal.unit, refusal.ground, refusal.reason) == (cast.commune, "intoxicated", HAPPENED)
    assert refusal.officer_name == cast.reception.officer.full_name
    assert "Please come back when you are well" in page
    assert refusal.notice_due_at is None


def test_where_the_law_asks_for_a_written_notice_its_day_is_said(reception: Desk) -> None:
    page = refused(reception, ground="settled_and_reviewed", text="Việc này đã được giải quyết.")
    refusal = ReceptionRefusal.objects.get()
    assert refusal.notice_due_at
    # Three working days after Monday 5 October.
    assert str(deadlines.last_day_of(refusal.notice_due_at)) == "2026-10-08"
    assert "in writing by" in page
    assert "Việc này đã được giải quyết." in page


@pytest.mark.parametrize("fields", [{}, {"ground": "boring"}, {"ground": "intoxicated", "because": " "}])
def test_without_a_ground_of_the_law_and_a_reason_nobody_is_refused(
    reception: Desk, fields: dict[str, str]
) -> None:
    refused(reception, **fields)
    assert not ReceptionRefusal.objects.exists()
    assert fields.get("because", HAPPENED).strip() in reception.html


def test_another_commune_does_not_see_it_and_the_level_above_does(
    reception: Desk, province: Desk, cast: Cast
) -> None:
    refused(reception, ground="weapons")
    address = ReceptionRefusal.objects.get().get_absolute_url()
    province.open(address)
    assert province.status == 200
    ReceptionRefusal.objects.create(
        unit=cast.neighbour, ground="weapons", text="…", reason="…", at="2026-10-05T08:00Z", officer_name="x"
    )
    reception.open(ReceptionRefusal.objects.latest("pk").get_absolute_url())
    assert reception.status == 404


def test_what_is_on_record_stays_as_it_is(reception: Desk) -> None:
    refused(reception, ground="weapons")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReceptionRefusal.objects.update(reason="khác")
