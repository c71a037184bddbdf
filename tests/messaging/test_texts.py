"""The words we send: every template, in every language, with every slot at its longest."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from pytest_django import Settings

from messaging import samples, texts
from messaging.segments import Encoding, weigh
from messaging.texts import CATALOGUE, LANGUAGES, STATUS_WORDS, TEMPLATES, Slot, render, render_letter
from messaging.wording_rules import PROVIDERS_WORDS

pytestmark = pytest.mark.once

BY_SMS = [name for name, template in CATALOGUE.items() if template.by_sms]
BY_EMAIL = [name for name, template in CATALOGUE.items() if template.by_email]
LINK = re.compile(r"(?i)https?:|www\.|\b\w+\.(vn|com|net|org)\b")
PHONE = re.compile(r"(?<!\d)(\+?84|0|1[89]00)[ .-]?\d[\d .-]{5,}")


def longest(name: str, language: str = "vi") -> dict[str, object]:
    return samples.longest(CATALOGUE[name], language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BY_SMS)
@pytest.mark.parametrize("brand", ["LangNghe", "ElevenChars"])
def test_an_sms_is_one_gsm_segment_that_begins_with_the_brand(
    name: str, language: str, brand: str, settings: Settings
) -> None:
    settings.SMS_BRAND = brand
    text = render(name, language, longest(name, language))
    weight = weigh(text)
    assert (weight.encoding, weight.segments) == (Encoding.GSM7, 1), f"{weight.units} units: {text}"
    assert text.startswith(f"{brand}: ")
    assert "\n" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BY_SMS)
def test_an_sms_holds_no_link_and_no_telephone_number(name: str, language: str) -> None:
    text = render(name, language, longest(name, language))
    assert not LINK.search(text)
    assert not PHONE.search(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BY_SMS)
def test_no_sms_tells_anybody_to_text_a_word_that_twilio_answers_itself(name: str, language: str) -> None:
    assert not PROVIDERS_WORDS & set(
        re.findall(r"\b[A-Z]{2,}\b", render(name, language, longest(name, language)))
    )


@pytest.mark.parametrize("name", BY_SMS)
def test_every_state_of_a_case_fits_where_a_state_is_named(name: str) -> None:
    for language in LANGUAGES:
        for state in STATUS_WORDS if Slot.STATUS in CATALOGUE[name].slots else ():
            text = render(name, language, longest(name) | {Slot.STATUS: state})
            assert weigh(text).segments == 1
            assert state not in text or language == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_are_exactly_the_catalogue(language: str) -> None:
    assert sorted(path.stem for path in (TEMPLATES / "sms" / language).iterdir()) == sorted(BY_SMS)
    assert sorted(path.stem for path in (TEMPLATES / "email" / language).iterdir()) == sorted(BY_EMAIL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_uses_exactly_the_slots_of_its_template(language: str) -> None:
    for name in BY_SMS:
        assert texts.placeholders("sms", language, name) == {"brand", *CATALOGUE[name].slots}, name
    for name in BY_EMAIL:
        used = texts.placeholders("email", language, name)
        page = "track" if CATALOGUE[name].by_sms else "desk"
        # A letter never repeats what is asked: that is content of the case.
        assert used == {page, *CATALOGUE[name].slots} - {Slot.QUESTION}, name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted({*BY_EMAIL} & {*BY_SMS}))
def test_no_notice_names_the_kind_of_its_case(name: str, language: str) -> None:
    kinds = re.compile(
        r"(?i)phản ánh|phan anh|kiến nghị|kien nghi|khiếu nại|khieu nai|tố cáo|to cao|complain|denou|denun"
    )
    letter = render_letter(name, language, longest(name, language))
    for text in (render(name, language, longest(name, language)), letter.subject, letter.body):
        assert not kinds.search(text)


def test_every_notice_that_names_a_unit_or_asks_has_a_neutral_version_that_does_not() -> None:
    for template in CATALOGUE.values():
        if template.by_sms:
            assert not {Slot.UNIT, Slot.QUESTION} & set(CATALOGUE[template.neutral].slots), template.name
            assert set(CATALOGUE[template.neutral].slots) <= set(template.slots)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BY_EMAIL)
def test_a_letter_has_one_line_of_subject_and_leads_to_the_page_of_its_case(name: str, language: str) -> None:
    letter = render_letter(name, language, longest(name, language))
    assert "\n" not in letter.subject
    assert "1111 1111 1111" in letter.subject
    assert letter.body.count("https://lang-nghe.test/") == 1
    assert "/111111111111/" in letter.body
    assert "Nhà bác ở thôn nào" not in letter.subject + letter.body
    assert "{" not in letter.subject + letter.body


def test_a_vietnamese_letter_keeps_its_accents_and_a_text_loses_them() -> None:
    slots = {"code": "12345671", "unit": "Xã Quỳnh Văn", "date": date(2026, 11, 25)}
    assert "Xã Quỳnh Văn đã nhận giải quyết" in render_letter("accepted", "vi", slots).body
    assert render("accepted", "vi", slots).startswith("LangNghe: Xa Quynh Van da nhan giai quyet 1234 5671")


def test_a_moment_is_given_as_the_day_it_is_in_viet_nam() -> None:
    just_after_midnight = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
    assert "25/11" in render("filed", "vi", {"code": "12345671", "date": just_after_midnight})


def test_a_long_name_of_a_unit_is_cut_with_two_stops() -> None:
    text = render(
        "reopened", "en", {"code": "12345671", "unit": "Department of Natural Resources and Environment"}
    )
    assert "Department of Natural.. is looking" in text


def test_a_question_takes_what_its_text_leaves_free_and_no_more() -> None:
    text = render("question", "vi", {"code": "12345671", "question": "a" * 500})
    assert weigh(text).units == 160
    assert "aa.. Tra loi" in text


def test_what_an_officer_asks_cannot_break_the_line_nor_bring_a_link_or_a_number_along() -> None:
    question = "Nhà ở đâu?\r\nGọi 0912 345 678\x00 hoặc +84 912.345.678, xem https://example.com/a hay nghean.gov.vn 🙂"
    text = render("question", "vi", {"code": "12345671", "question": question})
    assert "Nha o dau? Goi ... hoac ..., xem ... hay ... Tra loi" in text


def test_braces_in_a_question_stay_braces() -> None:
    text = render("question", "en", {"code": "12345671", "question": "{brand} {0}?"})
    assert "{brand} {0}?" in text


def test_a_wrong_code_is_repeated_short_and_without_a_telephone_number() -> None:
    assert "Ma 1234567899.. khong dung" in render("bad_code", "vi", {"typed": "12345678999999"})
    assert "0912345678" not in render("bad_code", "vi", {"typed": "0912345678"})


def test_a_language_we_do_not_write_is_answered_in_vietnamese() -> None:
    assert render("help", "fr", {}) == render("help", "vi", {})


def test_a_mistyped_template_or_slot_fails_loudly() -> None:
    with pytest.raises(texts.UnknownTemplate):
        render("filled", "vi", {})
    with pytest.raises(texts.WrongSlots):
        render("filed", "vi", {"code": "12345671"})
    with pytest.raises(texts.WrongSlots):
        render("dup", "vi", {"code": "12345671", "colour": "red"})


@pytest.mark.parametrize(
    ("template", "slots"),
    [
        ("dup", {"code": "1234-5671"}),
        ("dup", {"code": ""}),
        ("dup", {"code": "1234567812345"}),
        ("rate_ok", {"code": "12345671", "score": 6}),
        ("status_other", {"code": "12345671", "status": "lost", "date": date(2026, 11, 25)}),
        ("filed", {"code": "12345671", "date": "tomorrow"}),
        ("reopened", {"code": "12345671", "unit": "  "}),
    ],
)
def test_a_value_that_its_slot_cannot_take_is_refused_without_being_repeated(
    template: str, slots: dict[str, object]
) -> None:
    with pytest.raises(texts.WrongSlots) as caught:
        render(template, "vi", slots)
    for value in slots.values():
        assert not str(value).strip() or str(value) not in str(caught.value)


def test_what_is_only_a_letter_cannot_be_texted_and_the_other_way_round() -> None:
    with pytest.raises(texts.UnknownTemplate):
        render("officer_assigned", "vi", longest("officer_assigned"))
    with pytest.raises(texts.UnknownTemplate):
        render_letter("help", "vi", {})
