"""The words that stop messages and start them again: whole texts, never a part of one, never by a mistake.

"Dung" without its accent is "dừng", stop, and "đúng", right. Where a question is open it may answer that, and so may
"từ chối", I refuse: the officer reads it. Where a confirmation is open it neither stops messages nor closes the case:
both would be guesses, and the citizen is asked again. With all its accents, or as STOP, it always is an opt-out.
"""

from __future__ import annotations

import re
import unicodedata

from feedback.sms.lexicon.reading import Text
from feedback.sms.meaning import Intent, Prompt

# As carriers know them too, whose own gateways stop for them.
_ENGLISH_STOP = ["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"]
_WORDS = {
    **dict.fromkeys(
        ["dung", "dừng", "tu choi", "từ chối", "tuchoi", "stop all", *_ENGLISH_STOP], Intent.STOP
    ),
    **dict.fromkeys(["tiep", "tiếp", "tiep tuc", "tiếp tục", "start", "unstop"], Intent.START),
}
_MAY_ANSWER = {
    Prompt.QUESTION: frozenset({"dung", "tu choi", "từ chối", "tuchoi", "tiep tuc", "tiếp tục"}),
    Prompt.CONFIRM: frozenset({"dung", "tu choi", "từ chối", "tuchoi"}),
}
_LONGEST = 40
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def may_answer(said: Text, prompt: Prompt) -> bool:
    """Whether the text is a word that stops messages elsewhere and here may answer what was asked."""
    return _alone(said) in _MAY_ANSWER.get(prompt, ())


def opts(said: Text, prompt: Prompt | None) -> Intent | None:
    """STOP or START where the text is one of the words and nothing else."""
    if prompt is not None and may_answer(said, prompt):
        return None
    return _WORDS.get(_alone(said))


def _alone(said: Text) -> str:
    """A short text in small letters with its accents, without signs around it; nothing for a long one."""
    if len(said.words) > _LONGEST:
        return ""
    typed = unicodedata.normalize("NFKC", said.words).lower()
    return " ".join(_EDGES.sub("", typed).split())
