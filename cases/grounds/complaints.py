"""Why a complaint is not accepted: the nine cases of the Law on Complaints 02/2011/QH13, art. 11.

Decree 124/2020/NĐ-CP, art. 16(1), holds them for complaints against disciplinary decisions too.
"""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.grounds.base import Ground
from cases.vocabulary import COMPLAINTS

ART_11 = _("Law on Complaints 02/2011/QH13, art. 11({number})")

NINE = (
    Ground(
        "internal_act",
        _("Internal or normative act, or state secret"),
        format_lazy(ART_11, number=1),
        COMPLAINTS,
        _(
            "We are sorry that we cannot accept your complaint. It is about an internal or normative act or a state "
            "secret, which the law does not open to complaint. You may send us your proposal about it as feedback."
        ),
    ),
    Ground(
        "no_direct_effect",
        _("Does not directly affect the person"),
        format_lazy(ART_11, number=2),
        COMPLAINTS,
        _(
            "We are sorry that we cannot accept your complaint. The decision or act does not directly touch your own "
            "rights and lawful interests. If it does, please send us the papers that show it; you may also tell us "
            "about the matter as feedback."
        ),
    ),
    Ground(
        "no_capacity",
        _("No legal capacity and no lawful representative"),
        format_lazy(ART_11, number=3),
        COMPLAINTS,
        _(
            "We cannot accept the complaint yet: the person complaining does not have full legal capacity and has no "
            "lawful representative. Please let the lawful representative make the complaint, with the papers that "
            "prove it."
        ),
    ),
    Ground(
        "unlawful_representative",
        _("Representative not lawful"),
        format_lazy(ART_11, number=4),
        COMPLAINTS,
        _(
            "We cannot accept the complaint yet: the one who made it is not shown to be a lawful representative. "
            "Please make the complaint yourself, or send us the lawful papers of the representation."
        ),
    ),
    Ground(
        "not_signed",
        _("Not signed or fingerprinted"),
        format_lazy(ART_11, number=5),
        COMPLAINTS,
        _(
            "We cannot accept the complaint yet: it bears neither the signature nor the fingerprint of the person "
            "complaining. Please sign it or put your fingerprint to it and send it again; we will gladly help you."
        ),
    ),
    Ground(
        "time_bar",
        _("Time limit has passed without good reason"),
        format_lazy(ART_11, number=6),
        COMPLAINTS,
        _(
            "We are sorry that we cannot accept your complaint: the time limit for complaining has passed. If illness, "
            "a natural disaster, work or study far away or another obstacle kept you from complaining in time, please "
            "tell us and send proof of it: that time does not count."
        ),
    ),
    Ground(
        "second_decision",
        _("A second decision exists"),
        format_lazy(ART_11, number=7),
        COMPLAINTS,
        _(
            "We are sorry that we cannot accept your complaint: a second decision on it has been issued. If you do not "
            "agree with that decision, you may go to court as the Law on Administrative Procedure provides."
        ),
    ),
    Ground(
        "terminated_before",
        _("Was terminated and not continued in time"),
        format_lazy(ART_11, number=8),
        COMPLAINTS,
        _(
            "We are sorry that we cannot accept your complaint: its settlement was ended by a notice, and it was not "
            "continued within 30 days. If you withdrew it because you were forced or threatened, please tell "
            "us what happened: it can then be looked at again."
        ),
    ),
    Ground(
        "court",
        _("Accepted or decided by a court"),
        format_lazy(ART_11, number=9),
        COMPLAINTS,
        _(
            "We are sorry that we cannot accept your complaint: a court has accepted the matter or decided it. Please "
            "follow it at the court. If the court has discontinued the case, please send us its decision and complain "
            "again."
        ),
    ),
)
