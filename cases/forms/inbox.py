"""What narrows the inbox: words or a code, the kind, the category, the state."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Category
from cases.vocabulary import Kind, State

ANY = ("", _("All"))


class InboxForm(forms.Form):
    """The filter bar. What it does not know is left out rather than refused: an address may come from anywhere."""

    q = forms.CharField(
        label=_("Search"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Code or words, accents or not")}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY, *Kind.choices], required=False)
    category: forms.ModelChoiceField[Category] = forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=ANY[1],
    )
    state = forms.ChoiceField(label=_("State"), choices=[ANY, *State.choices], required=False)
    view = forms.CharField(widget=forms.HiddenInput, required=False)

    def chosen(self) -> dict[str, str]:
        """The words and the filters that hold, by the names that `selectors.inbox` gives them."""
        self.is_valid()
        category = self.cleaned_data.get("category")
        return {
            "query": self.cleaned_data.get("q", ""),
            "kind": self.cleaned_data.get("kind", ""),
            "state": self.cleaned_data.get("state", ""),
            "category": category.code if category else "",
        }
