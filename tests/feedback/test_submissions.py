"""What came in is kept for good, counts once, and is removed by nothing but retention."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cases.errors import MoveRefused
from cases.models import Attachment, Case
from cases.services import outcome
from cases.services.intake import Report
from cases.vocabulary import Kind
from feedback import intake
from feedback.models import Submission, SubmissionKind
from organization.actors import Actor, Channel
from tests.factories.cases import MONDAY, an_answered_case, reference_data
from tests.factories.citizen import Citizen
from tests.factories.files import a_photo
from tests.factories.organization import Cast, a_cast

BY = Actor.citizen(Channel.SMS)


def file(cast: Cast, text: str = "Đường hỏng") -> intake.Filed:
    report = Report(kind=Kind.FEEDBACK, text=text, channel=Channel.SMS, unit=cast.commune)
    return intake.file_report(
        report, token="sms:1", payload={"body": text}, by=BY, because="The citizen filed it.", at=MONDAY
    )


@pytest.mark.django_db
def test_the_same_sending_finds_the_case_of_the_first(cast: Cast) -> None:
    first, second = file(cast), file(cast)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.case == second.case
    assert first.pin
    assert not second.pin
    assert Submission.objects.get().digest == intake.digest({"body": "Đường hỏng"})


@pytest.mark.django_db
def test_a_token_that_comes_back_with_something_else_is_never_swallowed(cast: Cast) -> None:
    first = file(cast)
    with pytest.raises(intake.TokenSpent) as spent:
        file(cast, text="Việc khác")
    assert spent.value.case == first.case


@pytest.mark.django_db
def test_what_a_service_refuses_leaves_no_submission(cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    outcome.confirm(case, by=BY, at=MONDAY)
    with pytest.raises(MoveRefused):
        intake.record(
            case,
            kind=SubmissionKind.CONFIRM,
            token="sms:2",
            payload={},
            language="vi",
            by=BY,
            at=MONDAY,
            act=lambda: outcome.confirm(case, by=BY, at=MONDAY),
        )
    assert not Submission.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE feedback_submission SET payload = ''",
        "UPDATE feedback_submission SET digest = 'x'",
        "DELETE FROM feedback_submission",
    ],
)
def test_the_database_refuses_to_change_or_delete_what_was_received(cast: Cast, statement: str) -> None:
    file(cast)
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Submission.objects.count() == 1


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    reference_data()
    return a_cast()


def test_one_form_sent_several_times_at_once_makes_one_case(committed_cast: Cast, settings: Settings) -> None:
    citizen = Citizen()
    citizen.open(reverse("report"))
    token = citizen.token()
    together = Barrier(4)

    def send(_: int) -> str:
        window = Client()
        window.cookies = citizen.client.cookies
        fields = {
            "token": token,
            "kind": "feedback",
            "category": "roads",
            "unit": committed_cast.commune.code,
            "text": "Đường hỏng",
            "attachments": [a_photo()],
        }
        together.wait()
        try:
            return window.post(reverse("report"), fields)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        addresses = set(pool.map(send, range(4)))
    case = Case.objects.get()
    assert addresses == {reverse("track_case", args=[case.code])}
    assert Submission.objects.count() == 1
    assert Attachment.objects.count() == 1
    assert len([path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]) == 1
    citizen.follow(case)
    assert citizen.pin()
