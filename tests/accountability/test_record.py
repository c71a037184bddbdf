"""The complete record of a case: each column before and after, who, why, when, whence; and what does not fit."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accountability.record import Entry, Record, record_of
from cases import lifecycle, selectors
from cases.models import Case, CaseEvent
from cases.services import groups, handling, merging, outcome
from cases.services.groups import Member
from cases.services.sweeping import sweep_cases
from cases.vocabulary import Kind, Track
from organization.actors import Actor, Channel, actor_of
from organization.appendonly import remove_triggers
from organization.history import attributed
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, an_answered_case, moment
from tests.factories.organization import Cast, acting, somebody

CITIZEN = Actor.citizen(Channel.WEB, address="203.0.113.7")
HOUR = timedelta(hours=1)


def record(case: Case) -> Record:
    """The record in English, of the case as the database has it now."""
    found = selectors.by_code(case.code)
    assert found
    with translation.override("en"):
        return record_of(found)


def changes(entry: Entry, row: str = "Case") -> dict[str, tuple[str, str]]:
    return {
        change.column: (change.was, change.became)
        for part in entry.altered
        if part.row == row
        for change in part.changes
    }


def test_each_step_shows_its_columns_before_and_after_with_who_post_why_when_and_whence(cast: Cast) -> None:
    case = a_case(cast.commune)
    by = actor_of(cast.officer, channel=Channel.DESK, address="192.0.2.10")
    handling.accept(case, by=by, because="Thuộc thẩm quyền của xã.", at=MONDAY + HOUR)
    entry = record(case).entries[-1]
    assert entry.what == "Accepted: Received → Accepted"
    assert entry.at == MONDAY + HOUR
    assert (entry.who, entry.post) == ("Trần Văn Việc", by.post)
    assert (entry.why, entry.channel, entry.address) == ("Thuộc thẩm quyền của xã.", "Desk", "192.0.2.10")
    assert entry.officer_id == cast.officer.officer_id
    told = changes(entry)
    assert told["State"] == ("Received", "Accepted")
    assert told["Assigned to"] == ("", str(cast.officer))
    assert told["Accepted"] == ("", "09:00 05/10/2026")
    assert told["Due"] == ("00:00 20/10/2026", "00:00 27/10/2026")
    assert changes(entry, "Term: First reply") == {"Ended": ("", "09:00 05/10/2026")}
    assert changes(entry, "Term: Settlement")["Rule"][1].startswith("P4 · ")


def test_the_first_entry_shows_all_that_the_case_began_with(cast: Cast) -> None:
    entry = record(a_case(cast.commune, place="Chợ Giát")).entries[0]
    told = changes(entry)
    assert told["Kind"] == ("", "Feedback")
    assert told["Place"] == ("", "Chợ Giát")
    assert told["Name withheld"] == ("", "No")
    assert told["Unit"] == ("", cast.commune.name)
    assert {part.row for part in entry.altered} == {"Case", "Term: First reply", "Term: Processing at all"}
    assert ("Why this unit", "the lowest unit with the power to settle it") in entry.details


def test_the_record_of_a_long_life_holds_together_and_leaves_no_change_out(cast: Cast) -> None:
    case = a_case(cast.commune)
    head, officer = acting(cast.head), acting(cast.officer)
    steps = iter(range(1, 40))

    def at() -> datetime:
        return MONDAY + next(steps) * HOUR

    handling.accept(case, by=officer, because=BECAUSE, at=at())
    handling.assign(case, to=cast.colleague, by=head, because=BECAUSE, at=at())
    handling.ask(case, question="Ở đâu?", by=acting(cast.colleague), because=BECAUSE, at=at())
    handling.reply(case, text="Ở cổng chợ.", by=CITIZEN, at=at())
    handling.extend(case, days=3, by=head, because=BECAUSE, at=at())
    handling.suspend(case, ground="expert", by=head, because=BECAUSE, at=at())
    handling.resume(case, by=head, because=BECAUSE, at=at())
    handling.note(case, text="Đã gọi.", by=officer, at=at())
    merging.split(case, text="Việc khác.", kind=Kind.PETITION, by=head, because=BECAUSE, at=at())
    outcome.answer(case, text="Đã xong.", by=acting(cast.colleague), because=BECAUSE, at=at())
    outcome.rate(case, score=1, by=CITIZEN, at=at(), comment="Vẫn bẩn.")
    sweep_cases(at=moment("2026-10-21 08:00"))
    sweep_cases(at=moment("2026-12-01 08:00"))
    found = record(case)
    assert found.disagreements == ()
    assert not any(entry.warning for entry in found.entries)
    assert len(found.entries) == case.events.count()
    told = sum(
        len(part.changes) > 0 for entry in found.entries for part in entry.altered if part.row == "Case"
    )
    assert told == Case.history.filter(id=case.pk).count()
    assert ("Rating", "1/5") in [detail for entry in found.entries for detail in entry.details]
    assert ("Days added", "3") in [detail for entry in found.entries for detail in entry.details]
    assert ("Cause", "Poor rating") in [detail for entry in found.entries for detail in entry.details]


def test_two_steps_of_one_moment_are_kept_apart(cast: Cast) -> None:
    case = outcome.dispute(an_answered_case(cast.officer), by=CITIZEN, at=MONDAY + HOUR)
    disputed, escalated = record(case).entries[-2:]
    assert changes(disputed)["State"] == ("Answered", "Accepted")
    assert changes(escalated)["Unit"] == (cast.commune.name, cast.top.name)
    assert escalated.what.endswith(f"{cast.commune.name} → {cast.top.name}")


def test_a_refusal_names_its_ground_in_words(cast: Cast) -> None:
    case = outcome.refuse(
        a_case(cast.commune, kind=Kind.COMPLAINT),
        ground="court",
        text="…",
        by=acting(cast.head),
        because=BECAUSE,
        at=MONDAY,
    )
    entry = record(case).entries[-1]
    assert changes(entry)["Ground"] == ("", "Accepted or decided by a court")
    assert ("Ground", "Accepted or decided by a court") in entry.details


def test_circumstances_and_the_look_before_an_ending_are_told_in_words(cast: Cast) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.DENUNCIATION, channel="desk")
    handling.reclassify(
        case,
        kind=Kind.DENUNCIATION,
        category=None,
        about=None,
        summary="",
        track=Track.DENUNCIATION_FURTHER,
        remote=True,
        complexity=["several_bodies", "several_places"],
        by=acting(cast.officer),
        because=BECAUSE,
        at=MONDAY,
    )
    outcome.terminate(
        case,
        ground="full_withdrawal",
        no_signs=True,
        by=acting(cast.head),
        because=BECAUSE,
        at=MONDAY,
    )
    reclassified, terminated = record(case).entries[-2:]
    both = "One matter to be verified at two or more places; The responsibility of several bodies"
    assert ("Track", "Denunciation → Further denunciation") in reclassified.details
    assert ("Remote area", "No → Yes") in reclassified.details
    assert ("What makes it complex", f"– → {both}") in reclassified.details
    assert ("Ground", "Wholly withdrawn") in terminated.details
    looked = ("Looked into before ending it", "no sign of a violation, of a threat or of a bribe")
    assert looked in terminated.details


def test_a_term_counted_anew_names_the_last_day_before_and_after(cast: Cast) -> None:
    case = a_case(cast.commune)
    due = {"old": "2026-10-20T00:00:00+07:00", "new": "2026-10-21T00:00:00+07:00"}
    with lifecycle.opened(case) as fresh:
        lifecycle.record(fresh, "recount", by=somebody(), because=BECAUSE, at=MONDAY, detail=due)
    entry = record(case).entries[-1]
    assert entry.details == (("Due before", "19/10/2026"), ("Due now", "20/10/2026"))


def test_a_unit_that_was_passed_over_is_named_with_the_reason(cast: Cast) -> None:
    case = a_case(cast.commune, about=cast.head.officer)
    (told,) = [words for label, words in record(case).entries[0].details if label == "Passed over"]
    assert told.startswith(cast.commune.name)
    assert "its head is the person complained about" in told


def test_a_case_whose_row_was_changed_past_the_record_says_so(cast: Cast, inspector: Client) -> None:
    case = an_accepted_case(cast.officer)
    address = reverse("inspection:case", args=[case.code])
    assert "The record and the row differ" not in inspector.get(address).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET state = 'received', rung = 3 WHERE id = %s", [case.pk])
    page = inspector.get(address).content.decode()
    assert "The record and the row differ" in page
    assert "Case, “State”: the row says “Received”, the record says “Accepted”." in page
    assert "Case, “Levels climbed”: the row says “3”, the record says “0”." in page


@pytest.mark.parametrize(
    ("table", "column"),
    [("cases_term", "due_at"), ("cases_termpause", "started_at"), ("cases_case", "received_at")],
)
def test_every_clock_and_its_pauses_are_compared_too(cast: Cast, table: str, column: str) -> None:
    case = an_accepted_case(cast.officer)
    handling.suspend(case, ground="expert", by=acting(cast.head), because=BECAUSE, at=MONDAY + HOUR)
    assert record(case).disagreements == ()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [moment("2026-12-24 08:00")])  # noqa: S608
    assert "08:00 24/12/2026" in record(case).disagreements[0]


def test_a_pause_that_was_deleted_past_the_record_is_missed(cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    handling.suspend(case, ground="expert", by=acting(cast.head), because=BECAUSE, at=MONDAY + HOUR)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_termpause")
    assert record(case).disagreements == ("Pause: it is on record but no longer there.",)


def test_a_history_row_that_was_removed_leaves_a_gap_that_is_named(cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    remove_triggers()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_historicalcase WHERE version = 3")
    found = record(case).disagreements
    assert "The history has a gap: these changes are missing, by number: 3." in found
    assert any("the history has no change for it" in sentence for sentence in found)


def test_a_change_of_which_the_ledger_does_not_tell_stands_out(cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    case.place = "Nơi khác"
    with attributed(somebody(), "by hand", at=MONDAY + HOUR):
        case.save(update_fields=["place"])
    found = record(case)
    assert found.entries[-1].what == "Change without a step"
    assert changes(found.entries[-1])["Place"] == ("", "Nơi khác")
    assert any("the ledger does not tell of" in sentence for sentence in found.disagreements)


def test_a_step_that_was_removed_from_the_ledger_leaves_its_change_behind(cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    remove_triggers()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_caseevent WHERE kind = 'accept'")
    assert CaseEvent.objects.filter(case=case).count() == 1
    assert record(case).disagreements != ()


def test_every_detail_of_a_group_and_of_those_who_follow_is_told_in_words(cast: Cast) -> None:
    members = [Member("Người Thứ Nhất", represents=True), Member("Người Thứ Hai")]
    case = a_case(cast.commune, members=members, appointment_seen=True)
    leaving = case.petitioners.latest("pk")
    groups.withdraw_member(case, leaving, by=acting(cast.reception), because=BECAUSE, at=MONDAY + HOUR)
    merging.merge(
        a_case(cast.commune, phone="+84900000002"),
        into=case,
        by=acting(cast.officer),
        because=BECAUSE,
        at=MONDAY + 2 * HOUR,
    )
    labels = {label for entry in record(case).entries for label, _words in entry.details}
    assert {"Persons behind it", "Representatives", "The appointment has come", "Persons who go on"} <= labels
    assert "Case that follows" in labels
    assert not {label for label in labels if label.islower()}
