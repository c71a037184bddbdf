"""The messages of a case on its page: what went out, what came in, what became of each, and never a number."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import notices
from cases.models import Case
from cases.services import handling
from cases.views import texting
from cases.vocabulary import Kind
from messaging import inbox, outbox
from messaging.models import OutboundMessage, OutboundState
from tests.factories.cases import BECAUSE, MONDAY, PHONE, a_case
from tests.factories.desk import Desk
from tests.factories.organization import Cast, acting

WORDS = "TL nha toi o thon 4"


def came_in(case: Case, words: str = WORDS, *, at: datetime = MONDAY) -> None:
    """A text that was found to be about the case."""
    message, _is_new = inbox.receive(
        provider="twilio",
        provider_id=f"SM{at.isoformat()}",
        sender=PHONE,
        recipient="+15005550006",
        body=words,
        raw={"From": PHONE},
        at=at,
    )
    inbox.mark_taken(message, at=at, topic=notices.topic(case))


def test_what_went_out_and_what_came_in_stand_one_after_the_other(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    accepted_at = MONDAY + timedelta(minutes=1)
    handling.accept(case, by=acting(cast.officer), because=BECAUSE, at=accepted_at)
    came_in(case, at=MONDAY + timedelta(hours=1))
    asked_at = MONDAY + timedelta(hours=2)
    handling.ask(case, question="Từ bao giờ?", by=acting(cast.officer), because=BECAUSE, at=asked_at)

    text = officer.look_at(case)

    places = [
        text.index(words)
        for words in (
            "To the citizen: A case was opened",
            "To the citizen: A unit has taken the case on",
            WORDS,
            "To the citizen: An officer asks something",
            "Tu bao gio?",
        )
    ]
    assert places == sorted(places)
    assert "4 messages with the citizen" in text
    assert "Waiting to be sent" in text


def test_what_was_not_delivered_says_why(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    OutboundMessage.objects.filter(topic=notices.topic(case)).update(
        state=OutboundState.FAILED, failed_code="30005", failed_at=MONDAY, next_attempt_at=None
    )
    text = officer.look_at(case)
    assert "Failed" in text
    assert "The number does not exist or cannot receive text messages." in text
    assert 'class="said tone-late"' in officer.html


def test_the_number_is_never_among_them(officer: Desk, cast: Cast) -> None:
    for kind in (Kind.FEEDBACK, Kind.TIP):
        case = a_case(cast.commune, kind=kind, anonymous=True)
        came_in(case, at=MONDAY + timedelta(minutes=case.pk))
        officer.look_at(case)
        assert WORDS in officer.html
        assert PHONE not in officer.html
        assert PHONE[3:] not in officer.html


def test_messages_of_other_cases_and_those_to_officers_are_not_shown(officer: Desk, cast: Cast) -> None:
    case, other = a_case(cast.commune), a_case(cast.commune)
    came_in(other)
    outbox.promise(
        channel="email",  # type: ignore[arg-type]
        to="officer@example.org",
        template="officer_late",
        language="vi",
        slots={"code": case.code, "unit": "Xã Gốc Đa", "date": MONDAY},
        topic=notices.topic(case),
        at=MONDAY,
    )
    text = officer.look_at(case)
    assert "1 message with the citizen" in text
    assert WORDS not in text


def test_of_messages_that_were_blanked_only_the_words_are_gone(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    OutboundMessage.objects.update(state=OutboundState.SENT, next_attempt_at=None)
    outbox.forget(notices.topic(case))
    text = officer.look_at(case)
    assert "To the citizen: A case was opened" in text
    assert "The words of this message have been removed." in text


def test_a_case_without_messages_has_no_list_of_them(officer: Desk, cast: Cast) -> None:
    officer.look_at(a_case(cast.commune, phone=""))
    assert 'id="messages"' not in officer.html


def test_of_many_messages_the_latest_are_shown_with_as_many_statements(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            texting.exchange(case)
        return len(asked)

    assert statements() == 2
    for minute in range(texting.SHOWN + 5):
        came_in(case, f"tin thu {minute}.", at=MONDAY + timedelta(minutes=minute))
    assert statements() == 2
    text = officer.look_at(case)
    assert "There were more; the latest are shown." in text
    assert f"tin thu {texting.SHOWN + 4}." in text
    assert "tin thu 4." not in text
