"""The texts in the administration: which there are, how one looks and what it costs; changed after it was looked at."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_protect
from django_stubs_ext import StrOrPromise

from messaging import texts, wordings
from messaging.models import Wording
from messaging.occasions import OCCASIONS
from messaging.samples import example, longest
from messaging.segments import SINGLE, Weight, weigh
from messaging.texts import CATALOGUE, LANGUAGES, Template
from messaging.wording_rules import is_accented, problems_of, unaccented
from messaging.wordings import ChangedMeanwhile
from organization.change_forms import acting_in, reason_field

CHANGES = 20
LONGEST = 320  # characters of words as they are typed; sent they are at most 160


@dataclass(frozen=True)
class Preview:
    """How words would look and weigh when sent; without texts where they cannot be filled."""

    problems: Sequence[str]
    shown: str = ""
    at_longest: str = ""
    weight: Weight | None = None
    costs: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True)
class Listed:
    """One template in the list, with its words in each language and whether they are an administrator's."""

    name: str
    occasion: StrOrPromise
    words: Sequence[tuple[str, str, bool]]


class WordsForm(forms.Form):
    """New words for one template, with the words that they are to replace."""

    words = forms.CharField(
        label=gettext_lazy("Text"),
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80, "spellcheck": "false"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, strip=False)
    change_reason = reason_field()


class WordingAdmin(admin.ModelAdmin[Wording]):
    """Every template with the words that hold; each changed on a page of its own, which shows it first."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """The list, the page of one text, and the table for the operator."""
        pages = [
            path("", self._list, name="messaging_wording_changelist"),
            path("texts.csv", self._table, name="messaging_wording_table"),
            path("<template>/<language>/", self._page, name="messaging_wording_page"),
        ]
        return [path_to(each, self.admin_site.admin_view) for each in pages]

    def _list(self, request: HttpRequest) -> HttpResponse:
        self._require(request, self.has_view_permission(request))
        return self._answer(
            request,
            "messaging/wordings.html",
            title=_("Texts of messages"),
            listed=listed(),
            brand=settings.SMS_BRAND,
        )

    def _table(self, request: HttpRequest) -> HttpResponse:
        """Every text as the operator registers it: the words with their blanks, and how one looks when sent."""
        self._require(request, self.has_view_permission(request))
        answer = HttpResponse(
            "\ufeff",
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="texts.csv"'},
        )
        rows = csv.writer(answer)
        rows.writerow([_("template"), _("language"), _("text"), _("example"), _("characters")])
        for each in listed():
            for language, words, _is_ours in each.words:
                shown = previewed(CATALOGUE[each.name], language, words)
                units = shown.weight.units if shown.weight else ""
                written = words.replace("{brand}", settings.SMS_BRAND)
                rows.writerow([each.name, language, written, shown.shown, units])
        return answer

    @method_decorator(csrf_protect)
    def _page(self, request: HttpRequest, template: str, language: str) -> HttpResponse:
        """Ask for new words, show what they would be, and let them hold when that is confirmed."""
        self._require(request, self.has_change_permission(request))
        if language not in LANGUAGES or template not in CATALOGUE or not CATALOGUE[template].by_sms:
            raise Http404
        now = wordings.words_for(template, language)
        if request.method != "POST":
            return self._form(request, template, language, WordsForm(initial={"words": now, "seen": now}))
        form = WordsForm(request.POST)
        if not form.is_valid():
            return self._form(request, template, language, form)
        try:
            done = self._do(request, template, language, form)
        except ChangedMeanwhile as changed:
            form = WordsForm({**request.POST.dict(), "seen": changed.words})
            said = _("Somebody has changed this text meanwhile. It now reads: %(words)s")
            form.add_error(None, said % {"words": changed.words})
            return self._form(request, template, language, form)
        if not done:
            return self._form(request, template, language, form, may_save=True)
        messages.success(request, done)
        return redirect("admin:messaging_wording_changelist")

    def _do(self, request: HttpRequest, template: str, language: str, form: WordsForm) -> str:
        """Save or restore, as the button says; what was done, empty where the text is only to be shown."""
        given = form.cleaned_data
        how: dict[str, Any] = {
            "seen": one_line(given["seen"]),
            "by": acting_in(request),
            "because": given["change_reason"],
            "at": timezone.now(),
        }
        words = one_line(given["words"])
        match request.POST.get("step"):
            case "restore":
                wordings.restore(template, language, **how)
                return _("The words that come with the program hold again.")
            case "save" if not problems_of(CATALOGUE[template], language, words):
                wordings.reword(template, language, words, **how)
                return _("The new words hold from now on.")
        return ""

    def _form(
        self, request: HttpRequest, template: str, language: str, form: WordsForm, *, may_save: bool = False
    ) -> HttpResponse:
        words = one_line(str(form["words"].value() or ""))
        preview = previewed(CATALOGUE[template], language, words)
        given = texts.words_of("sms", language, template)
        return self._answer(
            request,
            "messaging/wording.html",
            title=f"{OCCASIONS[template]} ({language})",
            form=form,
            preview=preview,
            may_save=may_save and not preview.problems,
            unaccented=unaccented(words) if is_accented(words) else "",
            blanks=["brand", *CATALOGUE[template].slots],
            given=given,
            is_ours=wordings.words_for(template, language) != given,
            changes=Wording.history.filter(template=template, language=language).order_by("-history_id")[
                :CHANGES
            ],
            single=SINGLE,
        )

    def _answer(self, request: HttpRequest, page: str, **shown: object) -> TemplateResponse:
        return TemplateResponse(
            request, page, {**self.admin_site.each_context(request), "opts": self.opts, **shown}
        )

    @staticmethod
    def _require(request: HttpRequest, allowed: bool) -> None:  # noqa: FBT001 - an answer of Django's
        if not allowed:
            raise PermissionDenied


def path_to(page: URLPattern, guard: Callable[[Any], Any]) -> URLPattern:
    """The address, behind the administration's sign-in."""
    page.callback = guard(page.callback)
    return page


def one_line(words: str) -> str:
    """Words as a browser sends them, without the line that it may end with."""
    return words.replace("\r\n", "\n").strip()


def listed() -> list[Listed]:
    """Every template that is sent by SMS, with the words that hold."""
    names = [name for name, template in CATALOGUE.items() if template.by_sms]
    ours = wordings.reworded((name, language) for name in names for language in LANGUAGES)
    return [
        Listed(
            name,
            OCCASIONS[name],
            [
                (
                    language,
                    ours.get((name, language), texts.words_of("sms", language, name)),
                    (name, language) in ours,
                )
                for language in LANGUAGES
            ],
        )
        for name in names
    ]


def previewed(template: Template, language: str, words: str) -> Preview:
    """What is wrong with the words, and how they look with an example and at their longest.

    Accented words are weighed as they are, so that who wrote them sees what they would cost.
    """
    problems = problems_of(template, language, words)
    if is_accented(words):
        weight = weigh(words)
        return Preview(problems, weight=weight, costs=_costs(weight.segments))
    try:
        shown = texts.render(template.name, language, example(template), words=words)
        at_longest = texts.render(template.name, language, longest(template, language), words=words)
    except (KeyError, ValueError, IndexError, AttributeError):
        return Preview(problems)
    weight = weigh(at_longest)
    return Preview(problems, shown, at_longest, weight, _costs(weight.segments))


def _costs(segments: int) -> list[tuple[str, int]]:
    """What a message costs by each gateway that has a price, in đồng."""
    return [(name, price * segments) for name, price in settings.SMS_PRICES.items()]
