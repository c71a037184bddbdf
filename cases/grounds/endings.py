"""Why the settlement is suspended or ended, and why a unit declares that it lacks the power.

Law on Complaints 02/2011/QH13, art. 11a (in force from 1 July 2026); Law on Denunciations 25/2018/QH14, art. 34.
For feedback and information no law says so: local rules do.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.grounds.base import ALL, Ground
from cases.vocabulary import COMPLAINTS, DENUNCIATIONS, REPORTS

SUSPENSIONS = (
    Ground(
        "force_majeure",
        _("Force majeure or an obstacle on the citizen's side"),
        _("Law on Complaints 02/2011/QH13, art. 11a(1)(a); for feedback local rules (to be confirmed)"),
        COMPLAINTS | REPORTS,
        _(
            "Because of an event beyond your power you cannot take part at present, so the settlement is suspended; "
            "this time does not count. Please tell us as soon as you can take part again, and it goes on."
        ),
    ),
    Ground(
        "other_body",
        _("Waiting for the result of another body"),
        _(
            "Law on Complaints 02/2011/QH13, art. 11a(1)(b); Law on Denunciations 25/2018/QH14, art. 34(1)(a); for "
            "feedback local rules (to be confirmed)"
        ),
        ALL,
        _(
            "The settlement has to wait for what another competent body finds, so it is suspended; this time does not "
            "count. It goes on as soon as that result is there, and we will tell you. You need do nothing."
        ),
    ),
    Ground(
        "expert",
        _("Waiting for an expert opinion"),
        _("Law on Denunciations 25/2018/QH14, art. 34(1)(b); for feedback local rules (to be confirmed)"),
        DENUNCIATIONS | REPORTS,
        _(
            "The settlement has to wait for an expert opinion, so it is suspended; this time does not count. It goes "
            "on as soon as the opinion is there, and we will tell you. You need do nothing."
        ),
    ),
)

TERMINATIONS = (
    Ground(
        "full_withdrawal",
        _("Wholly withdrawn"),
        _(
            "Law on Complaints 02/2011/QH13, art. 11a(2)(a); Law on Denunciations 25/2018/QH14, art. 34(3)(a); for "
            "feedback local rules (to be confirmed)"
        ),
        ALL,
        _(
            "You have withdrawn the whole matter, so its settlement ends here. If you were forced or threatened to "
            "withdraw it, please tell us at once: it can then be looked at again, and you can be protected."
        ),
    ),
    Ground(
        "no_successor",
        _("Person died or organisation dissolved, without successor"),
        _("Law on Complaints 02/2011/QH13, art. 11a(2)(b)"),
        COMPLAINTS,
        _(
            "The one who complained has died or no longer exists, and the right concerned does not pass to anybody, so "
            "the settlement ends here. An heir or a successor who thinks otherwise may write to us with proof of it."
        ),
    ),
    Ground(
        "no_object",
        _("Nothing left to decide"),
        _("Law on Complaints 02/2011/QH13, art. 11a(2)(c); for feedback local rules (to be confirmed)"),
        COMPLAINTS | REPORTS,
        _(
            "There is nothing left to decide in this matter, so its settlement ends here. If you see it otherwise, "
            "please tell us what is still open."
        ),
    ),
    Ground(
        "court",
        _("Taken or decided by a court"),
        _("Law on Complaints 02/2011/QH13, art. 11a(2)(d); Law on Denunciations 25/2018/QH14, art. 34(3)(c)"),
        COMPLAINTS | DENUNCIATIONS,
        _(
            "A court has taken up or decided this matter, so its settlement ends here. Please follow it at the court."
        ),
    ),
    Ground(
        "accused_died",
        _("The person denounced has died, and nobody else is concerned"),
        _("Law on Denunciations 25/2018/QH14, art. 34(3)(b)"),
        DENUNCIATIONS,
        _(
            "The person denounced has died, and the denunciation concerns nobody else's responsibility, so its "
            "settlement ends here. If others had a part in it, please tell us."
        ),
    ),
    Ground(
        "decided_in_force",
        _("Settled by a decision in force of a competent body"),
        _("Law on Denunciations 25/2018/QH14, art. 34(3)(c)"),
        DENUNCIATIONS,
        _(
            "A competent body has settled this matter by a decision that is in force, so its settlement ends here. If "
            "you think that the matter was not settled lawfully, you may turn to the head of the body directly above."
        ),
    ),
)

POWERS = _(
    "Law on Complaints 02/2011/QH13, arts. 17 to 23; Law on Denunciations 25/2018/QH14, arts. 12 and 13; Law on "
    "Reception of Citizens 42/2013/QH13, art. 26 (to be confirmed)"
)

LACKS_OF_POWER = (
    Ground(
        "beyond_tier",
        _("Beyond the powers of this level"),
        POWERS,
        ALL,
        _(
            "This level does not have the power to settle your matter. We have sent it up to the level that has, and "
            "the time already run is kept. You need do nothing."
        ),
    ),
    Ground(
        "several_units",
        _("Concerns several units that one above must lead"),
        POWERS,
        ALL,
        _(
            "Your matter concerns several units. We have sent it to the level above them, which can bring them "
            "together, and the time already run is kept. You need do nothing."
        ),
    ),
    Ground(
        "needs_specialised_body",
        _("Needs a specialised body"),
        POWERS,
        ALL,
        _(
            "Your matter needs a specialised body that this level does not have. We have sent it up to where there is "
            "one, and the time already run is kept. You need do nothing."
        ),
    ),
    Ground(
        "needs_higher_decision",
        _("Needs a decision or means that only a higher level has"),
        POWERS,
        ALL,
        _(
            "Your matter needs a decision or means that only a higher level has. We have sent it up, and the time "
            "already run is kept. You need do nothing."
        ),
    ),
    Ground(
        "other_authority_decided",
        _("The decision concerned was taken by another authority"),
        POWERS,
        ALL,
        _(
            "The decision that your matter is about was taken by another authority, which alone can look at it again. "
            "We have sent your matter up so that it gets there, and the time already run is kept."
        ),
    ),
    Ground(
        "relatives",
        _("The settler or verifier is related to or has an interest with the person denounced"),
        _("Law on Denunciations 25/2018/QH14, art. 38(5); Decree 31/2019/NĐ-CP, art. 5(2)"),
        DENUNCIATIONS,
        _(
            "So that your denunciation is settled impartially, the head of the body directly above settles it. You "
            "need do nothing."
        ),
    ),
)
