"""A number goes, on record, and with it every way to text; the case, its words and its other rows stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from cases import notices, reasons
from cases.errors import MoveRefused
from cases.models import Case, Complainant
from cases.services import forgetting, handling, outcome
from cases.vocabulary import EventKind, State
from feedback import sweeping
from messaging import inbox, outbox
from messaging.models import InboundMessage, MessageChannel, OutboundMessage, OutboundState
from organization.actors import Actor, Channel
from organization.vault import fingerprint
from tests.factories.cases import BECAUSE, MONDAY, PHONE, a_case, a_filing
from tests.factories.organization import Cast, acting

CITIZEN = Actor.citizen(Channel.SMS)
BLANK = ("", "", "")


def forget(case: Case) -> Case:
    return forgetting.forget_number(case, by=CITIZEN, because=reasons.NUMBER_FORGOTTEN, at=MONDAY)


def sealed(message: OutboundMessage) -> tuple[str, str, str]:
    message.refresh_from_db()
    return message.address, message.subject, message.body


def test_the_number_goes_and_everything_else_about_the_case_stays(cast: Cast) -> None:
    opened = a_filing(cast.commune, channel=Channel.SMS)
    before = Complainant.objects.get()
    case = forget(opened.case)
    after = Complainant.objects.get()
    assert (after.phone, after.phone_key) == ("", "")
    assert (after.name, after.pin_key, after.case) == (before.name, before.pin_key, case)
    assert (case.state, case.statements.count()) == (State.RECEIVED, 1)


def test_that_it_went_is_in_the_ledger_without_the_number(cast: Cast) -> None:
    case = forget(a_case(cast.commune))
    entry = case.events.get(kind=EventKind.FORGET)
    assert (entry.actor_name, entry.reason, entry.detail) == (CITIZEN.name, reasons.NUMBER_FORGOTTEN, {})
    assert PHONE[-6:] not in str(list(case.events.values()))


def test_what_waits_to_be_sent_is_taken_back_and_what_was_sent_is_blanked(cast: Cast) -> None:
    case = a_case(cast.commune)
    waiting = OutboundMessage.objects.get()
    sent = outbox.promise(
        channel=MessageChannel.SMS,
        to=PHONE,
        template="update",
        language="vi",
        slots={"code": case.code, "status": "received", "unit": "Xã Gốc Đa"},
        topic=notices.topic(case),
        at=MONDAY,
    )
    OutboundMessage.objects.filter(pk=sent.pk).update(state=OutboundState.SENT, next_attempt_at=None)
    forget(case)
    assert (sealed(waiting), sealed(sent)) == (BLANK, BLANK)
    assert (waiting.state, waiting.failed_code) == (OutboundState.FAILED, "forgotten")
    assert sent.state == OutboundState.SENT


def test_what_is_just_leaving_is_blanked_when_it_has_left_and_is_not_sent_again(cast: Cast) -> None:
    case = a_case(cast.commune)
    leaving = OutboundMessage.objects.get()
    OutboundMessage.objects.update(state=OutboundState.SENDING)
    forget(case)
    leaving.refresh_from_db()
    assert (leaving.address, leaving.expires_at) == (PHONE, MONDAY)
    OutboundMessage.objects.update(state=OutboundState.UNDELIVERED, next_attempt_at=None)
    assert outbox.blank() == 1
    assert sealed(leaving) == BLANK
    outbox.promise_again(leaving, after=timedelta(hours=1), at=MONDAY)
    assert OutboundMessage.objects.count() == 1
    assert outbox.blank() == 0


def test_an_officers_letter_about_the_case_is_left_alone(cast: Cast) -> None:
    case = a_case(cast.commune)
    letter = outbox.promise(
        channel=MessageChannel.EMAIL,
        to="can-bo@example.org",
        template="officer_assigned",
        language="vi",
        slots={"code": case.code, "unit": "Xã Gốc Đa", "date": MONDAY},
        topic=notices.topic(case),
        at=MONDAY,
    )
    forget(case)
    assert sealed(letter)[0] == "can-bo@example.org"


def test_what_they_texted_about_it_keeps_its_words_and_loses_its_sender(cast: Cast) -> None:
    case = a_case(cast.commune)
    about, other = (
        inbox.receive(
            provider="twilio",
            provider_id=name,
            sender=PHONE,
            recipient="+84900000000",
            body="TC",
            raw={"From": [PHONE]},
            at=MONDAY,
        )[0]
        for name in ("SM1", "SM2")
    )
    piece = InboundMessage.objects.create(
        provider="twilio", provider_id="SM3", sender=PHONE, sender_key="x", whole=about, received_at=MONDAY
    )
    inbox.mark_taken(about, at=MONDAY, topic=notices.topic(case))
    inbox.mark_taken(other, at=MONDAY, topic="case:0")
    forget(case)
    for message in (about, piece, other):
        message.refresh_from_db()
    assert (about.sender, about.sender_key, about.raw, about.body) == ("", "", "", "TC")
    assert (piece.sender, piece.sender_key) == ("", "")
    assert (other.sender, other.sender_key) == (PHONE, fingerprint(PHONE))


def test_nothing_is_texted_about_it_any_more(cast: Cast) -> None:
    case = forget(a_case(cast.commune))
    before = OutboundMessage.objects.count()
    handling.accept(case, by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    assert OutboundMessage.objects.filter(channel="sms").count() == before


def test_a_number_that_is_not_there_cannot_be_forgotten(cast: Cast) -> None:
    case = forget(a_case(cast.commune))
    with pytest.raises(MoveRefused):
        forget(case)
    assert case.events.filter(kind=EventKind.FORGET).count() == 1


def test_the_database_lets_no_number_go_that_is_not_on_record_and_never_the_row_after_it(cast: Cast) -> None:
    forgotten, other = forget(a_case(cast.commune)), a_case(cast.commune)
    for case in (forgotten, other):
        with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_complainant WHERE case_id = %s", [case.pk])
        with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE cases_complainant SET phone = '' WHERE case_id = %s", [case.pk])


def test_the_number_of_who_texted_without_a_name_goes_90_days_after_the_end(
    cast: Cast,
) -> None:
    unnamed = a_case(cast.commune, channel=Channel.SMS, anonymous=True)
    named = a_case(cast.commune, channel=Channel.SMS)
    by_web = a_case(cast.commune, anonymous=True)
    for case in (unnamed, named, by_web):
        outcome.withdraw(case, by=CITIZEN, at=MONDAY)
    still_open = a_case(cast.commune, channel=Channel.SMS, anonymous=True)
    assert sweeping.sweep(at=MONDAY + timedelta(days=90))["numbers_forgotten"] == 0
    assert sweeping.sweep(at=MONDAY + timedelta(days=90, minutes=1))["numbers_forgotten"] == 1
    kept = set(Complainant.objects.exclude(phone_key="").values_list("case", flat=True))
    assert kept == {named.pk, by_web.pk, still_open.pk}
    assert sweeping.sweep(at=MONDAY + timedelta(days=90, minutes=2))["numbers_forgotten"] == 0
    assert unnamed.events.get(kind=EventKind.FORGET).reason == reasons.NUMBER_NOT_NEEDED
