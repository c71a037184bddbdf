"""The drawn life of a case is that of the code."""

from __future__ import annotations

import pytest

from cases.lifecycle import MOVES
from cases.services.drawing import drawn
from cases.vocabulary import State
from tools.steps import ROOT

pytestmark = pytest.mark.once


def test_the_page_is_what_the_code_draws_now() -> None:
    page = (ROOT / "docs" / "lifecycle.md").read_text(encoding="utf-8")
    assert page == drawn(), "stale: run manage.py draw_lifecycle"


def test_every_state_and_every_move_is_drawn() -> None:
    page = drawn()
    for state in State:
        assert f"    {state.value}: " in page
    for name in MOVES:
        assert f"| `{name}` |" in page


def test_the_drawing_shows_where_a_dispute_may_lead() -> None:
    page = drawn()
    assert "    closed --> accepted: dispute" in page
    assert "    answered --> received: dispute" in page
    assert "answered --> answered" not in page
    assert "received --> in_progress: reply" not in page
    assert "awaiting_citizen --> in_progress: reply" in page
