"""Writes that leave no history, `QuerySet.update` and the bulk ones, happen only where they are named here."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.steps import ROOT

pytestmark = pytest.mark.once

PACKAGES = ("accountability", "cases", "config", "feedback", "messaging", "organization")
BULK = {"bulk_create", "bulk_update"}

# Function by function, with the reason why no history is lost.
NO_HISTORY = "no history is kept of this table: receipts and attempts tell it"
ALLOWED = {
    "cases.lifecycle:enter_all": "rows of the ledger, which has no history: it is one",
    "cases.services.calling:sweep_calls": "calls to make: the ledger tells of those that were made",
    "cases.services.groups:keep": "names are sealed and append-only: no history is kept of them",
    "cases.services.recounting:_chunk": "progress of a pass, of which no history is kept",
    "config.management.commands.load_demo:_send_nothing": NO_HISTORY,
    "feedback.sms.missed:_take_turn": NO_HISTORY,
    "feedback.sms.missed:find": NO_HISTORY,
    "feedback.sweeping:sweep": "counts in memory",
    "messaging.claims:expire": NO_HISTORY,
    "messaging.gateways.rates:take_turn": NO_HISTORY,
    "messaging.gateways.standing:close": NO_HISTORY,
    "messaging.gateways.standing:note_success": NO_HISTORY,
    "messaging.gateways.standing:note_trouble": NO_HISTORY,
    "messaging.inbox:forget": NO_HISTORY,
    "messaging.inbox:forget_sender": NO_HISTORY,
    "messaging.inbox:forget_stray": NO_HISTORY,
    "messaging.inbox:mark_failed": NO_HISTORY,
    "messaging.inbox:release": NO_HISTORY,
    "messaging.optouts:opt_in": "no history is kept of this table: each time has its own row with both ends",
    "messaging.outbox:_insert": NO_HISTORY,
    "messaging.outbox:blank": NO_HISTORY,
    "messaging.outbox:forget": NO_HISTORY,
    "messaging.outbox:forget_number": NO_HISTORY,
    "messaging.outbox:take_back_repeat": NO_HISTORY,
    "messaging.outcomes:compare_and_set": NO_HISTORY,
    "messaging.outcomes:record": NO_HISTORY,
    "messaging.outcomes:update": NO_HISTORY,
    "messaging.trials:blank": NO_HISTORY,
    "messaging.wholes:give_up": NO_HISTORY,
    "messaging.wholes:mark_taken": NO_HISTORY,
    "organization.bulk:insert_all": "writes the history itself, in the same transaction",
}

# Statements written by hand, which no manager can refuse.
RAW_SQL = re.compile(r"\s*(?:INSERT INTO|DELETE FROM|COPY|(?:UPDATE|TRUNCATE)(?! O[NR] )) ")
BY_HAND = {
    "config.loading.writing:_copy": "cases that never happened, each with a history made for it",
    "config.loading.writing:_insert": "cases that never happened, each with a history made for it",
    "organization.bulk:_record": "the history itself",
    "organization.bulk:_update": "its history follows in the same transaction",
}

# The modules that may write many tracked rows at once, with the reason why one by one will not do.
BULK_WRITERS = {
    "cases.lifecycle": "a sweep moves hundreds of cases at a time, each with its entry in the ledger",
    "cases.services.recounting": "a change of the calendar moves every open term",
    "cases.services.sweeping": "the terms of the cases that it moves",
}


def functions_with(sought: Callable[[ast.AST], bool], tree: ast.Module, module: str) -> Iterator[str]:
    """The functions of a module, as "module:Class.function", that hold what is sought."""

    def visit(node: ast.AST, names: tuple[str, ...]) -> Iterator[str]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = (*names, node.name)
        if sought(node):
            yield f"{module}:{'.'.join(names)}"
        for child in ast.iter_child_nodes(node):
            yield from visit(child, names)

    yield from visit(tree, ())


def writes_past_history(node: ast.AST) -> bool:
    """A query set is updated by keywords; a dictionary or a hash takes one positional argument."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    name = node.func.attr
    return name in BULK or (name == "update" and bool(node.keywords) and not node.args)


def is_raw_sql(node: ast.AST) -> bool:
    """A text that begins as a statement that changes rows does."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(RAW_SQL.match(node.value))


def imports_bulk(tree: ast.Module) -> bool:
    """Whether a module can reach `organization.bulk`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        if "organization.bulk" in names:
            return True
    return False


def modules() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def found_in_the_house(sought: Callable[[ast.AST], bool] = writes_past_history) -> set[str]:
    return {function for name, tree in modules() for function in functions_with(sought, tree, name)}


def test_no_other_function_writes_past_the_history() -> None:
    assert found_in_the_house() - set(ALLOWED) == set()


def test_no_allowance_outlives_its_reason() -> None:
    assert set(ALLOWED) - found_in_the_house() == set()


def test_statements_that_change_rows_are_written_by_hand_only_where_they_are_named() -> None:
    assert found_in_the_house(is_raw_sql) == set(BY_HAND)


def test_only_the_modules_named_here_write_many_tracked_rows_at_once() -> None:
    assert {name for name, tree in modules() if imports_bulk(tree)} == set(BULK_WRITERS)


@pytest.mark.parametrize(
    "line",
    ["import organization.bulk", "from organization import bulk", "from organization.bulk import save_all"],
)
def test_every_way_to_the_bulk_writes_would_be_seen(line: str) -> None:
    assert imports_bulk(ast.parse(f"def late():\n    {line}\n"))
    assert not imports_bulk(ast.parse("from organization import history"))


def test_such_a_write_would_be_seen_and_a_dictionary_is_left_alone(tmp_path: Path) -> None:
    source = """
class Desk:
    def clear(self, rows, seen):
        rows.filter(late=True).update(late=False)
def load(rows, seen):
    seen.update({"a": 1})
    Row.objects.bulk_create(rows)
"""
    tree = ast.parse(source)
    assert set(functions_with(writes_past_history, tree, "desk")) == {"desk:Desk.clear", "desk:load"}
    by_hand = ast.parse('def wipe(cursor, table):\n    cursor.execute(f"DELETE FROM {table}")')
    assert set(functions_with(is_raw_sql, by_hand, "desk")) == {"desk:wipe"}
