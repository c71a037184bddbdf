"""A long text in pieces is one matter, though no piece says that it is one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from cases.models import Case, Statement
from cases.selectors import search
from feedback.sms import tasks
from messaging import inbox
from messaging.models import InboundState
from tests.factories.cases import MONDAY, a_case
from tests.factories.organization import Cast
from tests.feedback.sms.conftest import OWN_NUMBER, Phone

SOON = timedelta(seconds=20)


def full(beginning: str, length: int = 153) -> str:
    """A piece as long as one message of a long text: its letters are of the GSM alphabet."""
    return (beginning + " rac chat dong lau ngay" * 9)[:length]


def accented(beginning: str) -> str:
    return (beginning + " rác chất đống" * 9)[:67]


def said() -> list[str]:
    return list(Statement.objects.order_by("pk").values_list("body", flat=True))


def pieces_of(modem: Phone, *pieces: str) -> Iterator[str]:
    for piece in pieces:
        yield modem.is_told(piece, at=modem.now + SOON)


@pytest.mark.parametrize("cut", [full, accented])
def test_what_follows_a_full_piece_at_once_is_added_to_its_case(modem: Phone, cut: type[str]) -> None:
    first, second = cut("PA dau thon"), cut("va cuoi thon")
    assert list(pieces_of(modem, first, second, "het roi")) == ["too_long", "added", "added"]
    assert said() == [first.removeprefix("PA "), second, "het roi"]
    assert search(Case.objects.all(), "cuoi thon").get() == Case.objects.get()
    assert {each.topic for each in modem.messages} == {f"case:{Case.objects.get().pk}"}


def test_a_short_piece_ends_the_text(modem: Phone) -> None:
    told = list(pieces_of(modem, full("PA dau thon"), "va cuoi thon", "cau o xom toi sap sap roi"))
    assert told == ["too_long", "added", "filed_ask"]


def test_what_comes_two_minutes_later_is_a_text_of_its_own(modem: Phone) -> None:
    modem.texts(full("PA dau thon"))
    assert modem.is_told("va cuoi thon", at=modem.now + timedelta(seconds=121)) == "unknown"
    modem.texts(full("PA giua thon"))
    assert modem.is_told("va cuoi thon", at=modem.now + timedelta(seconds=120)) == "added"


def test_a_text_goes_on_for_five_minutes_at_most(modem: Phone) -> None:
    modem.texts(full("PA dau thon"))
    for number in range(3):
        assert modem.is_told(full(f"doan {number}"), at=modem.now + timedelta(seconds=99)) == "added"
    assert modem.is_told(full("doan 4"), at=modem.now + timedelta(seconds=99)) == "too_long"
    assert Case.objects.count() == 2


def test_a_text_has_eight_pieces_at_most(modem: Phone) -> None:
    told = list(pieces_of(modem, *[full(f"doan so {number}") for number in range(9)]))
    assert told == ["too_long", *["added"] * 7, "too_long"]


@pytest.mark.parametrize(
    ("words", "template"),
    [
        ("PA cau sap sap roi", "filed_ask"),
        ("TC", "status"),
        ("HD", "help"),
        ("TO CAO an hoi lo", "filed_ask"),
    ],
)
def test_a_keyword_in_front_begins_a_text_of_its_own(modem: Phone, words: str, template: str) -> None:
    modem.texts(full("PA dau thon"))
    assert modem.is_told(words, at=modem.now + SOON) == template


def test_what_another_phone_or_another_of_our_numbers_received_is_not_joined(
    modem: Phone, another_phone: Phone
) -> None:
    modem.texts(full("PA dau thon"))
    another_phone.provider = "gammu"
    assert another_phone.is_told("va cuoi thon", at=modem.now + SOON) == "unknown"
    modem.recipient = "+84900000009"
    assert modem.is_told("va cuoi thon", at=modem.now + SOON) == "unknown"


def test_what_a_gateway_hands_over_whole_is_whole(phone: Phone) -> None:
    assert phone.is_told(full("PA dau thon xa Goc Da")) == "filed"
    assert phone.is_told("va cuoi thon", at=phone.now + SOON) == "unknown"


def test_a_text_that_is_longer_than_one_message_was_joined_before(modem: Phone) -> None:
    assert modem.is_told("PA dau thon xa Goc Da " + "rac " * 60) == "filed"
    assert modem.is_told("va cuoi thon", at=modem.now + SOON) == "unknown"


def test_a_place_in_a_later_piece_takes_the_case_there(cast: Cast, modem: Phone) -> None:
    assert list(pieces_of(modem, full("PA dau thon"), "o xa Goc Da")) == ["too_long", "added"]
    assert (Case.objects.get().unit, Case.objects.get().place) == (cast.commune, "o xa Goc Da")


def test_a_long_reply_goes_on_too(cast: Cast, modem: Phone) -> None:
    case = a_case(cast.commune)
    assert list(pieces_of(modem, full(f"TL {case.code} nha toi"), "het roi")) == ["reply_ok", "added"]
    assert said()[-1] == "het roi"


def test_a_long_text_sent_twice_is_on_record_once(modem: Phone) -> None:
    told = list(pieces_of(modem, full("PA dau thon"), "het roi", full("PA dau thon"), "het roi"))
    assert told == ["too_long", "added", "dup", ""]
    assert len(said()) == 2


def test_a_piece_whose_beginning_is_held_waits_with_it(modem: Phone) -> None:
    for number in range(5):
        modem.texts(f"PA rac o xa Goc Da, dong {number}")
    assert list(pieces_of(modem, full("PA dau thon"), "het roi")) == ["limit", ""]
    assert {each.state for each in modem.messages[5:]} == {InboundState.HELD}
    tasks.sweep_untaken(at=MONDAY + timedelta(days=1))
    assert said()[-2:] == [full("PA dau thon").removeprefix("PA "), "het roi"]


def test_a_worker_that_has_the_second_piece_takes_the_first_one_first(modem: Phone) -> None:
    first, second = (
        inbox.receive(
            provider="gammu",
            provider_id=f"{number}",
            sender=modem.number,
            recipient=OWN_NUMBER,
            body=words,
            raw={"text": words},
            at=MONDAY + number * SOON,
        )[0]
        for number, words in enumerate([full("PA dau thon"), "va cuoi thon sau cho"])
    )
    assert tasks.take(second.pk, at=MONDAY + timedelta(minutes=1))
    assert not tasks.take(first.pk, at=MONDAY + timedelta(minutes=1))
    assert Case.objects.count() == 1
    assert said()[-1] == "va cuoi thon sau cho"
