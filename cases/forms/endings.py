"""The forms by which a case is answered, joined, taken apart or taken up again; and the internal note."""

from __future__ import annotations

from typing import cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.base import DeskForm, MoveForm
from cases.forms.choices import kinds_for
from cases.forms.fields import LONG_TEXT, CaseField, FilesField
from cases.forms.forecasts import deadline_that_follows
from cases.selectors import visible_to
from cases.vocabulary import Kind, Stage


class AnswerForm(MoveForm):
    """The answer to the citizen."""

    explains = gettext_lazy(
        "The citizen gets a message that the answer is there, and is asked whether it is solved. If they say no, a"
        " review opens one level up."
    )

    text = forms.CharField(
        label=gettext_lazy("Answer to the citizen"),
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "What was done, by whom, and on what basis. The citizen reads it as you write it."
        ),
    )
    attachments = FilesField(
        help_text=gettext_lazy("Evidence: photos (JPEG, PNG, WebP) or PDF documents, up to 5, 10 MB each.")
    )

    def prepare(self) -> None:
        """The reason of an answer is what it rests on."""
        because = self.fields["because"]
        because.label = _("Basis of the answer")
        because.help_text = _(
            "The rule, document or visit it rests on. Kept on record, not sent to the citizen."
        )


class MergeForm(MoveForm):
    """Joining the case to another about the same matter."""

    explains = gettext_lazy(
        "This case ends as joined to the other one, which goes on. Its words stay its own, and its citizen is told."
    )

    into = CaseField(
        label=gettext_lazy("Code of the other case"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )

    def prepare(self) -> None:
        """Look only among the cases that the officer may see."""
        cast(CaseField, self.fields["into"]).cases = visible_to(self.situation.actor, at=self.situation.at)


class SplitForm(MoveForm):
    """Taking one matter out of a case that holds several."""

    explains = gettext_lazy(
        "A new case of the same citizen opens for one part of what they said, with a term and a code of its own. This"
        " case goes on with the rest."
    )

    text = forms.CharField(
        label=gettext_lazy("The part of the citizen's words that the new case is about"),
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    kind = forms.TypedChoiceField(label=gettext_lazy("Kind of the new case"), coerce=Kind)

    def prepare(self) -> None:
        """Begin with the kind of this case."""
        cast(forms.TypedChoiceField, self.fields["kind"]).choices = kinds_for(self.situation.case)
        self.initial.setdefault("kind", self.situation.case.kind)


class ReopenForm(MoveForm):
    """Taking a closed case up again."""

    def explanation(self) -> str:
        """With the deadline that would follow."""
        told = _("The case is taken up again with a new term, and the citizen is told.")
        accepted = self.situation.case.accepted_at is not None
        follows = deadline_that_follows(self.situation, Stage.SETTLEMENT) if accepted else ""
        return f"{told} {follows}".strip()


class NoteForm(DeskForm):
    """An internal note; it moves nothing and needs no other reason."""

    explains = gettext_lazy(
        "Officers and inspectors read it, the citizen does not. A note cannot be changed afterwards."
    )

    text = forms.CharField(
        label=gettext_lazy("Note"), max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    attachments = FilesField()
