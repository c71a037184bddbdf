"""The form that corrects what a case is about, by its content, and records the circumstances that its terms rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import clocks
from cases.explaining import in_short
from cases.forms.base import MoveForm
from cases.forms.choices import kinds_for, officers_in_reach
from cases.forms.fields import OfficerField
from cases.forms.forecasts import circumstances_that_matter
from cases.grounds import COMPLEXITY
from cases.models import Case, Category
from cases.vocabulary import TRACKS, Kind, Track
from organization.models import Officer, Posting

if TYPE_CHECKING:
    _ChoiceOfPosting = forms.ModelChoiceField[Posting]
else:
    _ChoiceOfPosting = forms.ModelChoiceField

BETWEEN = "/"


class PostChoice(_ChoiceOfPosting):
    """One post that an officer held, with the time in it."""

    def label_from_instance(self, posting: Posting) -> str:
        post = f"{posting.post.localized_title}, {posting.post.unit.localized_name}"
        since = in_short(posting.starts_on)
        if posting.ends_on is None:
            return _("%(post)s, since %(since)s") % {"post": post, "since": since}
        return _("%(post)s, from %(since)s to %(until)s") % {
            "post": post,
            "since": since,
            "until": in_short(posting.ends_on),
        }


class ReclassifyForm(MoveForm):
    """Correcting what the case is about.

    `kind` holds the kind and the track in one choice: the kind alone for its usual track, else both.
    """

    explains = gettext_lazy(
        "The running term keeps its start and its rule; what makes the matter complex or remote gives it the length"
        " that its rule has for that. Naming an officer takes the case at once from that officer and from everybody who"
        " works under them, up the levels where needed."
    )

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind and track"),
        help_text=gettext_lazy("By content, not by title. The track is the way of the law that it goes."),
    )
    category: forms.ModelChoiceField[Category] = forms.ModelChoiceField(
        label=gettext_lazy("Category"), queryset=None, required=False, empty_label=gettext_lazy("Not decided")
    )
    about = OfficerField(
        label=gettext_lazy("Officer it is about"),
        help_text=gettext_lazy("Only if the citizen names an officer or describes one: name or staff code."),
    )
    about_posting = PostChoice(
        label=gettext_lazy("Post of the officer at the time of the act"),
        queryset=Posting.objects.none(),
        required=False,
        empty_label=gettext_lazy("Not known"),
    )
    remote = forms.BooleanField(
        label=gettext_lazy("It lies in a remote area where travel is hard"),
        required=False,
        help_text=gettext_lazy("Law on Complaints 02/2011/QH13, art. 28 and 37."),
    )
    complexity = forms.MultipleChoiceField(
        label=gettext_lazy("What makes it complex"),
        required=False,
        choices=[
            (code, format_html("{} <small>{}</small>", criterion.label, criterion.basis))
            for code, criterion in COMPLEXITY.items()
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "One makes the matter complex; two or more make a denunciation very complex. Your reason below is the"
            " written record of it."
        ),
    )
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "One line for the lists. No name, telephone number or address of the citizen."
        ),
    )

    def prepare(self) -> None:
        """Begin with what the case says now."""
        case = self.situation.case
        categories = Category.objects.filter(Q(active=True) | Q(pk=case.category_id))
        cast(forms.ChoiceField, self.fields["kind"]).choices = _kinds_and_tracks(case)
        cast("forms.ModelChoiceField[Category]", self.fields["category"]).queryset = categories
        officers = officers_in_reach(self.situation.actor, on=self.situation.on)
        cast(OfficerField, self.fields["about"]).choose_from(officers)
        now = {
            "kind": _value(Kind(case.kind), Track(case.track)),
            "category": case.category_id,
            "about": case.about,
            "about_posting": case.about_posting_id,
            "remote": case.remote,
            "complexity": case.complexity,
            "summary": case.summary,
        }
        self.initial = {**now, **self.initial}
        self._offer_posts()
        if term := clocks.running(case):
            self.follows = circumstances_that_matter(case, term, at=self.situation.at)

    def clean(self) -> dict[str, Any]:
        """An officer who is named anew and held several posts: ask once which one it was."""
        cleaned = super().clean()
        about, posting = cleaned.get("about"), cleaned.get("about_posting")
        if posting and about is None:
            self.add_error("about_posting", _("Name the officer too."))
        elif "about_posting" in self.fields and self.add_prefix("about_posting") not in self.data:
            self._ask_which_post(about)
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """Kind and track apart."""
        given = super().arguments()
        kind, _between, track = given["kind"].partition(BETWEEN)
        return {**given, "kind": Kind(kind), "track": Track(track) if track else TRACKS[Kind(kind)][0]}

    def _offer_posts(self) -> None:
        """The posts of the officer who is named; without one there is nothing to choose."""
        about = self._named() if self.is_bound else self.situation.case.about
        posts = _posts_of(about)
        if posts.exists():
            cast(PostChoice, self.fields["about_posting"]).queryset = posts
        else:
            del self.fields["about_posting"]

    def _named(self) -> Officer | None:
        try:
            named: Officer | None = self.fields["about"].clean(self.data.get(self.add_prefix("about"), ""))
        except ValidationError:
            return None
        return named

    def _ask_which_post(self, about: Officer | None) -> None:
        if about and about != self.situation.case.about and _posts_of(about).count() > 1:
            self.add_error(
                "about_posting",
                _("This officer has held several posts. Choose the one held at the time, if it is known."),
            )


def _kinds_and_tracks(case: Case) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds that the case may have by the way it came in, each with the tracks it may go."""
    return [
        (label, [(_value(Kind(kind), track), f"{label} · {track.label}") for track in TRACKS[Kind(kind)]])
        for kind, label in kinds_for(case)
    ]


def _value(kind: Kind, track: Track) -> str:
    return kind.value if track == TRACKS[kind][0] else f"{kind.value}{BETWEEN}{track.value}"


def _posts_of(officer: Officer | None) -> QuerySet[Posting]:
    if officer is None:
        return Posting.objects.none()
    return officer.postings.select_related("post__unit").order_by("-starts_on", "pk")
