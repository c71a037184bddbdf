"""A matter told at the counter, on paper or on the telephone becomes a case, once, and the person gets a receipt."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cases import identity
from cases.models import Case, Category
from cases.vocabulary import Kind
from messaging.models import OutboundMessage
from organization.actors import Channel
from tests.factories.cases import reference_data
from tests.factories.desk import Desk
from tests.factories.files import a_pdf, an_oversized_photo
from tests.factories.organization import Cast, a_cast
from tests.fakes.clock import Clock

WORDS = "Cống trước nhà văn hóa thôn 3 bị tắc, nước tràn ra đường."


def the_pin(desk: Desk) -> str:
    found = re.search(r"PIN (\d{6})", desk.text)
    return found[1] if found else ""


def enter_what_only_the_province_may_settle(desk: Desk) -> str:
    return desk.enter(text=WORDS, category=Category.objects.get(code="mining").pk)


def test_the_form_begins_with_the_officers_own_unit(reception: Desk, cast: Cast) -> None:
    reception.open("/desk/new/")
    assert reception.hidden("unit") == str(cast.commune.pk)


def test_a_matter_told_at_the_counter_becomes_a_case_with_a_receipt(reception: Desk, cast: Cast) -> None:
    text = reception.enter(
        text=WORDS, place="Thôn 3", name="Người Dân Mẫu", phone="0912 345 678", attachments=[a_pdf()]
    )
    case = Case.objects.get()
    assert reception.path == f"/desk/receipt/{case.code}/"
    assert (case.unit, case.channel, case.place) == (cast.commune, Channel.DESK, "Thôn 3")
    assert case.statements.get().body == WORDS
    assert case.attachments.get().name == "don.pdf"
    assert (case.complainant.name, case.complainant.phone) == ("Người Dân Mẫu", "+84912345678")
    for words in (case.shown_code, cast.commune.name, "First reply by", "Rule R1"):
        assert words in text
    assert identity.opens(case, the_pin(reception))


def test_the_receipt_tells_nothing_of_the_matter_or_the_person(reception: Desk) -> None:
    text = reception.enter(text=WORDS, name="Người Dân Mẫu", phone="0912345678")
    for told in (WORDS, "Người Dân Mẫu", "345678", "Feedback"):
        assert told not in text


def test_the_record_says_who_wrote_it_down_and_how_it_came(reception: Desk) -> None:
    reception.enter(text=WORDS)
    text = reception.look_at(Case.objects.get())
    assert "Written down by Lê Thị Tiếp" in text
    assert "Written down at the counter for the person." in text


def test_the_person_gets_the_acknowledgement_by_text_message(reception: Desk) -> None:
    reception.enter(text=WORDS, phone="0912345678")
    assert OutboundMessage.objects.get().template == "filed"


def test_once_handed_over_the_pin_is_shown_no_more(reception: Desk) -> None:
    reception.enter(text=WORDS)
    case = Case.objects.get()
    receipt = f"/desk/receipt/{case.code}/"
    reception.send(receipt)
    assert reception.path == f"/desk/cases/{case.code}/"
    assert "The PIN is shown once only" in reception.open(receipt)
    assert not the_pin(reception)


def test_nobody_else_gets_the_receipt_of_a_case_out_of_their_reach(reception: Desk, head: Desk) -> None:
    enter_what_only_the_province_may_settle(reception)
    case = Case.objects.get()
    assert the_pin(reception)
    head.open(f"/desk/receipt/{case.code}/")
    assert head.status == 404


def test_what_only_the_province_may_settle_goes_there_and_the_receipt_is_handed_over_all_the_same(
    reception: Desk, cast: Cast
) -> None:
    text = enter_what_only_the_province_may_settle(reception)
    assert Case.objects.get().unit == cast.top
    assert cast.top.name in text
    assert the_pin(reception)
    reception.send(reception.path)
    assert reception.path == "/desk/"


def test_a_denunciation_in_person_and_by_name_is_one(reception: Desk) -> None:
    reception.enter(text=WORDS, kind="denunciation", name="Người Dân Mẫu")
    assert Case.objects.get().kind == Kind.DENUNCIATION


@pytest.mark.parametrize("lacking", [{"source": "by_phone", "name": "Người Dân Mẫu"}, {"name": ""}])
def test_without_a_name_or_on_the_telephone_it_is_information(
    reception: Desk, lacking: dict[str, str]
) -> None:
    text = reception.enter(text=WORDS, kind="denunciation", **lacking)
    assert Case.objects.get().kind == Kind.TIP
    assert "Entered as information about wrongdoing" in text


def test_a_form_sent_twice_opens_one_case_and_shows_the_same_receipt(reception: Desk) -> None:
    reception.open("/desk/new/")
    fields = {
        "token": reception.hidden("token"),
        "unit": reception.hidden("unit"),
        "source": "in_person",
        "kind": "feedback",
        "text": WORDS,
    }
    reception.send("/desk/new/", **fields)
    first = the_pin(reception)
    reception.send("/desk/new/", **fields)
    assert Case.objects.count() == 1
    assert the_pin(reception) == first != ""


def test_the_next_persons_matter_in_a_form_one_went_back_to_is_another_case(reception: Desk) -> None:
    reception.open("/desk/new/")
    fields = {
        "token": reception.hidden("token"),
        "unit": reception.hidden("unit"),
        "source": "in_person",
        "kind": "feedback",
    }
    reception.send("/desk/new/", text=WORDS, **fields)
    reception.send("/desk/new/", text="Đèn đường thôn 5 hỏng.", **fields)
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("text", "", "This field is required"),
        ("text", "a\0b", "Null characters are not allowed"),
        ("text", "x" * 10_001, "at most 10000 characters"),
        ("phone", "12", "This is not a Vietnamese telephone number"),
        ("phone", "+1 202 555 0100", "This is not a Vietnamese telephone number"),
        ("email", "nobody", "valid email"),
        ("about", "Không Có Ai", "No officer within your reach"),
        ("unit", "999999", "Select a valid choice"),
        ("kind", "gossip", "Select a valid choice"),
        ("token", "x", "valid UUID"),
    ],
)
def test_what_cannot_be_is_said_and_the_rest_is_kept(
    reception: Desk, field: str, value: str, problem: str
) -> None:
    text = reception.enter(**{"text": WORDS, "place": "Thôn 3", field: value})
    assert problem in text
    assert 'value="Thôn 3"' in reception.html
    assert Case.objects.count() == 0


def test_a_file_that_is_too_large_is_refused(reception: Desk) -> None:
    text = reception.enter(text=WORDS, attachments=[an_oversized_photo()])
    assert "is larger than 10.0" in text
    assert "Choose the files again" in text
    assert WORDS in text


def test_a_matter_about_the_head_starts_above_them(reception: Desk, cast: Cast) -> None:
    reception.enter(text=WORDS, about="do van truong")
    assert Case.objects.get().unit == cast.top


def test_an_inspector_enters_nothing(cast: Cast, clock: Clock) -> None:
    inspector = Desk("inspector")
    inspector.enter(text=WORDS)
    assert inspector.status == 403
    assert Case.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_moment_opens_one_case(transactional_db: None) -> None:
    reference_data()
    a_cast()
    desk = Desk("reception")
    desk.open("/desk/new/")
    fields = {
        "token": desk.hidden("token"),
        "unit": desk.hidden("unit"),
        "source": "in_person",
        "kind": "feedback",
        "text": WORDS,
    }
    twins = [Desk(), Desk()]
    together = Barrier(len(twins))

    def press(twin: Desk) -> int:
        twin.client.cookies = desk.client.cookies
        together.wait()
        try:
            twin.page = twin.client.post("/desk/new/", fields)  # type: ignore[assignment]
        finally:
            connection.close()
        return twin.status

    with ThreadPoolExecutor(len(twins)) as pool:
        assert list(pool.map(press, twins)) == [302, 302]
    case = Case.objects.get()
    desk.open(f"/desk/receipt/{case.code}/")
    assert identity.opens(case, the_pin(desk))
