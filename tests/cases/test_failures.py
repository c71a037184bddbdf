"""What fails is logged, and what a citizen said is not."""

from __future__ import annotations

import pytest
from django.db import connection

from cases.services.sweeping import sweep_cases
from tests.factories.cases import a_case, moment
from tests.factories.organization import Cast

WORDS = "Nhà ông hàng xóm đổ rác ra ngõ tôi đi."


def refuse_every_change(of: str) -> None:
    """Let the database refuse to change a row, quoting it, as a broken check does on PostgreSQL."""
    if connection.vendor == "postgresql":
        body = (
            "BEGIN RAISE EXCEPTION 'refused' USING DETAIL = 'Failing row contains ' || OLD.search_text; END"
        )
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
            cursor.execute(
                f"CREATE TRIGGER refuse BEFORE UPDATE ON {of} FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse()"
            )
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TRIGGER refuse BEFORE UPDATE ON {of} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            )


def test_a_database_that_quotes_the_row_puts_no_words_into_the_log(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    case = a_case(cast.commune, text=WORDS)
    refuse_every_change("cases_case")
    assert sweep_cases(at=moment("2026-10-20 00:00"))["failed"] == 1
    assert f"case {case.pk} failed" in caplog.text
    assert WORDS not in caplog.text
    assert "rac ra ngo" not in caplog.text
