"""Following a case: what the code shows to anybody, what the second factor opens, and how guessing ends."""

from __future__ import annotations

from typing import cast as typed

import pytest
from django.http import FileResponse
from django.urls import reverse

from cases.attachments import clean
from cases.models import Attachment, Case
from cases.services import handling
from cases.vocabulary import Kind
from tests.factories.cases import BECAUSE, MONDAY, a_case, a_filing, an_answered_case
from tests.factories.citizen import WORDS, Citizen
from tests.factories.files import a_pdf, a_photo
from tests.factories.organization import Cast, acting
from tests.feedback.conftest import Clock

pytestmark = pytest.mark.django_db

LAST_FOUR = "5678"
SAID = "Rác chất đống"
ANSWER = "Đã dọn sạch sáng nay."


@pytest.fixture
def citizen(cast: Cast, clock: Clock) -> Citizen:
    return Citizen()


@pytest.mark.parametrize("written", ["{0}{1}", "{0} {1}", "{0}-{1}", "PA {0} {1}", "pa{0}{1}", "  {0}.{1} "])
def test_a_code_is_understood_however_it_is_written(citizen: Citizen, cast: Cast, written: str) -> None:
    case = a_case(cast.commune)
    citizen.page = citizen.client.get(  # type: ignore[assignment]
        reverse("track"), {"code": written.format(case.code[:4], case.code[4:])}, follow=True
    )
    assert f"Case {case.shown_code}" in citizen.text


def test_an_address_with_a_code_as_people_write_it_leads_to_the_case(citizen: Citizen, cast: Cast) -> None:
    case = a_case(cast.commune)
    assert f"Case {case.shown_code}" in citizen.open(f"/track/PA-{case.shown_code}/")


@pytest.mark.parametrize("written", ["12345678", "1234", "abc", "", "1234\x005671", "١٢٣٤٥٦٧٨"])
def test_what_cannot_be_a_code_is_told_at_once(citizen: Citizen, written: str) -> None:
    citizen.page = citizen.client.get(reverse("track"), {"code": written})  # type: ignore[assignment]
    assert citizen.page.status_code == 200
    assert "Please check what you have written" in citizen.text


def test_a_code_of_no_case_gets_a_friendly_page(citizen: Citizen) -> None:
    page = citizen.open("/track/12345671/")
    assert citizen.page.status_code == 404
    assert "There is no case with this code" in page


def test_guessing_codes_ends_after_twenty_in_an_hour(citizen: Citizen, cast: Cast, clock: Clock) -> None:
    for _ in range(20):
        citizen.open("/track/12345671/")
    assert "try again after 09:00" in citizen.open("/track/12345671/")
    assert citizen.page.status_code == 429
    assert Citizen(address="203.0.113.8").open("/track/12345671/") != citizen.text
    clock.pass_by(hours=1)
    assert "There is no case with this code" in citizen.open("/track/12345671/")


def test_the_code_alone_shows_the_state_the_unit_and_the_rule_and_not_a_word(
    citizen: Citizen, cast: Cast
) -> None:
    case = an_answered_case(cast.officer)
    page = citizen.follow(case)
    for shown in ("Answered", "Xã Gốc Đa", "7 days left", "under rule V2"):
        assert shown in page
    for hidden in (SAID, ANSWER, "Trần Văn Việc", "Environment", "Người Dân Mẫu"):
        assert hidden not in page


def test_of_information_about_wrongdoing_the_code_shows_only_the_state(citizen: Citizen, cast: Cast) -> None:
    case = a_case(cast.commune, kind=Kind.TIP)
    page = citizen.follow(case)
    assert "Received" in page
    for hidden in ("Xã Gốc Đa", "Rule", "under rule", "wrongdoing"):
        assert hidden not in page


def test_the_last_four_digits_open_what_was_said_signed_with_name_and_post(
    citizen: Citizen, cast: Cast
) -> None:
    case = an_answered_case(cast.officer)
    page = citizen.unlock(case, LAST_FOUR)
    assert SAID in page
    assert ANSWER in page
    assert "Trần Văn Việc" in page
    assert "Xã Gốc Đa" in page


def test_the_pin_opens_it_as_well(citizen: Citizen, cast: Cast) -> None:
    opened = a_filing(cast.commune)
    assert SAID in citizen.unlock(opened.case, f" {opened.pin[:3]} {opened.pin[3:]} ")


def test_an_internal_note_is_never_shown_nor_are_its_files(citizen: Citizen, cast: Cast) -> None:
    case = a_case(cast.commune)
    handling.note(
        case, text="Chỉ trong cơ quan", by=acting(cast.officer), at=MONDAY, files=[clean(a_photo())]
    )
    page = citizen.unlock(case, LAST_FOUR)
    assert "Chỉ trong cơ quan" not in page
    assert BECAUSE not in page
    secret_file = reverse("track_file", args=[case.code, Attachment.objects.get().pk])
    assert citizen.client.get(secret_file).status_code == 404


