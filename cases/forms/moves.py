"""One form for each move that an officer makes on a case until it is answered or ended."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import clocks, grounds, ladder, routing
from cases.conflict import Facts, conflict_of, may_only_forward
from cases.errors import CaseError
from cases.forms.base import MoveForm
from cases.forms.choices import PostingChoice, units_below, units_elsewhere
from cases.forms.fields import UnitChoice
from cases.grounds import Purpose
from cases.notices import reachable_by, room_for_question
from cases.reasons import shown
from cases.selectors import body_named_by_law
from cases.services.escalation import pulls_from_above
from cases.vocabulary import State
from messaging.models import MessageChannel
from messaging.segments import plain, weigh
from organization.models import Role, Unit
from organization.selectors import Chart, postings_on


class StartForm(MoveForm):
    """Beginning the work."""

    explains = gettext_lazy("The case is shown as being worked on. Its term goes on as it is.")
    suggests = gettext_lazy("Work on the matter begins.")


class AssignForm(MoveForm):
    """Giving the case to an officer of the unit."""

    explains = gettext_lazy(
        "The officer finds the case in their own list and is told by e-mail. The term goes on as it is."
    )

    to = PostingChoice(
        label=gettext_lazy("Officer"), queryset=None, empty_label=gettext_lazy("Choose an officer")
    )

    def prepare(self) -> None:
        """Offer who serves in the unit and has no conflict of interest, with how much each has in hand."""
        case, on = self.situation.case, self.situation.on
        serving = postings_on(on).filter(
            post__unit_id=case.unit_id, post__role__in=[Role.RECEPTION, Role.OFFICER, Role.HEAD]
        )
        facts, chart = Facts.of(case), Chart(on)
        conflicted = [
            officer
            for officer in serving.values_list("officer_id", flat=True)
            if conflict_of(officer, facts, unit_id=case.unit_id, chart=chart)
        ]
        serving = serving.exclude(officer_id__in=conflicted)
        cast(PostingChoice, self.fields["to"]).queryset = serving.annotate(
            in_hand=Count("cases", filter=~Q(cases__state=State.CLOSED), distinct=True)
        ).order_by("officer__folded", "pk")


class AskForm(MoveForm):
    """A question to the citizen."""

    suggests = gettext_lazy("Something is missing that only the citizen can say.")

    question = forms.CharField(
        label=gettext_lazy("Question"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def prepare(self) -> None:
        """Hold the question to what fits one text message, where it goes by text message."""
        self.by = reachable_by(self.situation.case)
        self.room = room_for_question(self.situation.case)
        if self.room is not None:
            self.fields["question"].widget.attrs["maxlength"] = self.room
            self.fields["question"].help_text = _(
                "At most %(room)s characters: it goes as one text message, without accents. Telephone numbers and web"
                " addresses are taken out of it."
            ) % {"room": self.room}

    def explanation(self) -> str:
        """By which way the question goes, and what the clock does."""
        if self.situation.case.is_secret and self.by:
            way = _("The citizen gets a neutral message and reads the question when they look their case up.")
        elif self.by == MessageChannel.SMS:
            way = _("The question goes to the citizen by text message, and they answer by text message.")
        elif self.by == MessageChannel.EMAIL:
            way = _("The question goes to the citizen by e-mail.")
        else:
            way = _(
                "The citizen left no way to reach them: they see the question when they look their case up."
            )
        term = clocks.running(self.situation.case)
        if term is not None and term.rule.waits_for_citizen:
            clock = _("The clock stands still until they reply.")
        else:
            clock = _("The clock goes on meanwhile.")
        return f"{way} {clock}"

    def clean_question(self) -> str:
        """Refuse what would be cut."""
        question: str = self.cleaned_data["question"]
        if self.room is None:
            return question
        carried = plain(question)
        if not carried:
            raise ValidationError(_("Write the question in letters: nothing of this can go by text message."))
        if (length := weigh(carried).units) > self.room:
            raise ValidationError(
                _("The question has %(length)s characters; at most %(room)s fit into the text message.")
                % {"length": length, "room": self.room}
            )
        return question


class TransferForm(MoveForm):
    """Passing the case to another unit, or forwarding it to a body outside."""

    explains = gettext_lazy(
        "Another unit takes over, with the term that runs, and the citizen is told. A body outside this system can be"
        " named only by the head: a numbered letter is written, and the case ends here."
    )

    to = UnitChoice(
        label=gettext_lazy("Unit"), queryset=None, required=False, empty_label=gettext_lazy("Choose a unit")
    )
    outside = forms.CharField(
        label=gettext_lazy("Or a body outside this system"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example a court, a ministry or a company."),
    )

    def prepare(self) -> None:
        """Offer the other units, and a body outside to the head; to reception only that body, where left to it."""
        case, actor = self.situation.case, self.situation.actor
        field = cast(UnitChoice, self.fields["to"])
        field.queryset = units_elsewhere(case, on=self.situation.on)
        if may_only_forward(actor, case, self.situation.on):
            del self.fields["to"]
            self.fields["outside"].required = True
        elif actor.role != Role.HEAD:
            del self.fields["outside"]
            field.required = True
            return
        if body := body_named_by_law(case):
            self.fields["outside"].help_text = _("The law names: %(body)s.") % {"body": body}

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two."""
        cleaned = super().clean()
        if (
            "outside" in self.fields
            and bool(cleaned.get("to")) == bool(cleaned.get("outside"))
            and not self.errors
        ):
            raise ValidationError(_("Choose a unit, or name the body outside."))
        return cleaned


