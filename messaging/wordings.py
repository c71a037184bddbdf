"""Which words hold: those of an administrator, else those of the file that comes with the program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from messaging import texts
from messaging.models import Wording
from messaging.wording_rules import problems_of
from organization.actors import Actor
from organization.history import attributed


class WordsRefused(ValueError):
    """The words cannot be sent as a text message; `problems` says why, in the language of the reader."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class ChangedMeanwhile(Exception):
    """Somebody else has changed the words since they were read; `words` are those that hold now."""

    def __init__(self, words: str) -> None:
        super().__init__("the words have changed meanwhile")
        self.words = words


def reworded(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The words of administrators for these pairs of template and language, in one query; none for most."""
    pairs = set(wanted)
    rows = Wording.objects.filter(template__in={name for name, _ in pairs})
    found = {(row.template, row.language): row.body for row in rows}
    return {pair: found[pair] for pair in pairs & found.keys()}


def words_for(template: str, language: str) -> str:
    """The words that hold now for an SMS template, slots in braces."""
    held = reworded([(template, language)]).get((template, language))
    return held or texts.words_of("sms", language, template)


def reword(
    template: str, language: str, words: str, *, seen: str, by: Actor, because: str, at: datetime
) -> None:
    """Let these words hold from now on; `seen` are those that were to be replaced.

    Raises `WordsRefused`, and `ChangedMeanwhile` where others hold by now.
    """
    if problems := problems_of(texts.template_named(template), language, words):
        raise WordsRefused(problems)
    with transaction.atomic(), attributed(by, because, at=at):
        row = _locked(template, language, seen)
        if row is None:
            row = Wording(template=template, language=language)
        row.body = words
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:  # two first wordings at once
            raise ChangedMeanwhile(words_for(template, language)) from None


def restore(template: str, language: str, *, seen: str, by: Actor, because: str, at: datetime) -> None:
    """Let the words of the file hold again. Raises `ChangedMeanwhile`."""
    with transaction.atomic(), attributed(by, because, at=at):
        row = _locked(template, language, seen)
        if row is not None:
            row.delete()


def _locked(template: str, language: str, seen: str) -> Wording | None:
    """The row, locked, if the words that hold are still those that were seen."""
    row = Wording.objects.select_for_update().filter(template=template, language=language).first()
    now = row.body if row else texts.words_of("sms", language, template)
    if now != seen:
        raise ChangedMeanwhile(now)
    return row
