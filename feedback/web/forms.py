"""What all forms of the citizen have in common: a one-time token, readable words, files that outlive an error.

Control characters are taken out before anything is checked: they mean nothing to a reader, and the record keeps what
was really sent.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cases.attachments import IMAGES, MAX_FILES, PDF
from feedback.web import uploads

MAX_TEXT = 5000
TOKEN = re.compile(r"[0-9a-f]{32}")
KEPT_CONTROLS = "\t\n\r"

Files = MultiValueDict[str, UploadedFile[bytes]]


def readable(text: str) -> str:
    """The text without control characters, its marks joined to their letters, its lines ending in one way."""
    kept = "".join(
        letter
        for letter in text
        if letter in KEPT_CONTROLS or unicodedata.category(letter) not in ("Cc", "Cs")
    )
    return unicodedata.normalize("NFC", kept.replace("\r\n", "\n").replace("\r", "\n"))


class WordsField(forms.CharField):
    """The citizen's own words. The browser does not cut them short: what is too long is said, and nothing is lost."""

    widget = forms.Textarea

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if len(text) > MAX_TEXT:
            raise ValidationError(
                _(
                    "Your text has %(length)s characters; at most %(most)s can be sent. It is still here: shorten it,"
                    " or send the rest as a photo or PDF."
                ),
                params={"length": len(text), "most": MAX_TEXT},
                code="too_long",
            )
        return text


class FilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class OneTimeForm(forms.Form):
    """A form that counts once. `posted` is what came in, readable; `posted_token` is empty where it is none of ours."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, files: Files | None = None, **options: Any) -> None:
        self.posted = QueryDict(mutable=True)
        self.posted_token = ""
        if data is None:
            options["initial"] = {"token": uuid.uuid4().hex, **(options.get("initial") or {})}
            super().__init__(**options)
            return
        for name, values in data.lists():
            self.posted.setlist(name, [readable(str(value)) for value in values])
        token = data.get("token")
        if isinstance(token, str) and TOKEN.fullmatch(token):
            self.posted_token = token
        else:
            self.posted["token"] = uuid.uuid4().hex
        super().__init__(self.posted, files, **options)

    def keep_files(self, *, at: datetime) -> None:
        """Nothing to keep in a form without files."""

    def start_over(self, *, at: datetime) -> None:
        """Let the same words be sent once more, as something new."""
        self.posted["token"] = uuid.uuid4().hex


class FilesForm(OneTimeForm):
    """A form with files: each is checked by content, and the good ones outlive the errors of the others."""

    attachments = forms.Field(
        label=_("Photos or documents"),
        required=False,
        help_text=_(
            "Up to 5 files of 10 MB: photos (JPEG, PNG, WebP) or PDF. Where a photo was taken is removed from it."
        ),
        widget=FilesInput(attrs={"multiple": True, "accept": ",".join([*IMAGES, PDF])}),
    )

    def __init__(self, data: QueryDict | None = None, files: Files | None = None, **options: Any) -> None:
        super().__init__(data, files, **options)
        self.sent: Sequence[UploadedFile[bytes]] = files.getlist("attachments") if files else []
        self.new: list[uploads.Received] = []
        ids = [str(value) for value in self.posted.getlist("kept")]
        self.kept = uploads.chosen(self.posted_token, ids)

    def clean_attachments(self) -> list[uploads.Received]:
        """Every file that goes with the words: those kept from before and those sent now."""
        room = max(MAX_FILES - len(self.kept), 0)
        self.new, problems = uploads.clean_each(self.sent, room=room)
        for problem in problems:
            self.add_error("attachments", problem)
        return [*uploads.reopen(self.kept), *self.new]

    def keep_files(self, *, at: datetime) -> None:
        """Keep the good files of a form that is shown again, so that they need not be sent twice."""
        self.kept = [*self.kept, *uploads.keep(self.new, token=str(self.posted["token"]), at=at)]

    def start_over(self, *, at: datetime) -> None:
        """Let the same words and files be sent once more, as something new."""
        files = [*uploads.reopen(self.kept), *self.new]
        super().start_over(at=at)
        self.kept = uploads.keep(files, token=str(self.posted["token"]), at=at)
