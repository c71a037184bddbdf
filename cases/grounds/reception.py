"""Why a citizen at the reception desk may be refused.

Law on Reception of Citizens 42/2013/QH13, art. 9, and Decree 154/2026/NĐ-CP, art. 4: the reason is explained on
the spot; two grounds ask for a written notice within three working days (art. 4(3)). A refusal is never a way to
avoid one's duty (art. 4(4)).
"""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.grounds.base import ALL, Ground
from cases.vocabulary import COMPLAINTS, DENUNCIATIONS, REPORTS

LAW = _("Law on Reception of Citizens 42/2013/QH13, art. 9({number})")
DECREE = _("Decree 154/2026/NĐ-CP, art. 4(1)({letter})")
REPRESENTED = COMPLAINTS | REPORTS
NOTICE_DAYS = 3

REFUSALS = (
    Ground(
        "intoxicated",
        _("Intoxicated, or not able to understand or control what one does"),
        format_lazy(LAW, number=1),
        ALL,
        _(
            "We cannot receive you just now, because of the state you are in. Please come back when you are well, or "
            "let your lawful representative come for you."
        ),
    ),
    Ground(
        "threatening",
        _("Threatens or insults, or breaks the house rules"),
        format_lazy(LAW, number=2),
        ALL,
        _(
            "We cannot go on receiving you while you threaten or insult people or break the house rules. You are "
            "welcome to come back and keep to them, or to write to us."
        ),
    ),
    Ground(
        "settled_and_reviewed",
        _("Settled lawfully, reviewed and answered in writing"),
        format_lazy(LAW, number=3),
        COMPLAINTS | DENUNCIATIONS,
        _(
            "We can no longer receive you on this matter. It has been settled as the law provides, reviewed by the "
            "competent body and answered in writing, and it has been explained to you. You will get this notice in "
            "writing. If something new has come up, please send it to us in writing."
        ),
        NOTICE_DAYS,
    ),
    Ground(
        "weapons",
        _("Carries weapons or dangerous things and does not hand them in"),
        format_lazy(DECREE, letter="a"),
        ALL,
        _(
            "We cannot receive you while you carry weapons or dangerous things. Please leave them at the place "
            "provided or hand them to the guard, and we will receive you."
        ),
    ),
    Ground(
        "security_refused",
        _("Refuses the security check"),
        format_lazy(DECREE, letter="b"),
        ALL,
        _("We cannot receive you without the security check. Please pass it, and we will receive you."),
    ),
    Ground(
        "recording",
        _("Records, films or broadcasts after being asked not to, or disturbs order by it"),
        format_lazy(DECREE, letter="c"),
        ALL,
        _(
            "We cannot go on receiving you while you record, film or broadcast here: it has to protect state secrets, "
            "private life, personal data and people who denounce. Please stop, and we will receive you."
        ),
    ),
    Ground(
        "incitement",
        _("Incites others or disturbs public order"),
        format_lazy(DECREE, letter="d"),
        ALL,
        _(
            "We cannot go on receiving you while public order is being disturbed here. You are welcome to come back in "
            "order, or to write to us."
        ),
    ),
    Ground(
        "visitor_no_capacity",
        _("No full legal capacity and no lawful representative"),
        format_lazy(DECREE, letter="đ"),
        ALL,
        _(
            "We cannot receive you on this matter without your lawful representative. Please come together, with the "
            "papers that prove the representation."
        ),
    ),
    Ground(
        "no_proof_of_representation",
        _("Does not show the papers of the representation"),
        format_lazy(DECREE, letter="e"),
        REPRESENTED,
        _(
            "We cannot receive you for another person until you show the papers that prove that you lawfully represent "
            "that person. Please come back with them, or let the person come."
        ),
    ),
    Ground(
        "off_topic",
        _("Not a complaint, denunciation, petition or feedback"),
        format_lazy(DECREE, letter="g"),
        ALL,
        _(
            "What you told us is not a complaint, a denunciation, a petition or feedback, so it cannot be taken up "
            "here. We will gladly tell you who can help you."
        ),
    ),
    Ground(
        "answered_before",
        _("Petition or feedback already answered in writing, without new facts"),
        format_lazy(DECREE, letter="h"),
        REPORTS,
        _(
            "You have been received, guided or answered in writing on this matter, and nothing new has come up. You "
            "will get this notice in writing. If something new comes up, please tell us and we will look at it again."
        ),
        NOTICE_DAYS,
    ),
    Ground(
        "final_judgment",
        _("Decided by a court with legal effect"),
        format_lazy(DECREE, letter="i"),
        ALL,
        _(
            "A court has decided this matter with legal effect, and a competent body has answered that it is not to be "
            "reviewed. We cannot take it up here. For carrying out the judgment please turn to the body that enforces "
            "judgments."
        ),
    ),
    Ground(
        "handled_elsewhere",
        _("Being settled by another competent body"),
        format_lazy(DECREE, letter="k"),
        ALL,
        _(
            "Another competent body has accepted this matter and is settling it. Please follow it there; we will "
            "gladly tell you how to reach that body."
        ),
    ),
)
