"""What is on record stays: the ledger, the histories and the words, against raw SQL, on whichever database runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from simple_history.models import registered_models
from simple_history.utils import get_history_model_for_model

from cases.models import CaseEvent, CaseRating, Complainant, Removal, Statement
from cases.services import outcome
from organization.actors import Actor, Channel
from organization.appendonly import install_triggers, missing_triggers
from tests.factories.cases import MONDAY, a_case, an_answered_case
from tests.factories.organization import Cast

LEDGERS = [model._meta.db_table for model in (CaseEvent, CaseRating, Statement, Complainant)]
HISTORIES = ["cases_historicalcase", "cases_historicalterm", "organization_historicalposting"]


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """A case that has been through everything, so that each table has rows."""
    install_triggers()
    case = an_answered_case(cast.officer)
    outcome.rate(case, score=4, by=Actor.citizen(Channel.WEB), at=MONDAY, comment="Được")
    return cast


def refused(sql: str) -> bool:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    return True


@pytest.mark.parametrize("table", [*LEDGERS, *HISTORIES])
def test_no_row_of_a_ledger_or_history_can_be_changed_or_deleted_by_raw_sql(filled: Cast, table: str) -> None:
    key = "history_id" if "historical" in table else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names from this file
        assert cursor.fetchone()[0] > 0
    assert refused(f"UPDATE {table} SET {key} = {key}")  # noqa: S608
    assert refused(f"DELETE FROM {table}")  # noqa: S608
    if connection.vendor == "postgresql":
        connection.check_constraints()  # settles deferred keys, before which nothing may be truncated anyway
        assert refused(f"TRUNCATE {table} CASCADE")


def test_every_history_and_every_ledger_of_the_project_is_guarded(filled: Cast) -> None:
    assert missing_triggers() == []
    guarded = {get_history_model_for_model(model)._meta.db_table for model in registered_models.values()}
    assert {"cases_historicalcase", "cases_historicalcategory", "organization_historicalunit"} <= guarded


def test_words_can_go_only_after_their_removal_is_on_record(cast: Cast) -> None:
    install_triggers()
    case = a_case(cast.commune)
    delete = f"DELETE FROM cases_statement WHERE case_id = {case.pk}"  # noqa: S608
    assert refused(delete)
    Removal.objects.create(case=case, at=MONDAY, actor_name="system", reason="The keeping time is over.")
    with connection.cursor() as cursor:
        cursor.execute(delete)
    assert not Statement.objects.filter(case=case).exists()
    assert refused("DELETE FROM cases_removal")


@pytest.mark.parametrize("tamper", [lambda row: row.save(), lambda row: row.delete()])
def test_the_object_mapper_is_held_as_raw_sql_is(filled: Cast, tamper: Callable[[CaseEvent], object]) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tamper(CaseEvent.objects.earliest("id"))


def test_no_identity_and_no_words_enter_a_history_or_the_ledger(filled: Cast) -> None:
    secrets = ("Người Dân Mẫu", "912345678", "Rác chất đống")
    for table in [*HISTORIES, "cases_caseevent"]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            content = str(cursor.fetchall())
        assert not [secret for secret in secrets if secret in content], table


def test_an_identity_is_unreadable_in_the_database(filled: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_complainant")
        assert "912345678" not in str(cursor.fetchall())
    assert Complainant.objects.get().phone == "+84912345678"
