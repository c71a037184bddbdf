"""`manage.py sms_parse`: what a text message means, by the functions that take texts."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.codes import show_code
from feedback.sms.grammar import Intent, Meaning, Prompt, parse
from feedback.sms.places import PlaceNamed, place_named_in

_MEANINGS = {
    Intent.FILE: gettext_lazy("a report"),
    Intent.TRACK: gettext_lazy("how a case stands is asked"),
    Intent.RATE: gettext_lazy("a score"),
    Intent.ANSWER: gettext_lazy("an answer, or more about a case"),
    Intent.CONFIRM: gettext_lazy("it is solved"),
    Intent.DISPUTE: gettext_lazy("it is not solved"),
    Intent.WITHDRAW: gettext_lazy("a case is withdrawn"),
    Intent.HELP: gettext_lazy("how to text is asked"),
    Intent.STOP: gettext_lazy("no more messages are wanted"),
    Intent.START: gettext_lazy("messages are wanted again"),
    Intent.FORGET: gettext_lazy("the telephone number is to be deleted"),
    Intent.UNKNOWN: gettext_lazy("not understood"),
}
_WITH_PLACES = frozenset({Intent.FILE, Intent.ANSWER})


class Command(BaseCommand):
    help = "Show what a text message means, given what its phone was asked last."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", help="the text as it was typed; after -- if it begins with a dash")
        parser.add_argument("--open", help="what the phone was asked last: " + "; ".join(Prompt))
        parser.add_argument("--json", action="store_true", help="for other programs")

    def handle(self, *args: Any, **options: Any) -> None:
        meaning = parse(options["text"], _prompt(options["open"]))
        place = _place(meaning)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(meaning, place), ensure_ascii=False))
            return
        for label, value in _as_lines(meaning, place):
            self.stdout.write(f"{label}: {value}")


def as_json(meaning: Meaning, place: PlaceNamed | None) -> dict[str, Any]:
    """In the form that other programs rely on."""
    return {
        "intent": meaning.intent,
        "code": meaning.code,
        "score": meaning.score if meaning.intent == Intent.RATE else None,
        "text": meaning.text,
        "anonymous": meaning.anonymous,
        "place": place.phrase if place else "",
    }


def _prompt(name: str | None) -> Prompt | None:
    if name is not None and name not in set(Prompt):
        raise CommandError(
            _("No prompt is called “%(name)s”; there are: %(names)s.")
            % {"name": name, "names": ", ".join(Prompt)}
        )
    return Prompt(name) if name is not None else None


def _place(meaning: Meaning) -> PlaceNamed | None:
    """The place with its unit; by its shape alone where the database has no tables yet."""
    if meaning.intent not in _WITH_PLACES:
        return None
    try:
        return place_named_in(meaning.text, timezone.localdate())
    except DatabaseError:
        return PlaceNamed(None, meaning.place) if meaning.place else None


def _as_lines(meaning: Meaning, place: PlaceNamed | None) -> Iterator[tuple[str, str]]:
    """What the text says, for a person: a label and a value each."""
    yield _("Meaning"), f"{_MEANINGS[meaning.intent]} ({meaning.intent})"
    if meaning.kind:
        yield _("Kind"), str(meaning.kind.label)
    if meaning.code:
        yield _("Code"), show_code(meaning.code)
    if meaning.wrong_code:
        yield _("Typed as a code, and none"), meaning.wrong_code
    if meaning.score is not None:
        yield _("Score") if meaning.intent == Intent.RATE else _("Digit"), str(meaning.score)
    if meaning.anonymous:
        yield _("Name"), _("to be kept back")
    if place:
        unit = f" ({place.unit.code} {place.unit.localized_name})" if place.unit else ""
        yield _("Place"), place.phrase + unit
    if meaning.text:
        yield _("Text"), meaning.text
