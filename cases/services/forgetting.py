"""Deleting the telephone number of a case: because its citizen says so, or because nobody needs it any more.

Everything else stays: the case, its words, its code. That a number was deleted is on record, the number is not.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cases import joining, lifecycle, notices, reasons
from cases.errors import MoveRefused
from cases.models import Case, Complainant
from messaging import inbox, outbox
from organization.actors import Actor, Channel

KEEPER = Actor.system("retention")
BATCH = 200


def forget_number(case: Case, *, by: Actor, because: str, at: datetime) -> Case:
    """Delete the number from the case and from every text about it, in one transaction; nothing is texted any more.

    What waits to be sent is taken back; what is just leaving is blanked when it has left. The database lets the row
    with the number go because the ledger says so first. Raises `MoveRefused` where no number is kept.
    """
    with transaction.atomic():
        # A notice is promised by who has locked the case or the one that it was joined to: none slips in between.
        pair = {case.pk, joining.head_of(case).pk}
        list(Case.objects.select_for_update().filter(pk__in=pair).order_by("pk"))
        with lifecycle.opened(case) as fresh:
            person = Complainant.objects.filter(case=fresh).exclude(phone_key="").first()
            if person is None:
                raise MoveRefused(_("No telephone number is kept with this case."))
            lifecycle.record(fresh, lifecycle.FORGET, by=by, because=because, at=at)
            person.delete()
            Complainant.objects.create(
                case=fresh, name=person.name, email=person.email, pin_key=person.pin_key
            )
            outbox.forget_number(notices.topic(fresh), at=at)
            inbox.forget_sender(notices.topic(fresh))
    return case


def sweep(at: datetime) -> int:
    """Delete the numbers of unnamed citizens who texted, some time after their cases ended; how many cases.

    The time is `settings.FORGET_NUMBERS_AFTER_DAYS`. The oldest first, at most `BATCH`: the next sweep goes on.
    """
    ended = Case.objects.filter(
        channel=Channel.SMS,
        anonymous=True,
        closed_at__lt=at - timedelta(days=settings.FORGET_NUMBERS_AFTER_DAYS),
        complainant__phone_key__gt="",
    )
    forgotten = 0
    for case in ended.select_related("merged_into").order_by("closed_at", "pk")[:BATCH]:
        try:
            forget_number(case, by=KEEPER, because=reasons.NUMBER_NOT_NEEDED, at=at)
        except MoveRefused:  # somebody was faster
            continue
        forgotten += 1
    return forgotten
