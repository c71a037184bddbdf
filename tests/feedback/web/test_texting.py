"""How to text: the page for the telephone and for the wall, and what it promises."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from feedback.sms.grammar import Intent, parse
from feedback.web.texting import WAYS
from messaging import gateways
from tests.factories.citizen import Citizen

pytestmark = pytest.mark.django_db

LIGHT = 60 * 1024
MEANT = {
    "PA": Intent.FILE,
    "TC": Intent.TRACK,
    "TL": Intent.ANSWER,
    "2": Intent.DISPUTE,
    "DG": Intent.RATE,
    "HUY": Intent.WITHDRAW,
    "XOA": Intent.FORGET,
    "DUNG": Intent.STOP,
    "HD": Intent.HELP,
}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.example)
def test_every_example_on_the_page_means_what_it_says(way: object) -> None:
    example = way.example  # type: ignore[attr-defined]
    meaning = parse(example)
    assert meaning.intent == MEANT[example.split()[0]]
    assert meaning.anonymous == ("ANDANH" in example)
    assert ("1234 5671" in example) == (meaning.code == "12345671")


def test_the_page_tells_the_number_and_is_light(settings: Settings) -> None:
    settings.SMS_GATEWAYS = ["twilio"]
    settings.TWILIO_FROM = "+84900000999"
    for language in ("vi", "en"):
        citizen = Citizen(language=language)
        text = citizen.open("/sms/")
        assert "+84900000999" in text
        assert "PA rac chat dong" in text
        assert len(citizen.page.content) < LIGHT


def test_without_a_number_the_page_sends_people_to_their_commune(settings: Settings) -> None:
    settings.TWILIO_FROM = "LangNghe"
    assert gateways.number_to_text() == ""
    assert "Ask at the office of your commune" in Citizen().open("/sms/")


def test_the_first_page_leads_there(settings: Settings) -> None:
    for number in ("", "+84900000999"):
        settings.TWILIO_FROM = number
        citizen = Citizen()
        citizen.open("/")
        assert 'href="/sms/"' in citizen.page.content.decode()
