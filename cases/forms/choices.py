"""What an officer may choose from: officers, units, kinds, each as far as the post reaches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from cases.models import Case
from cases.services.intake import kind_by_channel
from cases.vocabulary import Kind
from organization.actors import Actor, Channel
from organization.models import Officer, Posting, Tier, Unit
from organization.permissions import reach
from organization.selectors import descendants, postings_on, units_on

if TYPE_CHECKING:
    _ChoiceOfPosting = forms.ModelChoiceField[Posting]
else:
    _ChoiceOfPosting = forms.ModelChoiceField


class PostingChoice(_ChoiceOfPosting):
    """One officer in a post, with how many cases they have in hand (`in_hand`)."""

    def label_from_instance(self, posting: Posting) -> str:
        in_hand: int = posting.in_hand  # type: ignore[attr-defined]  # annotated by the form
        load = ngettext("%(count)s case in hand", "%(count)s cases in hand", in_hand) % {"count": in_hand}
        return f"{posting.officer.full_name} · {posting.post.localized_title} · {load}"


def kinds_for(case: Case) -> list[tuple[str, str]]:
    """The kinds a case may have, by the way it came in: what came neither on paper nor in person is no denunciation."""
    possible = [
        kind for kind in Kind if kind == kind_by_channel(kind, Channel(case.channel)) or kind == case.kind
    ]
    return [(kind.value, str(kind.label)) for kind in possible]


def officers_in_reach(actor: Actor, *, on: date) -> QuerySet[Officer]:
    """The officers who serve on the day in the units that the actor reaches, each once."""
    serving = postings_on(on).filter(post__unit_id__in=reach(actor))
    return Officer.objects.filter(pk__in=serving.values("officer_id")).order_by("folded", "pk")


def places_to_choose(actor: Actor, *, on: date) -> QuerySet[Unit]:
    """Where a matter may lie: the provinces, districts and communes of the day, the hamlets within reach."""
    hamlets = Q(tier=Tier.HAMLET, pk__in=reach(actor))
    places = units_on(on).filter(Q(tier__in=[Tier.PROVINCE, Tier.DISTRICT, Tier.COMMUNE]) | hamlets)
    return places.select_related("parent").order_by("folded", "pk")


def units_elsewhere(case: Case, *, on: date) -> QuerySet[Unit]:
    """The units of the day that handle cases, other than the one that has this case."""
    handling = units_on(on).exclude(tier=Tier.HAMLET).exclude(pk=case.unit_id)
    return handling.select_related("parent").order_by("folded", "pk")


def units_below(case: Case, *, on: date) -> QuerySet[Unit]:
    """The units of the day below the one that has the case."""
    below = descendants(case.unit)
    return units_on(on).filter(pk__in=below).select_related("parent").order_by("folded", "pk")
