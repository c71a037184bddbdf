"""The words that stop messages and start them again: whole texts, never a part of one, never by a mistake.

"Dung" without its accent is "dừng", stop, and "đúng", right. Where a question or a confirmation is open it may answer
that, and so may "từ chối", I refuse: it is no opting out there. With all its accents, or as STOP, it always is.
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


def opts(said: Text, prompt: Prompt | None) -> Intent | None:
    """STOP or START where the text is one of the words and nothing else."""
    if len(said.words) > _LONGEST:
        return None
    typed = unicodedata.normalize("NFKC", said.words).lower()
    word = " ".join(_EDGES.sub("", typed).split())
    if prompt is not None and word in _MAY_ANSWER.get(prompt, ()):
        return None
    return _WORDS.get(word)
