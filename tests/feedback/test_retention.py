"""After the keeping time the words and the person go, on record; until then the database lets nothing go."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import Error, connection, transaction
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from cases.models import (
    Attachment,
    Call,
    Case,
    Complainant,
    MemberWithdrawal,
    Petitioner,
    Removal,
    Statement,
)
from cases.services import groups, outcome
from cases.services.groups import Member
from feedback import retention, sweeping
from feedback.models import KeptFile, Submission
from feedback.retention import NotRemovable, remove
from feedback.sms.tasks import take
from messaging import inbox
from messaging.models import OutboundMessage, OutboundState
from organization.actors import Actor, Channel
from tests.factories.cases import MONDAY, a_case, an_answered_case
from tests.factories.citizen import Citizen
from tests.factories.files import a_photo
from tests.factories.organization import Cast
from tests.feedback.conftest import Clock

pytestmark = pytest.mark.django_db

KEEPER = Actor.system("test")


@pytest.fixture
def case(cast: Cast, clock: Clock) -> Case:
    """A closed case with a photo, filed on the web."""
    citizen = Citizen()
    citizen.report(cast.commune.code, place="Nhà số 5", phone="0912345678", attachments=[a_photo()])
    filed = Case.objects.get()
    outcome.withdraw(filed, by=Actor.citizen(Channel.WEB), at=clock.now)
    return filed


def test_a_removal_takes_words_files_and_person_and_leaves_the_record(
    case: Case, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    stored = str(case.attachments.get().file.name)
    with django_capture_on_commit_callbacks(execute=True):
        remove(case, by=KEEPER, because="the keeping time is over", at=MONDAY)
    for model in (Submission, Statement, Attachment, Complainant):
        assert not model.objects.filter(case=case).exists()
    assert not default_storage.exists(stored)
    case.refresh_from_db()
    assert (case.search_text, case.summary, case.place, case.lat, case.lng) == ("", "", "", None, None)
    assert case.events.count() == 2
    assert case.removal.reason == case.history.first().history_change_reason == "the keeping time is over"


def test_the_names_of_a_group_go_with_the_words_and_its_number_stays(cast: Cast, clock: Clock) -> None:
    members = [Member("Người Một", represents=True), Member("Người Hai")]
    case = a_case(cast.commune, members=members)
    for member in case.petitioners.order_by("-pk"):
        groups.withdraw_member(case, member, by=KEEPER, because="they said so", at=clock.now)
    remove(case, by=KEEPER, because="the keeping time is over", at=clock.now)
    assert not Petitioner.objects.exists()
    assert not MemberWithdrawal.objects.exists()
    assert case.persons == 2


def test_what_was_noted_of_a_call_goes_with_the_words(case: Case) -> None:
    Call.objects.create(
        case=case,
        message_id=uuid4(),
        template="closed",
        at=MONDAY,
        result="reached",
        note="Vợ nghe máy.",
        done_at=MONDAY,
    )
    remove(case, by=KEEPER, because="the keeping time is over", at=MONDAY)
    assert not Call.objects.exists()


def test_what_was_texted_both_ways_goes_too_and_that_it_was_texted_stays(cast: Cast, clock: Clock) -> None:
    text, _ = inbox.receive(
        provider="twilio",
        provider_id="SM1",
        sender="+84912345678",
        recipient="+84900000000",
        body="PA rac chat dong o xa Goc Da ba ngay chua don",
        raw={"Body": ["PA rac chat dong o xa Goc Da ba ngay chua don"]},
        at=clock.now,
    )
    take(text.pk, at=clock.now)
    filed = Case.objects.get()
    OutboundMessage.objects.update(state=OutboundState.SENT, next_attempt_at=None)
    outcome.withdraw(filed, by=Actor.citizen(Channel.SMS), at=clock.now)
    OutboundMessage.objects.update(state=OutboundState.SENT, next_attempt_at=None)
    remove(filed, by=KEEPER, because="the keeping time is over", at=MONDAY)
    text.refresh_from_db()
    assert (text.sender, text.sender_key, text.body, text.raw, text.provider_id) == ("", "", "", "", "SM1")
    sent = OutboundMessage.objects.values_list("address", "body")
    assert set(sent) == {("", "")}


def test_the_page_of_a_removed_case_says_so(case: Case) -> None:
    remove(case, by=KEEPER, because="the keeping time is over", at=MONDAY)
    page = Citizen().open(reverse("track_case", args=[case.code]))
    assert "What was said is no longer kept" in page
    assert "Closed" in page


@pytest.mark.parametrize(
    "table",
    [
        "feedback_submission",
        "cases_statement",
        "cases_attachment",
        "cases_complainant",
        "cases_petitioner",
        "cases_memberwithdrawal",
    ],
)
def test_the_database_lets_nothing_go_without_a_removal_on_record(case: Case, cast: Cast, table: str) -> None:
    group = a_case(cast.commune, members=[Member("Người Một", represents=True), Member("Người Hai")])
    groups.withdraw_member(group, group.petitioners.all()[1], by=KEEPER, because="they said so", at=MONDAY)
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own tables


def test_a_removal_of_one_case_lets_nothing_of_another_go(case: Case, cast: Cast) -> None:
    other = an_answered_case(cast.officer)
    remove(case, by=KEEPER, because="the keeping time is over", at=MONDAY)
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Statement.objects.filter(case=other).delete()


@pytest.mark.parametrize("statement", ["DELETE FROM cases_removal", "UPDATE cases_removal SET reason = 'x'"])
def test_the_record_of_a_removal_stays(case: Case, statement: str) -> None:
    remove(case, by=KEEPER, because="the keeping time is over", at=MONDAY)
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_open_case_and_a_removed_one_are_not_removed(case: Case, cast: Cast) -> None:
    for unfit in (case, an_answered_case(cast.officer)):
        if unfit == case:
            remove(case, by=KEEPER, because="the keeping time is over", at=MONDAY)
        with pytest.raises(NotRemovable):
            remove(unfit, by=KEEPER, because="the keeping time is over", at=MONDAY)


def test_the_sweep_removes_what_has_been_closed_long_enough_and_nothing_else(
    case: Case, cast: Cast, settings: Settings
) -> None:
    settings.RETENTION_YEARS = 2
    an_answered_case(cast.officer)
    assert retention.sweep(MONDAY.replace(year=2028)) == 0
    assert retention.sweep(MONDAY.replace(year=2028) + timedelta(days=1)) == 1
    assert Removal.objects.get().case == case
    assert retention.sweep(MONDAY.replace(year=2028) + timedelta(days=1)) == 0


def test_the_sweep_forgets_files_of_forms_that_were_given_up(cast: Cast, clock: Clock) -> None:
    Citizen().report(cast.commune.code, phone="1", attachments=[a_photo()])
    stored = str(KeptFile.objects.get().file.name)
    assert sweeping.sweep(at=clock.now + timedelta(minutes=59))["files_forgotten"] == 0
    assert sweeping.sweep(at=clock.now + timedelta(minutes=61))["files_forgotten"] == 1
    assert not default_storage.exists(stored)


def test_the_sweep_forgets_browsers_that_have_not_come_back(cast: Cast, clock: Clock) -> None:
    Citizen().report(cast.commune.code)
    assert sweeping.sweep(at=clock.now + timedelta(hours=7))["sessions_forgotten"] == 0
    assert sweeping.sweep(at=clock.now + timedelta(hours=9))["sessions_forgotten"] == 1


@pytest.mark.parametrize(("days", "is_kept"), [(89, True), (91, False)])
def test_a_text_about_no_case_and_its_answer_are_blanked_after_ninety_days(
    cast: Cast, days: int, is_kept: bool
) -> None:
    message, _is_new = inbox.receive(
        provider="twilio",
        provider_id="SM-help",
        sender="+84900000123",
        recipient="+15005550006",
        body="HD",
        raw={"Body": ["HD"]},
        at=MONDAY,
    )
    assert take(message.pk, at=MONDAY)
    OutboundMessage.objects.update(state=OutboundState.SENT, next_attempt_at=None)
    retention.forget_stray_texts(MONDAY + timedelta(days=days))
    message.refresh_from_db()
    answer = OutboundMessage.objects.get()
    kept = [message.sender, message.sender_key, message.body, answer.address, answer.body]
    assert [bool(each) for each in kept] == [is_kept] * 5
    assert (message.note, answer.template) == ("help", "help")
