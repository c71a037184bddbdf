"""One case as the inspector sees it: words, files, messages, clock; the citizen sealed where the law says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.attachments import clean_all
from cases.models import Removal
from cases.services import handling, intake, outcome
from cases.services.intake import Identity, Report
from cases.vocabulary import Kind
from organization.actors import Actor, Channel
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, an_answered_case
from tests.factories.files import a_photo
from tests.factories.organization import Cast, acting

HOUR = timedelta(hours=1)
ADDRESS = "203.0.113.7"
CITIZEN = Actor.citizen(Channel.WEB, address=ADDRESS)


def page(client: Client, code: str) -> str:
    return client.get(reverse("inspection:case", args=[code])).content.decode()


def filed(cast: Cast, kind: Kind, *, anonymous: bool = False) -> str:
    report = Report(
        kind=kind,
        text="Cán bộ đòi tiền khi làm giấy tờ.",
        channel=Channel.WEB,
        unit=cast.commune,
        anonymous=anonymous,
        identity=Identity(name="Người Dân Mẫu", phone="+84912345678", email="mau@example.vn"),
    )
    return intake.open_case(report, by=CITIZEN, because=BECAUSE, at=MONDAY).case.code


def test_an_open_identity_is_shown_by_name_with_as_little_else_as_will_do(
    inspector: Client, cast: Cast
) -> None:
    shown = page(inspector, filed(cast, Kind.FEEDBACK))
    assert "Người Dân Mẫu" in shown
    assert "••• 678" in shown
    assert "m•••@example.vn" in shown
    assert "912345678" not in shown
    assert ADDRESS in shown


@pytest.mark.parametrize(("kind", "anonymous"), [(Kind.TIP, False), (Kind.FEEDBACK, True)])
def test_a_sealed_identity_is_not_shown_nor_what_could_lead_to_it(
    inspector: Client, cast: Cast, kind: Kind, *, anonymous: bool
) -> None:
    shown = page(inspector, filed(cast, kind, anonymous=anonymous))
    assert "Sealed" in shown
    assert "network address sealed" in shown
    for secret in ("Người Dân Mẫu", "678", "example.vn", ADDRESS):
        assert secret not in shown


def test_an_identity_stays_sealed_when_the_case_is_taken_for_another_kind(
    inspector: Client, cast: Cast
) -> None:
    code = filed(cast, Kind.TIP)
    case = inspector.get(reverse("inspection:case", args=[code])).context["case"]
    handling.reclassify(
        case,
        kind=Kind.FEEDBACK,
        category=None,
        about=None,
        summary="",
        by=acting(cast.reception),
        because=BECAUSE,
        at=MONDAY + HOUR,
    )
    assert "Người Dân Mẫu" not in page(inspector, code)


def test_messages_are_listed_with_their_state_and_those_of_a_secret_case_without_their_text(
    inspector: Client, cast: Cast
) -> None:
    plain, secret = a_case(cast.commune), a_case(cast.commune, kind=Kind.TIP)
    assert "SMS · filed" in page(inspector, plain.code)
    assert "LangNghe:" in page(inspector, plain.code)
    assert "neutral_filed" in page(inspector, secret.code)
    assert "LangNghe:" not in page(inspector, secret.code)


def test_what_was_said_is_shown_with_its_author_post_and_files(inspector: Client, cast: Cast) -> None:
    case = a_case(cast.commune, files=clean_all([a_photo("cong-cho.jpg")]))
    handling.accept(case, by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    outcome.answer(case, text="Đã dọn xong.", by=acting(cast.officer), because=BECAUSE, at=MONDAY + HOUR)
    handling.note(case, text="Nhắc tổ thu gom.", by=acting(cast.head), at=MONDAY + 2 * HOUR)
    shown = page(inspector, case.code)
    for words in (
        "Rác chất đống",
        "Đã dọn xong.",
        "Nhắc tổ thu gom.",
        "cong-cho.jpg",
        acting(cast.officer).post,
    ):
        assert words in shown
    assert reverse("inspection:file", args=[case.attachments.get().pk]) in shown


def test_the_clock_explains_itself_with_rule_and_days(inspector: Client, cast: Cast) -> None:
    response = inspector.get(reverse("inspection:case", args=[an_accepted_case(cast.officer).code]))
    card = response.context["dossier"].card
    assert (card.rule_code, card.is_late) == ("P4", True)
    assert len([day for day in card.days if day.counted]) == 15


def test_a_case_whose_words_were_removed_says_so_and_keeps_its_record(inspector: Client, cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    Removal.objects.create(case=case, at=MONDAY, actor_name="retention", reason="The keeping time is over.")
    case.complainant.delete()
    case.statements.all().delete()
    shown = page(inspector, case.code)
    assert "The words were removed when their keeping time was over." in shown
    assert "The identity was removed when its keeping time was over." in shown
    assert "Answered: Accepted → Answered" in shown


def test_an_officer_page_shows_ratings_with_the_words_that_came_with_them(
    inspector: Client, cast: Cast
) -> None:
    case = an_answered_case(cast.officer)
    outcome.rate(case, score=4, by=CITIZEN, at=MONDAY + HOUR, comment="Làm nhanh.")
    year = {"from": "2026-01-01", "to": "2026-12-31"}
    shown = inspector.get(
        reverse("inspection:officer", args=[cast.officer.officer_id]), year
    ).content.decode()
    assert "Làm nhanh." in shown
    assert "4/5" in shown
    assert case.shown_code in shown


def test_words_that_look_like_markup_stay_words(inspector: Client, cast: Cast) -> None:
    case = a_case(cast.commune, text="<script>alert(1)</script>", place="<b>chợ</b>")
    shown = page(inspector, case.code)
    assert "<script>alert" not in shown
    assert "<b>chợ" not in shown
