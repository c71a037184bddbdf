"""What the citizen can do on the page of a case: each act with its form, its service and the words that answer it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.attachments import CleanFile
from cases.models import Case
from cases.services import handling, outcome
from feedback.models import SubmissionKind
from feedback.web.case_forms import ConfirmForm, DisputeForm, RatingForm, ReplyForm, WithdrawForm
from feedback.web.forms import OneTimeForm
from organization.actors import Actor


@dataclass(frozen=True)
class Act:
    """One thing to do: its kind on record, its form, the service that does it, and what is said when it is done."""

    kind: SubmissionKind
    form: type[OneTimeForm]
    do: Callable[[Case, OneTimeForm, Actor, datetime], object]
    done: str | Promise


def _reply(case: Case, form: OneTimeForm, by: Actor, at: datetime) -> None:
    handling.reply(case, text=form.cleaned_data["text"], by=by, at=at, files=_files(form))


def _confirm(case: Case, form: OneTimeForm, by: Actor, at: datetime) -> None:
    outcome.confirm(case, by=by, at=at)


def _dispute(case: Case, form: OneTimeForm, by: Actor, at: datetime) -> None:
    outcome.dispute(case, text=form.cleaned_data["text"], by=by, at=at, files=_files(form))


def _rate(case: Case, form: OneTimeForm, by: Actor, at: datetime) -> None:
    outcome.rate(case, score=form.cleaned_data["score"], comment=form.cleaned_data["text"], by=by, at=at)


def _withdraw(case: Case, form: OneTimeForm, by: Actor, at: datetime) -> None:
    outcome.withdraw(case, text=form.cleaned_data["text"], by=by, at=at)


def _files(form: OneTimeForm) -> list[CleanFile]:
    return [each.file for each in form.cleaned_data["attachments"]]


ACTS: dict[str, Act] = {
    "reply": Act(SubmissionKind.REPLY, ReplyForm, _reply, _("We have received what you added.")),
    "confirm": Act(
        SubmissionKind.CONFIRM, ConfirmForm, _confirm, _("Thank you. Your case is closed as solved.")
    ),
    "dispute": Act(
        SubmissionKind.DISPUTE,
        DisputeForm,
        _dispute,
        _("Thank you. Your case is being looked at one level up."),
    ),
    "rate": Act(SubmissionKind.RATE, RatingForm, _rate, _("Thank you for your rating.")),
    "withdraw": Act(SubmissionKind.WITHDRAW, WithdrawForm, _withdraw, _("Your case is withdrawn.")),
}
