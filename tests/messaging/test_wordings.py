"""What administrators may make of a text: checked before it can be sent, on record, and used from then on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings

from messaging import outbox, texts, wordings
from messaging.models import MessageChannel, Wording
from messaging.occasions import OCCASIONS
from messaging.outbox import Promise
from messaging.texts import CATALOGUE, LANGUAGES
from messaging.wording_rules import problems_of
from messaging.wordings import ChangedMeanwhile, WordsRefused
from organization.actors import Actor

ADMIN = Actor.system("the administrator of a test")
NEW = "{brand}: Noi dung nay da co, ma {code}. Xin dung gui lai. Soan TC {code} de xem."


def now_reads(name: str) -> str:
    return texts.words_of("sms", "vi", name)


def reword(words: str, *, name: str = "dup", seen: str = "") -> None:
    wordings.reword(
        name,
        "vi",
        words,
        seen=seen or wordings.words_for(name, "vi"),
        by=ADMIN,
        because="clearer",
        at=timezone.now(),
    )


def promise(template: str = "dup", **slots: object) -> Promise:
    return Promise(
        channel=MessageChannel.SMS,
        to="+84900000123",
        template=template,
        language="vi",
        slots={"code": "12345671", **slots},
        topic="case:1",
        at=timezone.now(),
    )


@pytest.mark.django_db
def test_new_words_are_sent_from_then_on_and_say_who_changed_them_and_why() -> None:
    before = outbox.make(promise())
    reword(NEW)
    after = outbox.make(promise())
    assert before.body.startswith("LangNghe: Noi dung nay da nhan luc truoc")
    assert (
        after.body
        == "LangNghe: Noi dung nay da co, ma 1234 5671. Xin dung gui lai. Soan TC 1234 5671 de xem."
    )
    row = Wording.history.get()
    assert (row.actor_name, row.history_change_reason) == (ADMIN.name, "clearer")


@pytest.mark.django_db
def test_the_words_of_another_language_and_template_stay_as_they_are() -> None:
    reword(NEW)
    assert wordings.words_for("dup", "en") == texts.words_of("sms", "en", "dup")
    assert outbox.make(promise("closed")).body.startswith("LangNghe: 1234 5671 da dong")


@pytest.mark.django_db
def test_restored_the_words_of_the_file_hold_again_and_the_history_stays() -> None:
    reword(NEW)
    wordings.restore("dup", "vi", seen=NEW, by=ADMIN, because="back", at=timezone.now())
    assert wordings.words_for("dup", "vi") == now_reads("dup")
    assert Wording.history.count() == 2


@pytest.mark.django_db
def test_who_saves_over_words_that_changed_meanwhile_is_told_what_they_are_now() -> None:
    seen = now_reads("dup")
    reword(NEW)
    with pytest.raises(ChangedMeanwhile) as caught:
        reword(NEW.replace("Xin", "Xin vui long"), seen=seen)
    assert caught.value.words == NEW
    assert wordings.words_for("dup", "vi") == NEW


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_told() -> None:
    seen, start = now_reads("dup"), Barrier(2)

    def save(words: str) -> bool:
        try:
            start.wait()
            reword(words, seen=seen)
        except ChangedMeanwhile:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        saved = list(pool.map(save, (NEW, NEW.replace("Xin", "Xin vui long"))))
    assert sorted(saved) == [False, True]
    assert Wording.objects.count() == 1


@pytest.mark.django_db
def test_many_promises_ask_for_the_words_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    reword(NEW)
    with django_assert_num_queries(5):
        made = outbox.promise_all([promise() for _ in range(30)])
    assert {message.body for message in made} == {
        "LangNghe: Noi dung nay da co, ma 1234 5671. Xin dung gui lai. Soan TC 1234 5671 de xem."
    }


def test_the_words_of_every_file_pass_what_new_words_must_pass() -> None:
    wrong = {
        (name, language): found
        for name, template in CATALOGUE.items()
        if template.by_sms
        for language in LANGUAGES
        if (found := problems_of(template, language, texts.words_of("sms", language, name)))
    }
    assert not wrong


def test_every_text_says_when_it_is_sent() -> None:
    assert set(OCCASIONS) == {name for name, template in CATALOGUE.items() if template.by_sms}


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("dup", "Noi dung da co, ma {code}.", "must begin with"),
        ("dup", "{brand}: Noi dung da co.", "blanks are missing: {code}"),
        ("dup", "{brand}: Ma {code}, {unit}.", "no such blanks here: {unit}"),
        ("dup", "{brand}: Ma {code.real}.", "no such blanks here"),
        ("dup", "{brand}: Ma {code!r}.", "braces"),
        ("dup", "{brand}: Ma {code:>40}.", "braces"),
        ("dup", "{brand}: Ma {code.", "braces"),
        ("dup", "{brand}: Ma {code} {}.", "no such blanks|braces"),
        ("dup", "{brand}: Mã {code} đã nhận.", "Write without accents"),
        ("dup", "{brand}: Ma {code} 🙂", "Write without accents"),
        ("dup", "{brand}: Ma {code}, xem nghean.gov.vn", "No address of a page"),
        ("dup", "{brand}: Ma {code}, goi 0900 000 123", "No telephone number"),
        ("dup", "{brand}: Ma {code}. Soan STOP de thoi.", "told to text STOP"),
        ("dup", "{brand}: Ma {code}.\nCam on.", "one line"),
        ("dup", "{brand}: Ma {code}. " + "Cam on ban. " * 12 + "!", "too long for one message"),
        ("closed", "{brand}: To cao {code} da dong.", "what kind of case"),
        ("neutral_closed", "{brand}: Don to cao {code} da xong.", "what kind of case"),
        (
            "question",
            "{brand}: " + "Xin hoi them cho ro. " * 4 + "{code}: {question}",
            "left for the question",
        ),
    ],
)
def test_words_that_no_operator_would_pass_are_refused_with_how_to_mend_them(
    name: str, words: str, said: str
) -> None:
    with translation.override("en"):
        problems = problems_of(CATALOGUE[name], "vi", words)
    assert any(part in problem for problem in problems for part in said.split("|")), problems


@pytest.mark.django_db
def test_refused_words_change_nothing() -> None:
    with pytest.raises(WordsRefused):
        reword("{brand}: Mã {code}")
    assert not Wording.objects.exists()


def test_a_longer_name_in_front_still_fits(settings: Settings) -> None:
    settings.SMS_BRAND = "QuynhLuuXa1"
    for name, template in CATALOGUE.items():
        if template.by_sms:
            assert not problems_of(template, "vi", texts.words_of("sms", "vi", name)), name
