"""The columns of the lists, once for the page and for the sheet: heading, value, and the figure behind a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accountability.figures import LATE, OFFICER_FIGURES, RATED, UNIT_FIGURES, Figure
from accountability.record import Entry
from accountability.selectors import PostingLine
from accountability.tallies import Tally
from cases.models import Case
from cases.remaining import last_moment

Value = str | int | float | date | datetime | None


@dataclass(frozen=True)
class Column:
    """One column. `value` is typed, as a sheet takes it; `key` is what it is sorted by where that differs.

    `order` is the database column by which a list of cases is sorted; `on_page` is False for what only a sheet has
    room for, as `width` (in characters) is.
    """

    name: str
    header: str | Promise
    value: Callable[[Any], Value]
    width: int = 12
    numeric: bool = False
    on_page: bool = True
    figure: Figure | None = None
    tone: Callable[[Any], str] | None = None
    key: Callable[[Any], Any] | None = None
    order: str = ""

    def sort_key(self, line: Any) -> Any:
        """What to compare; None where there is nothing."""
        return self.key(line) if self.key else self.value(line)


def _figure_columns(figures: Sequence[Figure]) -> tuple[Column, ...]:
    return (
        *(_figure_column(figure) for figure in (*figures, RATED)),
        Column(
            "mean",
            gettext_lazy("Mean rating"),
            lambda line: mean_of(line.tally),
            numeric=True,
            key=lambda line: line.tally.fair_mean,
        ),
        Column("days", gettext_lazy("Median days to answer"), lambda line: line.tally.days, numeric=True),
    )


def _figure_column(figure: Figure) -> Column:
    def tone(line: Any) -> str:
        return figure.tone if figure is LATE and line.tally.count(figure) else ""

    return Column(
        figure.name,
        figure.label,
        lambda line: line.tally.count(figure),
        numeric=True,
        figure=figure,
        tone=tone,
    )


def mean_of(tally: Tally) -> Value:
    """The mean rating to one decimal, "too few" below the least number of ratings, None without any."""
    if tally.too_few:
        return _("too few")
    return None if tally.fair_mean is None else round(tally.fair_mean, 1)


def _served(line: PostingLine) -> str:
    return f"{line.posting.post.localized_title}, {line.posting.post.unit.localized_name}"


UNIT_COLUMNS = (
    Column(
        "name",
        gettext_lazy("Unit"),
        lambda line: line.unit.localized_name,
        40,
        key=lambda line: line.unit.folded,
    ),
    Column("code", gettext_lazy("Code"), lambda line: line.unit.code, 12, on_page=False),
    Column("tier", gettext_lazy("Tier"), lambda line: line.unit.get_tier_display(), 14, on_page=False),
    *_figure_columns(UNIT_FIGURES),
)

OFFICER_COLUMNS = (
    Column(
        "name",
        gettext_lazy("Officer"),
        lambda line: line.posting.officer.full_name,
        28,
        key=lambda line: line.posting.officer.folded,
    ),
    Column(
        "staff_code",
        gettext_lazy("Staff code"),
        lambda line: line.posting.officer.staff_code,
        14,
        on_page=False,
    ),
    Column("post", gettext_lazy("Post"), _served, 44, key=lambda line: line.posting.post.unit.folded),
    Column("starts_on", gettext_lazy("From"), lambda line: line.posting.starts_on, 12, on_page=False),
    Column("ends_on", gettext_lazy("To"), lambda line: line.posting.ends_on, 12, on_page=False),
    *_figure_columns(OFFICER_FIGURES),
)


def _holder(case: Case) -> str:
    return case.holder.officer.full_name if case.holder else ""


def lateness(case: Any) -> str:
    """Whether a term of a listed case is being missed now, or was missed at some time."""
    if case.is_late_now:
        return _("Late now")
    return _("Was late") if case.was_late else ""


CASE_COLUMNS = (
    Column("code", gettext_lazy("Code"), lambda case: case.shown_code, 13),
    Column("kind", gettext_lazy("Kind"), lambda case: case.get_kind_display(), 20),
    Column("category", gettext_lazy("Category"), lambda case: str(case.category or ""), 28, on_page=False),
    Column("state", gettext_lazy("State"), lambda case: case.get_state_display(), 18),
    Column(
        "late", gettext_lazy("Term"), lateness, 12, tone=lambda case: "late" if case.is_late_now else "warn"
    ),
    Column(
        "outcome",
        gettext_lazy("Outcome"),
        lambda case: case.get_outcome_display() if case.outcome else "",
        18,
        on_page=False,
    ),
    Column("unit", gettext_lazy("Unit"), lambda case: case.unit.localized_name, 32),
    Column("holder", gettext_lazy("Assigned to"), _holder, 26),
    Column("received", gettext_lazy("Received at"), lambda case: case.received_at, 17, order="received_at"),
    Column(
        "due",
        gettext_lazy("Due by"),
        lambda case: case.due_at and last_moment(case.due_at),
        17,
        order="due_at",
    ),
    Column("accepted", gettext_lazy("Accepted at"), lambda case: case.accepted_at, 17, on_page=False),
    Column("answered", gettext_lazy("Answered at"), lambda case: case.answered_at, 17, on_page=False),
    Column("closed", gettext_lazy("Closed at"), lambda case: case.closed_at, 17, on_page=False),
    Column("rung", gettext_lazy("Levels climbed"), lambda case: case.rung, 10, numeric=True, on_page=False),
    Column("channel", gettext_lazy("Came by"), lambda case: case.get_channel_display(), 16, on_page=False),
    Column("score", gettext_lazy("Rating"), lambda case: case.score, 10, numeric=True),
)

STEP_COLUMNS = (
    Column("at", gettext_lazy("When"), lambda step: step.at, 17),
    Column("case", gettext_lazy("Case"), lambda step: step.case.shown_code, 13),
    Column("what", gettext_lazy("What"), lambda step: step.get_kind_display(), 28),
    Column("post", gettext_lazy("In which post"), lambda step: step.actor_post, 44, on_page=False),
    Column("unit", gettext_lazy("Unit"), lambda step: step.to_unit.localized_name, 32, on_page=False),
    Column("state", gettext_lazy("State after"), lambda step: step.get_to_state_display(), 18),
    Column("why", gettext_lazy("Why"), lambda step: step.why, 60),
)


@dataclass(frozen=True)
class RecordLine:
    """One column that a step changed, or one detail of the step; a step with neither has one line without a column."""

    entry: Entry
    row: str = ""
    column: str = ""
    before: Value = ""
    after: Value = ""


RECORD_COLUMNS = (
    Column("at", gettext_lazy("When"), lambda line: line.entry.at, 17),
    Column("what", gettext_lazy("What"), lambda line: line.entry.what, 40),
    Column("who", gettext_lazy("Who"), lambda line: line.entry.who, 26),
    Column("post", gettext_lazy("In which post"), lambda line: line.entry.post, 44),
    Column("why", gettext_lazy("Why"), lambda line: line.entry.why, 50),
    Column("channel", pgettext_lazy("by which door a step came", "By"), lambda line: line.entry.channel, 16),
    Column(
        "address",
        gettext_lazy("From where"),
        lambda line: _("sealed") if line.entry.address_sealed else line.entry.address,
        16,
    ),
    Column("row", gettext_lazy("Row"), lambda line: line.row, 24),
    Column("column", gettext_lazy("Column"), lambda line: line.column, 26),
    Column("before", gettext_lazy("Before"), lambda line: line.before, 30),
    Column("after", gettext_lazy("After"), lambda line: line.after, 30),
    Column("warning", gettext_lazy("Warning"), lambda line: line.entry.warning, 40),
)
