"""The forms that touch the clock: taking the case, asking for longer, letting it go on."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import clocks
from cases.explaining import in_days, in_short
from cases.forms.base import Hindrance, MoveForm
from cases.forms.forecasts import (
    deadline_that_follows,
    duties_that_begin,
    last_day,
    why_not_extended,
)
from cases.models import Term
from cases.terms import Counting
from cases.vocabulary import MoveName, Stage, StartEvent


class AcceptForm(MoveForm):
    """Taking jurisdiction."""

    suggests = gettext_lazy("The matter lies within the power of this unit.")

    def prepare(self) -> None:
        """What else the office has to do from now on."""
        self.follows = duties_that_begin(self.situation, StartEvent.ACCEPTANCE)

    def explanation(self) -> str:
        """With the deadline that would follow."""
        told = _("Your unit takes the case and the citizen is told.")
        return f"{told} {deadline_that_follows(self.situation, Stage.SETTLEMENT)}".strip()


class ExtendForm(MoveForm):
    """A longer term, within what its rule allows."""

    explains = gettext_lazy(
        "The running term gets longer by your decision, and the citizen is told the new day."
    )

    days = forms.IntegerField(label=gettext_lazy("By how many days"), min_value=1)

    def prepare(self) -> None:
        """Say which rule it is, how often and by how much it may be extended; or what is missing."""
        term = clocks.running(self.situation.case)
        used = term.extensions.count() if term else 0
        if term is None or used >= term.allowance.times:
            self._hinder(term, used)
            return
        most = term.allowance.days_each
        field = cast(forms.IntegerField, self.fields["days"])
        field.validators.append(MaxValueValidator(most))
        field.widget.attrs |= {"max": most, "class": "short"}
        field.help_text = _("Counted in %(unit)s, at most %(most)s.") % {
            "unit": term.rule.get_unit_display(),
            "most": most,
        }
        if not self.situation.case.is_secret:
            self.fields["because"].help_text = _(
                "Kept on record with your name and post. The citizen reads it on the page of their case."
            )
        self.follows = self._what_is_allowed(term, used)

    def clean(self) -> dict[str, Any]:
        """Nothing is extended past a hindrance."""
        cleaned = super().clean()
        if self.hindrance:
            raise ValidationError(self.hindrance.why)
        return cleaned

    def _hinder(self, term: Term | None, used: int) -> None:
        why, helps = why_not_extended(term, used) if term else (_("No term is running."), False)
        self.hindrance = Hindrance(
            why,
            url=reverse("desk:move", args=[self.situation.case.code, MoveName.RECLASSIFY]) if helps else "",
            action=_("Record the circumstances") if helps else "",
        )

    def _what_is_allowed(self, term: Term, used: int) -> list[str]:
        rule, allowance, at = term.rule, term.allowance, self.situation.at
        left = allowance.times - used
        told = [
            _("Rule %(code)s: %(basis)s") % {"code": rule.code, "basis": rule.basis},
            ngettext(
                "It may be extended %(left)s more time, by at most %(days)s.",
                "It may be extended %(left)s more times, by at most %(days)s each.",
                left,
            )
            % {"left": left, "days": in_days(allowance.days_each, rule.unit)},
        ]
        counting = Counting()
        now = last_day(term, at=at, counting=counting)
        then = last_day(term, at=at, counting=counting, more=allowance.days_each)
        if now and then:
            told.append(
                _("It now ends on %(now)s; with all the days of one extension it would end on %(then)s.")
                % {"now": in_short(now), "then": in_short(then)}
            )
        actor = self.situation.actor
        told.append(
            _("On record as the decision of %(name)s, %(post)s.") % {"name": actor.name, "post": actor.post}
        )
        return told


class ResumeForm(MoveForm):
    """Letting the clock go on."""

    explains = gettext_lazy("The clock goes on from where it stood, and the citizen is told.")

    def prepare(self) -> None:
        """Until when the term then lasts."""
        term = clocks.running(self.situation.case)
        day = last_day(term, at=self.situation.at, counting=Counting()) if term else None
        if day:
            self.follows = [_("The term then ends on %(day)s.") % {"day": in_short(day)}]