def test_one_case_does_not_open_another(citizen: Citizen, cast: Cast) -> None:
    mine, theirs = a_case(cast.commune), a_case(cast.commune, phone="+84987654321")
    citizen.unlock(mine, LAST_FOUR)
    assert SAID not in citizen.follow(theirs)


@pytest.mark.parametrize("secret", ["0000", "000000", "5679", "", "12345678901234567890", "56\x0078", "năm"])
def test_wrong_digits_open_nothing(citizen: Citizen, cast: Cast, secret: str) -> None:
    page = citizen.unlock(a_case(cast.commune), secret)
    assert "Please check what you have written" in page
    assert SAID not in page


def test_an_empty_phone_does_not_open_an_anonymous_case(citizen: Citizen, cast: Cast) -> None:
    assert SAID not in citizen.unlock(a_case(cast.commune, phone=""), "0000")


def test_five_wrong_digits_close_a_case_for_an_hour_also_to_the_right_ones(
    citizen: Citizen, cast: Cast, clock: Clock
) -> None:
    case = a_case(cast.commune)
    for number in range(5):
        Citizen(address=f"203.0.113.{number}").unlock(case, "0000")
    page = citizen.unlock(case, LAST_FOUR)
    assert citizen.page.status_code == 429
    assert "try again after 09:00" in page
    assert SAID not in page
    clock.pass_by(hours=1)
    assert SAID in citizen.unlock(case, LAST_FOUR)


def test_twenty_wrong_digits_from_one_address_close_every_case_to_it(citizen: Citizen, cast: Cast) -> None:
    cases = [a_case(cast.commune) for _ in range(5)]
    for case in cases[:4]:
        for _ in range(5):
            citizen.unlock(case, "0000")
    citizen.unlock(cases[4], LAST_FOUR)
    assert citizen.page.status_code == 429
    assert SAID in Citizen(address="203.0.113.99").unlock(cases[4], LAST_FOUR)


def test_right_digits_are_not_held_against_anybody(citizen: Citizen, cast: Cast) -> None:
    case = a_case(cast.commune)
    for _ in range(12):
        assert SAID in citizen.unlock(case, LAST_FOUR)


def test_what_was_opened_closes_by_itself_after_an_hour(citizen: Citizen, cast: Cast, clock: Clock) -> None:
    case = a_case(cast.commune)
    citizen.unlock(case, LAST_FOUR)
    clock.pass_by(minutes=61)
    assert SAID not in citizen.follow(case)


def test_who_shares_the_phone_sees_nothing_once_it_is_locked(citizen: Citizen, cast: Cast) -> None:
    citizen.report(cast.commune.code)
    case = Case.objects.get()
    citizen.send(reverse("track_case", args=[case.code]), move="leave")
    page = citizen.follow(case)
    assert WORDS not in page
    assert "Your PIN" not in page


def test_a_file_is_read_only_by_who_opened_the_case_and_kept_by_no_cache(
    citizen: Citizen, cast: Cast
) -> None:
    citizen.report(cast.commune.code, attachments=[a_photo("cống tắc.jpg"), a_pdf("đơn.pdf")])
    case = Case.objects.get()
    for name, disposition in (("cống tắc.jpg", "inline"), ("đơn.pdf", "attachment")):
        address = reverse("track_file", args=[case.code, case.attachments.get(name=name).pk])
        response = typed("FileResponse", citizen.client.get(address))
        assert response["Content-Disposition"].startswith(disposition)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in response["Cache-Control"]
        assert b"".join(response.streaming_content)  # type: ignore[arg-type]
        stranger = Citizen().client.get(address)
        assert stranger.status_code == 302


def test_a_file_of_another_case_is_not_found(citizen: Citizen, cast: Cast) -> None:
    citizen.report(cast.commune.code)
    mine = Case.objects.get()
    theirs = a_case(cast.commune, files=[clean(a_photo())])
    address = reverse("track_file", args=[mine.code, theirs.attachments.get().pk])
    assert citizen.client.get(address).status_code == 404


def test_the_way_of_a_case_is_told_in_plain_words(citizen: Citizen, cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    page = citizen.unlock(case, LAST_FOUR)
    steps = ["Your report", "Received for Xã Gốc Đa", "Accepted by Xã Gốc Đa"]
    assert [page.index(step) for step in steps] == sorted(page.index(step) for step in steps)


def test_no_cache_keeps_the_page_of_a_case(citizen: Citizen, cast: Cast) -> None:
    citizen.follow(a_case(cast.commune))
    assert "no-store" in citizen.page["Cache-Control"]
