"""The simulator: phones that text by the door of every gateway, in development only."""

from __future__ import annotations

import re
from html import unescape
from typing import cast as typed

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cases.models import Case
from cases.services import handling
from feedback.sms import simulator
from messaging import delivery, gateways
from messaging.gateways.base import ChannelDown
from messaging.gateways.simulator import OWN_NUMBER
from messaging.models import InboundMessage, InboundState, OutboundMessage, OutboundState
from messaging.outcomes import Outcome
from organization.actors import Channel
from tests.factories.cases import BECAUSE
from tests.factories.organization import Cast, acting
from tests.feedback.conftest import Clock

SENTENCE = "PA rac chat dong o xa Goc Da ba ngay nay chua ai don"


class Page:
    """The simulator in a browser, reading English, without JavaScript."""

    def __init__(self) -> None:
        self.client = Client(headers={"accept-language": "en"})
        self.html = HttpResponse()

    def open(self, **phones: str) -> str:
        self.html = typed("HttpResponse", self.client.get(reverse("sms_simulator"), phones))
        return self.html.content.decode()

    def does(self, do: str, side: str = "left", text: str = "", **phones: str) -> str:
        address = reverse("sms_simulator", query=phones) if phones else reverse("sms_simulator")
        sent = {"side": side, "do": do, "text": text}
        self.html = typed("HttpResponse", self.client.post(address, sent, follow=True))
        return self.html.content.decode()

    def bubbles(self, side: str = "left") -> list[tuple[str, str]]:
        """Whose each text on a phone is, and its words."""
        phone = self.html.content.decode().partition(f'<section class="phone" id="{side}"')[2]
        found = re.findall(
            r'(?s)class="bubble (\w+)">\s*<p class="words">(.*?)</p>', phone.split("</section>")[0]
        )
        return [(whose, unescape(words)) for whose, words in found]


@pytest.fixture
def page(cast: Cast, clock: Clock) -> Page:
    return Page()


def test_a_text_is_taken_and_its_answer_stands_on_the_phone(page: Page, cast: Cast) -> None:
    html = page.does("send", text=SENTENCE)

    case = Case.objects.get()
    assert (case.channel, case.unit) == (Channel.SMS, cast.commune)
    (mine, theirs) = page.bubbles()
    assert mine == ("mine", SENTENCE)
    assert theirs[0] == "theirs"
    assert case.shown_code in theirs[1]
    assert page.bubbles("right") == []
    assert 'data-intent="file"' in html


def test_a_text_is_taken_by_the_same_door_as_one_from_a_gateway(page: Page) -> None:
    page.does("send", text="HD")
    kept = InboundMessage.objects.get()
    assert (kept.provider, kept.state, kept.note) == ("simulator", InboundState.TAKEN, "help")
    assert (kept.sender, kept.recipient) == (simulator.number_of(1), OWN_NUMBER)


def test_what_an_officer_does_appears_on_the_phone_and_is_what_it_is_asked(
    page: Page, cast: Cast, clock: Clock
) -> None:
    page.does("send", text=SENTENCE)
    case = Case.objects.get()
    officer = acting(cast.officer)
    clock.pass_by(minutes=1)
    handling.accept(case, by=officer, because=BECAUSE, at=clock.now)
    handling.ask(case, question="Nhà ở thôn mấy?", by=officer, because=BECAUSE, at=clock.now)

    html = page.open()

    assert "thon may" in page.bubbles()[-1][1]
    assert f"question · {case.shown_code}" in html
    clock.pass_by(minutes=1)
    assert 'data-intent="answer"' in page.does("send", text="thon 4")


def test_the_two_phones_are_two_people(page: Page) -> None:
    page.does("send", text=SENTENCE)
    code = Case.objects.get().shown_code
    page.does("send", side="right", text=f"TC {code}")
    assert [whose for whose, _words in page.bubbles("right")] == ["mine", "theirs"]
    assert len(page.bubbles("left")) == 2
    assert "Chi so da gui" in page.bubbles("right")[1][1]


def test_other_phones_are_chosen_by_their_place_in_the_address(page: Page) -> None:
    page.does("send", text="HD", left="7", right="3")
    assert InboundMessage.objects.get().sender == "+84900000007"
    assert "+84900000003" in page.html.content.decode()


def test_an_address_that_names_no_phone_shows_the_usual_two(page: Page) -> None:
    for odd in ("0", "-1", "99999999", "x", "٣", "1" * 400):
        html = page.open(left=odd)
        assert page.html.status_code == 200
        assert '<h2 id="left_number">+84900000001</h2>' in html


def test_a_cleared_screen_shows_only_what_comes_later(page: Page, clock: Clock) -> None:
    page.does("send", text="HD")
    clock.pass_by(seconds=1)
    page.does("clear")
    assert page.bubbles() == []
    clock.pass_by(seconds=1)
    page.does("send", text="HD")
    assert len(page.bubbles()) == 2


def test_a_new_phone_has_nobodys_conversation(page: Page) -> None:
    page.does("send", text="HD")
    html = page.does("new")
    number = re.search(r'id="left_number">(\+\d+)<', html)
    assert number
    assert number[1] not in {simulator.number_of(phone) for phone in simulator.OFFERED}
    assert page.bubbles() == []


@pytest.mark.parametrize("words", ["", " HD ", "a\nb", "😡\u202eاختبار", "<b>x</b>' OR 1=1 --", "x" * 1600])
def test_whatever_is_typed_is_taken(page: Page, words: str) -> None:
    page.does("send", text=words)
    assert page.html.status_code == 200
    kept = InboundMessage.objects.get()
    assert kept.body == words
    assert kept.state == InboundState.TAKEN
    assert page.bubbles()[0] == ("mine", words)


@pytest.mark.parametrize("words", ["x" * 1601, "a\x00b"])
def test_what_no_gateway_would_hand_over_is_refused_in_words(page: Page, words: str) -> None:
    html = page.does("send", text=words)
    assert page.html.status_code == 422
    assert 'class="error"' in html
    assert not InboundMessage.objects.exists()


def test_a_text_that_gets_no_answer_says_why(page: Page) -> None:
    for _each in range(3):
        html = page.does("send", text="alo")
    assert "No answer: unknown" in html


def test_what_is_for_a_simulated_phone_leaves_by_no_other_gateway(
    page: Page, clock: Clock, settings: Settings
) -> None:
    settings.SMS_GATEWAYS = ["twilio"]
    page.does("send", text="HD")
    answer = OutboundMessage.objects.get()
    assert (answer.sender, answer.provider) == (OWN_NUMBER, "simulator")
    assert gateways.routes("sms", OWN_NUMBER) == ["simulator"]

    assert delivery.deliver(answer.pk, at=clock.now) == Outcome.SENT

    answer.refresh_from_db()
    assert (answer.state, answer.provider) == (OutboundState.SENT, "simulator")
    assert f"help · {OutboundState.SENT.label}" in page.open()


def test_outside_development_there_is_no_simulator_and_no_way_out_to_it(
    page: Page, settings: Settings
) -> None:
    settings.ENVIRONMENT = "production"
    page.open()
    assert page.html.status_code == 404
    page.does("send", text="HD")
    assert page.html.status_code == 404
    assert not InboundMessage.objects.exists()
    with pytest.raises(ChannelDown):
        gateways.gateway("simulator")
