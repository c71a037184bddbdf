"""Fields that turn what an officer types or chooses into what a service takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms.renderers import BaseRenderer
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import attachments
from cases.attachments import CleanFile
from cases.codes import read_code
from cases.errors import BadAttachment
from cases.models import Case
from organization.models import Officer, Unit
from organization.names import fold
from organization.phones import read_phone

if TYPE_CHECKING:
    _ChoiceOfUnit = forms.ModelChoiceField[Unit]
else:
    _ChoiceOfUnit = forms.ModelChoiceField

LONG_TEXT = 10_000
CANDIDATES_SHOWN = 6
SUGGESTED = 200


class SeveralFilesInput(forms.ClearableFileInput):
    """The browser's own control for choosing several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Photos and documents, checked by content and cleaned: a list of `CleanFile`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("label", gettext_lazy("Photos and documents"))
        options.setdefault(
            "help_text", gettext_lazy("Up to 5 photos (JPEG, PNG, WebP) or PDF documents, 10 MB each.")
        )
        accepted = {"accept": ",".join([*attachments.IMAGES, attachments.PDF])}
        super().__init__(widget=SeveralFilesInput(attrs=accepted), **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploads: Iterable[UploadedFile[bytes]] = (
            data if isinstance(data, list | tuple) else [data] if data else []
        )
        checked = [super(FilesField, self).clean(upload, initial) for upload in uploads]
        if self.required and not checked:
            raise ValidationError(self.error_messages["required"], code="required")
        try:
            cleaned: list[CleanFile] = attachments.clean_all(checked)
        except BadAttachment as error:
            raise ValidationError(str(error), code="attachment") from error
        return cleaned


class PhoneField(forms.CharField):
    """A Vietnamese telephone number, however it is written; gives E.164 or an empty text."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        if phone := read_phone(text):
            return phone
        raise ValidationError(_("This is not a Vietnamese telephone number. Write it like 0912 345 678."))


class UnitChoice(_ChoiceOfUnit):
    """One unit of the list it is given, by its name in the reader's language."""

    def label_from_instance(self, unit: Unit) -> str:
        above = unit.parent.localized_name if unit.parent else ""
        return f"{unit.localized_name} · {above}" if above else unit.localized_name


class OfficerInput(forms.TextInput):
    """A text input in which the browser itself suggests officers."""

    officers: QuerySet[Officer] = Officer.objects.none()

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        box = super().render(name, value, {**(attrs or {}), "list": f"{name}_suggestions"}, renderer)
        options = format_html_join(
            "",
            '<option value="{} ({})"></option>',
            self.officers.values_list("full_name", "staff_code")[:SUGGESTED],
        )
        return format_html('{}<datalist id="{}_suggestions">{}</datalist>', box, name, options)


class OfficerField(forms.CharField):
    """An officer by staff code or by name, accents or not, out of `officers`. Where several fit, it names them."""

    widget = OfficerInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("max_length", 200)
        super().__init__(**options)
        self.officers: QuerySet[Officer] = Officer.objects.none()

    def choose_from(self, officers: QuerySet[Officer]) -> None:
        """Take and suggest only these."""
        self.officers = officers
        cast(OfficerInput, self.widget).officers = officers

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        if not text:
            return None
        found = list(self.officers.filter(staff_code__iexact=_staff_code(text))[:1]) or self._by_name(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("No officer within your reach has this name or staff code."))
        candidates = "; ".join(f"{each.full_name} ({each.staff_code})" for each in found[:CANDIDATES_SHOWN])
        raise ValidationError(
            _("Several officers fit. Write the staff code of the one you mean: %(candidates)s.")
            % {"candidates": candidates}
        )

    def prepare_value(self, value: Any) -> Any:
        return f"{value.full_name} ({value.staff_code})" if isinstance(value, Officer) else value

    def _by_name(self, text: str) -> list[Officer]:
        found = self.officers
        for word in fold(text).split():
            found = found.filter(folded__contains=word)
        return list(found[: CANDIDATES_SHOWN + 1])


class CaseField(forms.CharField):
    """Another case by its code, out of `cases`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, **options)
        self.cases: QuerySet[Case] = Case.objects.none()

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        if not text:
            return None
        code = read_code(text)
        if code is None:
            raise ValidationError(_("This is not the code of a case. It has eight digits, like 1234 5671."))
        found = self.cases.filter(code=code).first()
        if found is None:
            raise ValidationError(_("No case with this code is within your reach."))
        return found


def _staff_code(text: str) -> str:
    """The code alone, also when it was taken from the list as `Name (CODE)`."""
    return text.rpartition("(")[2].rstrip(") ") if text.endswith(")") else text
