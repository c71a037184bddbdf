"""What every move asks an officer: why, and which state of the case the decision rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.errors import StaleCase
from cases.models import Case
from organization.actors import Actor

REASON_LENGTH = 1000


@dataclass(frozen=True)
class Situation:
    """Which case is acted on, by whom and when."""

    case: Case
    actor: Actor
    at: datetime

    @property
    def on(self) -> date:
        """The day of the action."""
        return timezone.localdate(self.at)


@dataclass(frozen=True)
class Hindrance:
    """Why a move cannot be made now although its state allows it, and a link to what has to come first, if any."""

    why: str
    url: str = ""
    action: str = ""


class DeskForm(forms.Form):
    """A form about one case. `explains` says what will happen when it is sent.

    `follows` says it in figures, one sentence each. `texts` are words to the citizen to choose from, by name. With a
    `hindrance` there is nothing to fill in.
    """

    explains: ClassVar[str | Promise] = ""

    def __init__(self, *args: Any, situation: Situation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.situation = situation
        self.follows: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.hindrance: Hindrance | None = None
        self.prepare()

    def prepare(self) -> None:
        """Give the fields what depends on the case and the officer."""

    def explanation(self) -> str:
        """What will happen, in the reader's language."""
        return str(self.explains)

    def arguments(self) -> dict[str, Any]:
        """What was decided, as the keyword arguments of the service."""
        named = {"attachments": "files"}
        return {named.get(name, name): value for name, value in self.cleaned_data.items()}


class MoveForm(DeskForm):
    """A move. Its fields bear the names of its service's parameters."""

    suggests: ClassVar[str | Promise] = ""

    because = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept on record with your name and post. It is not sent to the citizen."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, situation: Situation, **kwargs: Any) -> None:
        super().__init__(*args, situation=situation, **kwargs)
        self.initial.setdefault("seen", situation.case.version)
        if self.suggests:
            self.initial.setdefault("because", str(self.suggests))
        self.order_fields([name for name in self.fields if name not in {"because", "seen"}])

    def clean(self) -> dict[str, Any]:
        """Refuse a decision that rests on a state of the case that is gone, before anything else is said about it."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != self.situation.case.version:
            raise ValidationError(str(StaleCase()), code="stale")
        return cleaned

    def look_again(self, version: int) -> None:
        """Let what was typed be sent once more, now that the officer is told how the case stands."""
        renewed = cast(QueryDict, self.data).copy()
        renewed["seen"] = str(version)
        self.data = renewed
