"""A modem's folders: texts are kept once and then removed, what cannot be read waits, and ours are sent once."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone
from pytest_django import Settings

from config.sweeping import sweep
from feedback.sms import gammu, tasks
from messaging import delivery, outbox
from messaging.models import InboundMessage, MessageChannel, OutboundMessage, OutboundState
from tests.factories.cases import MONDAY, PHONE
from tests.factories.organization import Cast
from tests.feedback.sms.test_long_texts import PIECES, TEXT, said

pytestmark = pytest.mark.django_db

NUMBER = "+84900000777"
WORDS = "PA rác chất đống ở chợ xã Gốc Đa"
LONG_AGO = MONDAY - timedelta(minutes=1)


@pytest.fixture
def spool(tmp_path: Path, settings: Settings) -> Path:
    """The folders of a modem that nobody runs."""
    settings.GAMMU_SPOOL, settings.GAMMU_NUMBER = str(tmp_path / "spool"), NUMBER
    settings.SMS_GATEWAYS = ["gammu"]
    for name in ("inbox", "outbox", "sent", "error"):
        (tmp_path / "spool" / name).mkdir(parents=True)
    return tmp_path / "spool"


def arrives(
    spool: Path,
    words: str | bytes = WORDS,
    *,
    name: str = f"IN20261005_075900_00_{PHONE}_00.txt",
    at: datetime = LONG_AGO,
) -> Path:
    """The daemon has written a file, at `at`."""
    path = spool / "inbox" / name
    path.write_bytes(words if isinstance(words, bytes) else b"\xfe\xff" + words.encode("utf-16-be"))
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def promised(**changes: object) -> OutboundMessage:
    values: dict[str, object] = {
        "channel": MessageChannel.SMS,
        "to": PHONE,
        "template": "help",
        "language": "vi",
        "slots": {},
        "topic": "x",
        "at": MONDAY,
    }
    return outbox.promise(**(values | changes))  # type: ignore[arg-type]


def bodies() -> list[str]:
    return [message.body for message in InboundMessage.objects.order_by("pk")]


def take_all() -> None:
    for pk in InboundMessage.objects.order_by("pk").values_list("pk", flat=True):
        tasks.take(pk, at=MONDAY)


def test_a_text_is_kept_with_what_its_name_tells_and_its_file_removed(spool: Path) -> None:
    path = arrives(spool)
    assert gammu.read(at=MONDAY) == {"modem_texts": 1}
    kept = InboundMessage.objects.get()
    assert (kept.provider, kept.sender, kept.recipient, kept.body) == ("gammu", PHONE, NUMBER, WORDS)
    assert kept.sent_at == MONDAY.replace(hour=7, minute=59)
    assert (kept.part, kept.parts, kept.reference) == (1, 1, "")
    assert PHONE not in kept.provider_id
    assert not path.exists()
    assert gammu.read(at=MONDAY)["modem_texts"] == 0


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("PA ngắn 😀".encode("utf-16-be"), None),
        (b"\xfe\xff" + "PA ngắn 😀".encode("utf-16-be"), "PA ngắn 😀"),
        (b"\xff\xfe" + "PA ngắn 😀".encode("utf-16-le"), "PA ngắn 😀"),
        (b"\xfe\xff" + "PA ngắn\x00\x00".encode("utf-16-be"), "PA ngắn"),
        ("PA ngắn".encode(), "PA ngắn"),
        (b"PA ngan", "PA ngan"),
        (b"PA r\xe1c", "PA r\ufffdc"),
        (b"\xfe\xff\x00P\x00A\x00", "PA\ufffd"),
        (b"\xfe\xff\xd8\x00\x00A", None),
        (b"", ""),
        (b"\x00", ""),
        (b"\xfe\xff", ""),
        (bytes(range(256)), None),
    ],
)
def test_every_sequence_of_bytes_is_kept(spool: Path, body: bytes, words: str | None) -> None:
    arrives(spool, body)
    assert gammu.read(at=MONDAY)["modem_texts"] == 1
    kept = InboundMessage.objects.get()
    assert words is None or kept.body == words
    assert body.hex() in kept.raw


def test_the_parts_of_a_long_text_are_one_text(spool: Path, cast: Cast) -> None:
    for part in (2, 0, 1):
        arrives(spool, PIECES[part], name=f"IN20261005_075900_00_{PHONE}_{part:02}.txt")
    assert gammu.read(at=MONDAY)["modem_texts"] == 3
    take_all()
    assert said() == [TEXT]


def test_parts_of_two_senders_in_the_same_second_are_not_mixed(spool: Path, cast: Cast) -> None:
    for sender, place in ((PHONE, "chợ"), ("+84987654321", "trạm")):
        arrives(spool, f"PA rác ở {place} ", name=f"IN20261005_075900_00_{sender}_00.txt")
        arrives(spool, "xã Gốc Đa", name=f"IN20261005_075900_00_{sender}_01.txt")
    gammu.read(at=MONDAY)
    take_all()
    assert set(said()) == {"rác ở chợ xã Gốc Đa", "rác ở trạm xã Gốc Đa"}


def test_what_is_still_being_written_is_left_until_it_is_whole(spool: Path) -> None:
    first = arrives(spool, PIECES[0])
    second = arrives(spool, PIECES[1][:5], name=f"IN20261005_075900_00_{PHONE}_01.txt", at=MONDAY)
    assert gammu.read(at=MONDAY + timedelta(seconds=2)) == {}
    assert first.exists()
    assert second.exists()
    arrives(spool, PIECES[1], name=second.name, at=MONDAY + timedelta(seconds=2))
    assert gammu.read(at=MONDAY + timedelta(seconds=6))["modem_texts"] == 2
    assert bodies() == list(PIECES[:2])


def test_a_crash_after_keeping_and_before_removing_makes_a_repeat(spool: Path) -> None:
    path = arrives(spool)
    kept = path.read_bytes()
    gammu.read(at=MONDAY)
    arrives(spool, kept)
    gammu.read(at=MONDAY)
    assert bodies() == [WORDS]
    assert not path.exists()


def test_a_name_used_again_with_other_words_is_another_text(spool: Path) -> None:
    arrives(spool)
    gammu.read(at=MONDAY)
    arrives(spool, "PA việc khác")
    gammu.read(at=MONDAY)
    assert bodies() == [WORDS, "PA việc khác"]


def test_without_the_database_the_file_stays(spool: Path) -> None:
    path = arrives(spool)

    def away(*_: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        gammu.read(at=MONDAY)
    assert path.exists()
    assert gammu.read(at=MONDAY)["modem_texts"] == 1


@pytest.mark.parametrize(
    "name",
    [
        "IN20261005_075900_00_+84900000123_00.bin",
        "IN20261005_075900_00_+84900000123_00.smsbackup",
        "IN20261005_075900_00__00.txt",
        "IN_.txt",
        f"IN20261005_075900_00_{PHONE}_999.txt",
        f"IN20261005_075900_00_{PHONE}_٠٠.txt",
        "IN20261005_075900_" + "0" * 120 + "_198_00.txt",
    ],
)
def test_what_cannot_be_read_waits_for_a_person_and_holds_up_no_other(
    spool: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    arrives(spool, name=name)
    arrives(spool, "PA đèn", name="IN20261005_075959_00_+84987654321_00.txt")
    assert gammu.read(at=MONDAY) == {"modem_texts": 1, "modem_refused": 1}
    assert [path.name for path in (spool / "refused").iterdir()] == [name]
    assert "84900000123" not in caplog.text
    assert gammu.read(at=MONDAY) == {}


def test_a_file_that_is_far_too_large_waits_for_a_person(spool: Path) -> None:
    arrives(spool, b"x" * 70_000)
    assert gammu.read(at=MONDAY) == {"modem_refused": 1}
    assert not InboundMessage.objects.exists()


def test_folders_links_and_files_of_others_are_left_alone(spool: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("nobody's business")
    (spool / "inbox" / f"IN20261005_075900_00_{PHONE}_00.txt").symlink_to(secret)
    (spool / "inbox" / f"IN20261005_075901_00_{PHONE}_00.txt").mkdir()
    arrives(spool, name="notes.txt")
    assert gammu.read(at=MONDAY) == {}
    assert len(list((spool / "inbox").iterdir())) == 3


@pytest.mark.parametrize("moment", ["20261399_999999", "00000000_000000", "20260230_120000"])
def test_a_wrong_clock_costs_no_text(spool: Path, moment: str) -> None:
    arrives(spool, name=f"IN{moment}_00_{PHONE}_00.txt")
    assert gammu.read(at=MONDAY)["modem_texts"] == 1
    assert InboundMessage.objects.get().sent_at is None


def test_a_name_of_a_sender_is_kept_and_a_home_number_is_the_person(spool: Path) -> None:
    for number, sender in enumerate(("VIETTEL", "My_Shop 1", "198", "0" + PHONE.removeprefix("+84"))):
        arrives(spool, name=f"IN20261005_07590{number}_00_{sender}_00.txt")
    gammu.read(at=MONDAY)
    senders = [message.sender for message in InboundMessage.objects.order_by("pk")]
    assert senders == ["VIETTEL", "My_Shop 1", "198", PHONE]


def test_folders_that_are_not_there_are_told_of_without_a_name_and_break_no_sweep(
    spool: Path, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    (spool / "sent").rmdir()
    arrives(spool)
    assert sweep(at=MONDAY)["modem_texts"] == 1
    assert "cannot be read: FileNotFoundError" in caplog.text
    assert PHONE not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_that_read_at_once_keep_each_text_once(spool: Path) -> None:
    for number in range(20):
        for part in (0, 1):
            arrives(spool, f"{number} {part} ", name=f"IN20261005_0759{number:02}_00_{PHONE}_{part:02}.txt")

    def read(_reader: int) -> None:
        try:
            gammu.read(at=MONDAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(read, range(3)))
    gammu.read(at=MONDAY)
    assert sorted(bodies()) == sorted(f"{number} {part} " for number in range(20) for part in (0, 1))
    assert not list((spool / "inbox").iterdir())


def test_the_command_counts_and_says_where_there_is_no_modem(spool: Path, settings: Settings) -> None:
    arrives(spool, at=timezone.now() - timedelta(minutes=1))
    said_so = StringIO()
    call_command("read_modem", stdout=said_so)
    assert said_so.getvalue() == "modem_texts: 1\nmodem_reports: 0\nmodem_refused: 0\n"
    settings.GAMMU_SPOOL = ""
    with pytest.raises(CommandError, match="GAMMU_SPOOL"):
        call_command("read_modem")
    assert gammu.read(at=MONDAY) == {}


# The way out


def only(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_a_message_lies_in_the_outbox_whole_with_our_id_in_its_name(spool: Path) -> None:
    message = promised()
    assert delivery.deliver(message.pk, at=MONDAY) == delivery.Outcome.SENT
    path = only(spool / "outbox")
    assert path.name == f"OUTC20261005_080000_00_{PHONE}_{message.pk.hex}.txt"
    assert path.read_bytes() == message.body.encode()
    message.refresh_from_db()
    assert (message.state, message.provider, message.provider_id) == ("sent", "gammu", str(message.pk))


def test_letters_beyond_ascii_are_written_so_that_no_locale_matters(spool: Path) -> None:
    message = promised()
    OutboundMessage.objects.filter(pk=message.pk).update(body="LangNghe: giá £5")
    delivery.deliver(message.pk, at=MONDAY)
    assert only(spool / "outbox").read_bytes().decode("utf-16") == "LangNghe: giá £5"


@pytest.mark.parametrize("folder", ["outbox", "sent", "error"])
def test_what_is_or_was_there_is_not_written_again(spool: Path, folder: str) -> None:
    message = promised()
    (spool / folder / f"OUTC20261005_080000_00_{PHONE}_{message.pk.hex}.txt").write_text("x")
    assert delivery.deliver(message.pk, at=MONDAY) == delivery.Outcome.SENT
    assert sum(1 for name in ("outbox", "sent", "error") for _ in (spool / name).iterdir()) == 1


def test_a_worker_that_died_before_or_after_writing_leaves_one_file(spool: Path) -> None:
    before, after = promised(), promised()
    for message in (before, after):
        OutboundMessage.objects.filter(pk=message.pk).update(
            state=OutboundState.SENDING, provider="gammu", claimed_at=MONDAY, next_attempt_at=MONDAY
        )
    (spool / "outbox" / f"OUTC20261005_080000_00_{PHONE}_{after.pk.hex}.txt").write_text("x")
    for minutes in (1, 7, 14):
        delivery.sweep(at=MONDAY + timedelta(minutes=minutes))
    for message in (before, after):
        message.refresh_from_db()
        assert message.state == OutboundState.SENT
        assert len(list((spool / "outbox").glob(f"*{message.pk.hex}*"))) == 1


@pytest.mark.parametrize(
    ("folder", "state", "code"), [("sent", OutboundState.SENT, ""), ("error", OutboundState.FAILED, "modem")]
)
def test_the_folder_in_which_a_file_ends_tells_what_became_of_it_and_the_file_goes(
    spool: Path, folder: str, state: str, code: str
) -> None:
    message = promised()
    delivery.deliver(message.pk, at=MONDAY)
    path = only(spool / "outbox")
    path.replace(spool / folder / path.name)
    foreign = spool / folder / "OUTC20261005_080000_00_+84900000999_note.txt"
    foreign.write_text("of another program")
    unknown = spool / folder / f"OUTC20261005_080000_00_+84900000999_{'0' * 32}.txt"
    unknown.write_text("of another program")
    assert gammu.read(at=MONDAY)["modem_reports"] == 1
    message.refresh_from_db()
    assert (message.state, message.failed_code) == (state, code)
    assert set((spool / folder).iterdir()) == {foreign, unknown}


@pytest.mark.parametrize("number", ["198", "VIETTEL", "../../etc", "+84_1", "+84900000123/x", ""])
def test_no_file_is_made_for_what_is_no_number(spool: Path, number: str) -> None:
    message = promised(to=number)
    assert delivery.deliver(message.pk, at=MONDAY) == delivery.Outcome.REFUSED
    assert not list((spool / "outbox").iterdir())


def lose_the_outbox(spool: Path, settings: Settings) -> None:
    (spool / "outbox").rmdir()


def forget_the_number(spool: Path, settings: Settings) -> None:
    settings.GAMMU_NUMBER = ""


@pytest.mark.parametrize("break_it", [lose_the_outbox, forget_the_number])
def test_a_modem_that_is_not_set_up_is_a_gateway_that_is_down(
    spool: Path, settings: Settings, break_it: Callable[[Path, Settings], None]
) -> None:
    message = promised()
    break_it(spool, settings)
    assert delivery.deliver(message.pk, at=MONDAY) == delivery.Outcome.TROUBLE
    message.refresh_from_db()
    assert (message.state, message.attempts) == (OutboundState.PENDING, 0)


def test_an_answer_leaves_by_the_modem_that_the_text_came_to(
    spool: Path, settings: Settings, cast: Cast
) -> None:
    settings.SMS_GATEWAYS = ["console"]
    arrives(spool)
    gammu.read(at=MONDAY)
    take_all()
    answer = OutboundMessage.objects.get()
    assert answer.provider == "gammu"
    delivery.deliver(answer.pk, at=answer.created_at)
    assert only(spool / "outbox").read_text() == answer.body