class EscalateForm(MoveForm):
    """Sending the case up because this level lacks the power, or pulling it up from above."""

    ground = forms.ChoiceField(label=gettext_lazy("Why this level lacks the power"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        """Ask for a ground where the unit itself sends the case up."""
        case = self.situation.case
        if pulls_from_above(self.situation.actor, case):
            del self.fields["ground"]
            return
        offered = grounds.for_track(Purpose.LACK_OF_POWER, case.track)
        field = cast(forms.ChoiceField, self.fields["ground"])
        field.choices = [
            (each.code, format_html("{} <small>{}</small>", each.label, each.basis)) for each in offered
        ]

    def explanation(self) -> str:
        """Where it would go, into whose hands, and what is passed over."""
        try:
            route = routing.up(self.situation.case, on=self.situation.on)
        except CaseError as refusal:
            return str(refusal)
        unit = {"unit": route.unit.localized_name}
        if route.rung.posting:
            goes = (
                _("The case goes to %(unit)s, into the hands of its head. The term goes on as it is.") % unit
            )
        else:
            goes = _("The case goes to %(unit)s. The term goes on as it is.") % unit
            goes += f" {_('Nobody has it there yet')}: {shown(route.rung.why)}."
        for rung in route.skipped:
            goes += f" {_('Passed over')}: {rung.unit.localized_name} ({shown(rung.why)})."
        return goes


class SendDownForm(MoveForm):
    """Giving the case back to a unit below."""

    explains = gettext_lazy(
        "A unit below settles it. Each unit can send a case down once. The term goes on as it is."
    )

    to = UnitChoice(label=gettext_lazy("Unit"), queryset=None, empty_label=gettext_lazy("Choose a unit"))

    def prepare(self) -> None:
        """Offer the units below."""
        field = cast(UnitChoice, self.fields["to"])
        field.queryset = units_below(self.situation.case, on=self.situation.on)

    def clean_to(self) -> Unit:
        """Refuse a unit whose head is in conflict while the form is still open."""
        unit: Unit = self.cleaned_data["to"]
        if ladder.rung_at(unit, Facts.of(self.situation.case), Chart(self.situation.on)).skipped:
            raise ValidationError(_("This unit is in conflict of interest with the case."))
        return unit
