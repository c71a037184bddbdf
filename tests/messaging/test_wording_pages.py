"""The texts in the administration: seen with their cost before they hold."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from messaging import texts, wordings
from messaging.models import Wording
from messaging.texts import CATALOGUE, LANGUAGES

pytestmark = pytest.mark.django_db

NEW = "{brand}: Noi dung nay da co, ma {code}. Soan TC {code} de xem."
LIST = "admin:messaging_wording_changelist"


@pytest.fixture
def site(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def page_of(template: str = "dup", language: str = "vi") -> str:
    return reverse("admin:messaging_wording_page", args=[template, language])


def send(site: Client, step: str, words: str = NEW, **changes: str) -> str:
    fields = {
        "words": words,
        "seen": texts.words_of("sms", "vi", "dup"),
        "change_reason": "clearer",
        "step": step,
    }
    page = site.post(page_of(), {**fields, **changes}, follow=True).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_the_list_has_every_text_in_every_language_and_says_which_were_changed(site: Client) -> None:
    send(site, "save")
    page = unescape(site.get(reverse(LIST)).content.decode())
    for name, template in CATALOGUE.items():
        for language in LANGUAGES if template.by_sms else ():
            assert wordings.words_for(name, language) in page
            assert page_of(name, language) in page
    assert page.count("Changed here") == 1


def test_words_are_shown_with_size_and_cost_and_then_saved(site: Client, settings: Settings) -> None:
    settings.SMS_PRICES = {"twilio": 1250, "http": 450}
    shown = send(site, "show")
    for part in ("LangNghe: Noi dung nay da co, ma 1234 5671.", "GSM-7", "/ 160", "1250 đ", "450 đ", "Save"):
        assert part in shown
    assert not Wording.objects.exists()
    assert "The new words hold from now on." in send(site, "save")
    assert Wording.objects.get().body == NEW
    opened = unescape(site.get(page_of()).content.decode())
    assert "clearer" in opened
    assert "Put the delivered words back" in opened


def test_accented_words_are_weighed_and_refused_and_offered_without_accents(
    site: Client, settings: Settings
) -> None:
    settings.SMS_PRICES = {"twilio": 1250}
    shown = send(
        site, "save", words="{brand}: Nội dung này đã có, mã {code}. Xin đừng gửi lại. Soạn TC {code} để xem."
    )
    for part in ("UCS-2", "2500 đ", "Write without accents", "Noi dung nay da co, ma {code}"):
        assert part in shown
    assert "Save" not in shown
    assert not Wording.objects.exists()


def test_words_with_faults_stay_in_the_form_with_what_is_wrong(site: Client) -> None:
    shown = send(site, "save", words="{brand}: Ma {cod}, xem langnghe.vn")
    for part in (
        "blanks are missing: {code}",
        "no such blanks here: {cod}",
        "No address of a page",
        "Ma {cod}",
    ):
        assert part in shown
    assert not Wording.objects.exists()


def test_a_change_needs_a_reason(site: Client) -> None:
    assert "This field is required." in send(site, "save", change_reason=" ")
    assert not Wording.objects.exists()


def test_who_saves_over_newer_words_sees_them_and_can_go_on(site: Client) -> None:
    send(site, "save")
    other = NEW.replace("da co", "co roi")
    shown = send(site, "save", words=other)
    assert f"Somebody has changed this text meanwhile. It now reads: {NEW}" in shown
    assert Wording.objects.get().body == NEW
    send(site, "save", words=other, seen=NEW)
    assert Wording.objects.get().body == other


def test_the_delivered_words_can_be_put_back(site: Client) -> None:
    send(site, "save")
    assert "come with the program hold again" in send(site, "restore", seen=NEW)
    assert not Wording.objects.exists()


def test_the_table_for_the_operator_has_every_text_with_an_example(site: Client) -> None:
    answer = site.get(reverse("admin:messaging_wording_table"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + len(LANGUAGES) * sum(template.by_sms for template in CATALOGUE.values())
    assert all(row[2].startswith("LangNghe: ") and row[3].startswith("LangNghe: ") for row in rows[1:])
    assert all(0 < int(row[4]) <= 160 for row in rows[1:])


@pytest.mark.parametrize("address", ["dup/fr", "lost/vi", "officer_late/vi"])
def test_there_is_no_page_of_what_is_not_texted(site: Client, address: str) -> None:
    assert site.get(f"{reverse(LIST)}{address}/").status_code == 404


def test_who_may_not_administer_texts_sees_none(client: Client) -> None:
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    for address in (reverse(LIST), page_of(), reverse("admin:messaging_wording_table")):
        assert client.get(address).status_code == 403
        assert client.post(address, {"words": NEW}).status_code == 403


def test_the_list_costs_few_queries(
    site: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):
        site.get(reverse(LIST))
