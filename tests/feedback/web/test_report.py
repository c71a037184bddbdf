"""Filing a report on the web: what it becomes, and what happens to everything that is not as it should be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from cases.models import Attachment, Case, Category
from cases.vocabulary import Kind
from feedback import throttling
from feedback.models import KeptFile, Submission
from messaging.models import OutboundMessage
from organization.history import attributed
from organization.models import Tier
from tests.factories.citizen import WORDS, Citizen
from tests.factories.files import (
    PLACE_IN_EXIF,
    a_damaged_photo,
    a_disguised_file,
    a_pdf,
    a_photo,
    an_oversized_photo,
)
from tests.factories.organization import Cast, a_cast, a_unit, somebody
from tests.feedback.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(cast: Cast, clock: Clock) -> Citizen:
    return Citizen()


def the_case() -> Case:
    return Case.objects.get()


def payloads() -> Iterator[dict[str, Any]]:
    for submission in Submission.objects.all():
        yield json.loads(submission.payload)


def test_a_report_becomes_a_case_of_the_commune_with_a_receipt(citizen: Citizen, cast: Cast) -> None:
    receipt = citizen.report(cast.commune.code, place="Xóm 5", name="Người Dân Mẫu", phone="0912 345 678")
    case = the_case()
    assert case.unit == cast.commune
    assert case.statements.get().body == WORDS
    assert case.complainant.phone == "+84912345678"
    assert case.shown_code in receipt
    assert "Xã Gốc Đa" in receipt
    assert "10 working days left" in receipt
    assert "under rule R1" in receipt
    assert "goes by itself to Tỉnh Thử" in receipt
    assert OutboundMessage.objects.get().template == "filed"


def test_the_pin_stays_on_the_receipt_until_it_is_noted_and_is_gone_after(
    citizen: Citizen, cast: Cast
) -> None:
    citizen.report(cast.commune.code)
    pin = citizen.pin()
    citizen.follow(the_case())
    assert citizen.pin() == pin
    citizen.send(reverse("track_case", args=[the_case().code]), move="noted")
    assert citizen.pin() == ""
    assert pin not in citizen.text


def test_the_pin_is_not_shown_any_more_after_an_hour(citizen: Citizen, cast: Cast, clock: Clock) -> None:
    citizen.report(cast.commune.code)
    clock.pass_by(minutes=61)
    citizen.follow(the_case())
    assert citizen.pin() == ""
    assert WORDS not in citizen.text


def test_what_was_sent_is_kept_as_typed_and_cannot_be_read_in_the_database(
    citizen: Citizen, cast: Cast
) -> None:
    citizen.report(cast.commune.code, text="  Nước\x00 tràn \r\n ra đường ", attachments=[a_photo()])
    payload = next(payloads())
    assert payload["fields"]["text"] == ["  Nước\x00 tràn \r\n ra đường "]
    assert "token" not in payload["fields"]
    file = payload["files"][0]
    assert (file["name"], file["size"]) == ("anh.jpg", a_photo().size)
    assert file["sha256"] == Attachment.objects.get().received_sha256
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM feedback_submission")
        assert cursor.fetchone()[0].startswith("gAAAA")  # a sealed text


def test_control_characters_are_taken_out_of_the_working_case(citizen: Citizen, cast: Cast) -> None:
    citizen.report(
        cast.commune.code, text="Nước\x00 tràn\x07\r\nra đường", place="Xóm\x00 5", phone="0912\x00345678"
    )
    assert the_case().statements.get().body == "Nước tràn\nra đường"
    assert the_case().place == "Xóm 5"


@pytest.mark.parametrize("field", ["kind", "category", "unit", "lat", "email", "token", "kept"])
def test_a_nul_byte_in_any_field_is_no_accident(citizen: Citizen, cast: Cast, field: str) -> None:
    citizen.report(cast.commune.code, **{field: "\x00"})
    assert citizen.page.status_code == 200


def test_ten_thousand_characters_are_refused_with_a_reason_and_stay_in_the_form(
    citizen: Citizen, cast: Cast
) -> None:
    long = "ươ" * 5000
    page = citizen.report(cast.commune.code, text=long, place="Xóm 5")
    assert "Your text has 10000 characters; at most 5000 can be sent" in page
    assert long in page
    assert 'value="Xóm 5"' in citizen.page.content.decode()
    assert not Case.objects.exists()


def test_five_thousand_characters_are_taken(citizen: Citizen, cast: Cast) -> None:
    citizen.report(cast.commune.code, text="ư" * 4999 + "\r\n.")
    assert not Case.objects.exists()
    citizen.report(cast.commune.code, text="ư" * 4998 + "\r\n.")
    assert len(the_case().statements.get().body) == 5000


@pytest.mark.parametrize(
    "phone",
    ["0912345678", "0912 345 678", "+84 912 345 678", "84912345678", "0912.345-678", "０９１２３４５６７８"],
)
def test_a_phone_is_understood_however_it_is_written(citizen: Citizen, cast: Cast, phone: str) -> None:
    citizen.report(cast.commune.code, phone=phone)
    assert the_case().complainant.phone == "+84912345678"


@pytest.mark.parametrize("phone", ["12345", "0912345", "bốn số", "+1 202 555 0123", "19001234", "0" * 300])
def test_a_broken_or_foreign_phone_is_refused_with_an_example(
    citizen: Citizen, cast: Cast, phone: str
) -> None:
    page = citizen.report(cast.commune.code, phone=phone)
    assert "Write it like 0912 345 678" in page
    assert WORDS in page
    assert not Case.objects.exists()


def test_every_mistake_is_named_at_once(citizen: Citizen) -> None:
    page = citizen.send(reverse("report"), kind="nonsense", email="nobody")
    for sentence in ("Choose what it is about.", "Choose the commune.", "Write what happened.", "nonsense"):
        assert sentence in page
    assert "valid email" in page


def test_a_position_that_makes_no_sense_is_left_out(citizen: Citizen, cast: Cast) -> None:
    citizen.report(cast.commune.code, lat="19.1234567", lng="NaN")
    assert (the_case().lat, the_case().lng) == (None, None)


def test_a_position_is_kept_to_a_millionth_of_a_degree(citizen: Citizen, cast: Cast) -> None:
    citizen.report(cast.commune.code, lat="19.12345678901", lng="105.6")
    assert (str(the_case().lat), str(the_case().lng)) == ("19.123457", "105.600000")


def test_photos_and_documents_come_along_without_their_metadata(citizen: Citizen, cast: Cast) -> None:
    citizen.report(cast.commune.code, attachments=[a_photo(), a_photo(form="PNG"), a_pdf()])
    kept = list(Attachment.objects.order_by("content_type"))
    assert [each.content_type for each in kept] == ["application/pdf", "image/jpeg", "image/png"]
    for each in kept:
        with each.file.open() as stored:
            assert PLACE_IN_EXIF.encode() not in stored.read()


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (an_oversized_photo, "larger than 10"),
        (a_disguised_file, "is not a photo"),
        (a_damaged_photo, "is damaged"),
        (lambda: a_pdf(password="x"), "locked with a password"),
    ],
    ids=["oversized", "disguised", "damaged", "locked"],
)
def test_a_bad_file_is_named_and_the_good_one_need_not_be_sent_again(
    citizen: Citizen, cast: Cast, upload: Any, reason: str
) -> None:
    page = citizen.report(cast.commune.code, attachments=[a_photo("tot.jpg"), upload()])
    assert reason in page
    assert "tot.jpg" in page
    assert not Case.objects.exists()
    citizen.report(cast.commune.code)
    assert [each.name for each in the_case().attachments.all()] == ["tot.jpg"]
    assert next(payloads())["sent_before"][0]["name"] == "tot.jpg"


def test_a_kept_file_whose_tick_is_taken_away_is_left_out(citizen: Citizen, cast: Cast) -> None:
    citizen.report(cast.commune.code, phone="1", attachments=[a_photo()])
    citizen.report(cast.commune.code, kept=[])
    assert not the_case().attachments.exists()


def test_a_kept_file_belongs_to_its_own_form_only(citizen: Citizen, cast: Cast) -> None:
    citizen.report(cast.commune.code, phone="1", attachments=[a_photo()])
    stranger = Citizen()
    stranger.report(cast.commune.code, kept=citizen.kept())
    assert not the_case().attachments.exists()


def test_at_most_five_files_are_taken(citizen: Citizen, cast: Cast) -> None:
    page = citizen.report(cast.commune.code, attachments=[a_photo(f"{number}.jpg") for number in range(6)])
    assert "At most 5 files" in page
    assert KeptFile.objects.count() == 5
    citizen.report(cast.commune.code)
    assert the_case().attachments.count() == 5


def test_a_form_sent_twice_makes_one_case_and_shows_the_same_receipt(citizen: Citizen, cast: Cast) -> None:
    citizen.open(reverse("report"))
    token = citizen.token()
    first = citizen.report(cast.commune.code, token=token, attachments=[a_photo()])
    pin = citizen.pin()
    citizen.open(reverse("report"))
    again = citizen.report(cast.commune.code, token=token, attachments=[a_photo()])
    assert Submission.objects.count() == Case.objects.count() == OutboundMessage.objects.count() + 1 == 1
    assert citizen.pin() == pin
    assert first == again


def test_a_form_that_comes_back_with_other_words_is_asked_about_and_not_swallowed(
    citizen: Citizen, cast: Cast
) -> None:
    citizen.open(reverse("report"))
    token = citizen.token()
    citizen.report(cast.commune.code, token=token)
    page = citizen.report(cast.commune.code, token=token, text="Việc khác hẳn", attachments=[a_photo()])
    assert f"became case {the_case().shown_code}" in page
    assert "Việc khác hẳn" in page
    citizen.report(cast.commune.code, text="Việc khác hẳn")
    assert Case.objects.count() == 2
    assert Attachment.objects.count() == 1


def test_a_form_without_token_counts_once_as_well(citizen: Citizen, cast: Cast) -> None:
    citizen.report(cast.commune.code, token="")
    citizen.page.content = b""
    citizen.report(cast.commune.code, token="")
    assert Case.objects.count() == 1


def test_a_denunciation_on_the_web_is_taken_as_information_and_says_so(citizen: Citizen, cast: Cast) -> None:
    page = citizen.open(reverse("report"))
    assert 'value="denunciation"' not in citizen.page.content.decode()
    assert "only on paper with your signature" in page
    receipt = citizen.report(cast.commune.code, kind="denunciation", phone="0912345678")
    assert the_case().kind == Kind.TIP
    assert "taken as information about wrongdoing" in receipt
    assert next(payloads())["fields"]["kind"] == ["denunciation"]
    assert OutboundMessage.objects.get().template.startswith("neutral")


def test_who_gives_no_name_and_no_contact_is_anonymous(citizen: Citizen, cast: Cast) -> None:
    citizen.report(cast.commune.code)
    assert the_case().anonymous
    assert not OutboundMessage.objects.exists()


def test_who_asks_for_it_has_the_name_withheld_and_is_told_by_text_all_the_same(
    citizen: Citizen, cast: Cast
) -> None:
    citizen.report(cast.commune.code, name="Người Dân Mẫu", phone="0912345678", anonymous="on")
    assert the_case().anonymous
    assert OutboundMessage.objects.get().template == "filed_anon"


def test_nothing_about_the_browser_reaches_the_ledger(citizen: Citizen, cast: Cast) -> None:
    citizen.report(cast.commune.code)
    event = the_case().events.get()
    assert (event.actor_kind, event.actor_name, event.address) == ("citizen", "citizen", None)


def test_only_todays_communes_are_offered(citizen: Citizen, cast: Cast) -> None:
    a_unit("Xã Đã Sáp Nhập", parent=cast.top, code="T-OLD", valid_to=cast.top.valid_from)
    a_unit("Huyện Thử", parent=cast.top, tier=Tier.DISTRICT)
    page = citizen.open(reverse("report"))
    assert "Xã Gốc Đa" in page
    assert "Xã Đã Sáp Nhập" not in page
    assert "Huyện Thử" not in page


def test_who_does_not_know_the_commune_reaches_the_top(citizen: Citizen, cast: Cast) -> None:
    citizen.report("elsewhere")
    assert the_case().unit == cast.top


def test_a_flood_from_one_address_has_to_wait_and_loses_nothing(
    citizen: Citizen, cast: Cast, clock: Clock
) -> None:
    citizen.report(cast.commune.code)
    for _ in range(throttling.FILED_FROM_ADDRESS.most - 1):
        throttling.spend(throttling.FILED_FROM_ADDRESS, "203.0.113.7", at=clock.now)
    page = citizen.report(cast.commune.code, text="Việc cuối", attachments=[a_photo()])
    assert citizen.page.status_code == 429
    assert "try again after 09:00" in page
    assert "Việc cuối" in page
    clock.pass_by(minutes=61)
    citizen.report(cast.commune.code, text="Việc cuối")
    assert Case.objects.count() == 2
    assert Attachment.objects.count() == 1


def test_when_no_rule_is_entered_nothing_is_lost(
    clock: Clock, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    cast = a_cast()
    with attributed(somebody(), "a test"):
        Category.objects.create(
            code="environment", name="Môi trường", name_en="Environment", lowest_tier="commune"
        )
    citizen = Citizen()
    page = citizen.report(cast.commune.code)
    assert citizen.page.status_code == 503
    assert "cannot take it in just now" in page
    assert WORDS in page
