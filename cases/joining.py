"""Which matters belong together: what one person sent before, and what several persons say of the same thing.

It decides and suggests; `cases.services.merging` and `cases.services.intake` join.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from cases import likeness, selectors
from cases.models import Case, Complainant, Statement
from cases.models.statement import StatementKind
from cases.vocabulary import SECRET_KINDS, Outcome, State
from organization.actors import Actor, Channel

# Who stands behind a telephone number is known where an officer wrote it down or the network brought it along; a form
# on the web may name anybody's.
SURE = frozenset({Channel.DESK, Channel.SMS})

PERSONS_CASES = 20  # so many of one person's cases are compared, the latest
LATELY = timedelta(days=90)
CANDIDATES = 100  # so many cases are compared for a suggestion, the latest
SUGGESTED = 5
ALIKE = 0.2  # so much of their words two suggested matters share at least


def head_of(case: Case) -> Case:
    """The case that a joined one was joined to, itself where it was not."""
    return case.merged_into or case


def sent_before(case: Case, text: str) -> Case | None:
    """The open case in which the same person told the same matter before: same target, same content.

    A case that was answered is none: who writes again does not agree with the answer. Of a denunciation or information
    about wrongdoing none is found unless it is sure who the person is.
    """
    if not _is_sure_who(case):
        return None
    undecided = _same_target(case).exclude(state__in=(State.ANSWERED, State.CLOSED))
    return _with_same_words(undecided, text)


def settled_before(case: Case) -> Case | None:
    """The case of the same person about the same matter that was answered and closed as settled."""
    report = Statement.objects.filter(case=case, kind=StatementKind.REPORT).order_by("pk").first()
    if report is None or not _is_sure_who(case):
        return None
    settled = _same_target(case).filter(state=State.CLOSED, outcome=Outcome.SETTLED)
    return _with_same_words(settled, report.body)


def similar(case: Case, actor: Actor, *, at: datetime) -> list[Case]:
    """Up to five open cases within the actor's reach that may be the same matter, the likeliest first.

    They came within 90 days, are of the same category, lie in the same unit or place, and share words. What is kept
    secret is compared only with what is kept secret.
    """
    words = set(case.search_text.split())
    if not words:
        return []
    where = Q(first_unit_id=case.first_unit_id) | Q(unit_id=case.unit_id)
    if case.place:
        where |= Q(place=case.place)
    near = selectors.visible_to(actor, at=at).filter(where, category=case.category)
    near = near.filter(received_at__gt=case.received_at - LATELY, received_at__lt=case.received_at + LATELY)
    near = near.exclude(state=State.CLOSED).exclude(pk=case.pk)
    near = near.filter(kind__in=SECRET_KINDS) if case.is_secret else near.exclude(kind__in=SECRET_KINDS)
    found = [
        (likeness.shared(words, set(other.search_text.split())), other)
        for other in near.select_related("unit").order_by("-received_at", "-pk")[:CANDIDATES]
    ]
    likely = sorted((pair for pair in found if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [other for _share, other in likely[:SUGGESTED]]


def _is_sure_who(case: Case) -> bool:
    return not case.is_secret or (case.channel in SURE and not case.anonymous)


def _same_target(case: Case) -> QuerySet[Case]:
    """The other cases of the same telephone that began or lie at the same unit, go the same way, and name nobody else.

    A case that lies there may have begun at a unit that has ended since.
    """
    person = Complainant.objects.filter(case=case).exclude(phone_key="").values("phone_key")
    # Fetched first: while a unit fills up faster than the database counts, it would go through all cases of the unit.
    persons = list(Complainant.objects.filter(phone_key__in=person).values_list("case_id", flat=True))
    there = Q(first_unit_id=case.first_unit_id) | Q(unit_id=case.first_unit_id)
    same = Case.objects.filter(there, pk__in=persons, kind=case.kind, track=case.track)
    if case.about_id is not None:
        same = same.filter(about_id=case.about_id)
    return same.exclude(pk=case.pk)


def _with_same_words(cases: QuerySet[Case], text: str) -> Case | None:
    """The latest of the cases whose first words say the same as the text; two queries."""
    latest = {case.pk: case for case in cases.order_by("-received_at", "-pk")[:PERSONS_CASES]}
    if not latest:
        return None
    said = Statement.objects.filter(case__in=latest, kind=StatementKind.REPORT).order_by("pk")
    first: dict[int, str] = {}
    for statement in said:
        first.setdefault(statement.case_id, statement.body)
    return next(
        (case for pk, case in latest.items() if likeness.says_the_same(first.get(pk, ""), text)), None
    )
