"""Why feedback or information is not taken, and why a petition of any kind is not eligible for processing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.grounds.base import ALL, Ground
from cases.vocabulary import COMPLAINTS, DENUNCIATIONS, REPORTS, Track

PROCESSING = _("Circular 05/2021/TT-TTCP, art. 6 (to be confirmed)")
NOT_ELIGIBLE_BASIS = _("Circular 05/2021/TT-TTCP, art. 6(2)(b) (to be confirmed)")
WRITTEN = COMPLAINTS | DENUNCIATIONS | {Track.FEEDBACK}

NOT_TAKEN = (
    Ground(
        "settled_before",
        _("Settled before, without new facts"),
        PROCESSING,
        REPORTS,
        _(
            "This matter has been answered before, in case %(earlier)s, and we found nothing new in what you sent. "
            "If there is something new, please tell us what it is and we will look at it again."
        ),
    ),
    Ground(
        "unclear",
        _("Content is not clear enough to act on"),
        PROCESSING,
        REPORTS,
        _(
            "From what you sent we could not tell what the matter is. Please send it again and say what happened, "
            "where and when; a picture helps."
        ),
    ),
    Ground(
        "abusive",
        _("Abusive or threatening content"),
        PROCESSING,
        REPORTS,
        _(
            "What you sent holds abusive or threatening words and cannot be handled as it stands. Please send it again "
            "without them: we want to hear about the matter."
        ),
    ),
    Ground(
        "not_competent",
        _("Not for this body to settle"),
        _("Law on Reception of Citizens 42/2013/QH13, art. 28(1) (to be confirmed)"),
        REPORTS,
        _(
            "This matter is not for this body to settle. Please send it to the body with the power; we will gladly "
            "tell you which one it is and how to reach it."
        ),
    ),
    Ground(
        "rule_form",
        _("Feedback on a rule lacks what the decree asks for"),
        _("Decree 20/2008/NĐ-CP, art. 7 and art. 9(1)(d)"),
        frozenset({Track.RULE_FEEDBACK}),
        _(
            "Your feedback on an administrative rule lacks something that the decree asks for: it must be in "
            "Vietnamese, say clearly what it is about, and bear your name, address and telephone number or postal "
            "address. Please complete it and send it again."
        ),
    ),
    Ground(
        "tip_no_basis",
        _("Information cannot be checked"),
        _("Law on Denunciations 25/2018/QH14, art. 25(2)"),
        frozenset({Track.TIP}),
        _(
            "What you told us does not yet say clearly who did it, or comes without documents or evidence that can be "
            "checked. You may add to it at any time without giving your name, or make a denunciation in writing or in "
            "person: your name is then kept secret."
        ),
    ),
)

NOT_ELIGIBLE = (
    Ground(
        "missing_requirements",
        _("Lacks what a petition must hold"),
        NOT_ELIGIBLE_BASIS,
        WRITTEN,
        _(
            "Your petition cannot be processed yet. It must be in Vietnamese, or come with a certified translation, "
            "and bear the date, your name, your address and your signature or fingerprint, and say what you ask for. "
            "Please complete it and send it again; we will gladly help you."
        ),
    ),
    Ground(
        "sent_to_many",
        _("Sent to several bodies, the competent one among them"),
        _(
            "Circular 05/2021/TT-TTCP, art. 6(2)(b) (to be confirmed); for denunciations the Law on Denunciations "
            "25/2018/QH14, art. 24(3)"
        ),
        WRITTEN,
        _(
            "You sent the same petition to several bodies, and the one with the power to settle it is among them. We "
            "therefore do not process our copy; please follow the matter at that body."
        ),
    ),
    Ground(
        "guided_before",
        _("Already guided once on the same matter"),
        _(
            "Circular 05/2021/TT-TTCP, art. 6(2)(b) (to be confirmed); for denunciations the Law on Denunciations "
            "25/2018/QH14, art. 24(3)"
        ),
        WRITTEN,
        _(
            "We have already told you which body has the power to settle this matter. Please send your petition there; "
            "we will gladly explain the way to you once more."
        ),
    ),
    Ground(
        "finally_settled",
        _("Finally settled, without new facts"),
        NOT_ELIGIBLE_BASIS,
        WRITTEN,
        _(
            "This matter has been finally settled as the law provides, and we found nothing new in your petition. If "
            "there is something new that could change the outcome, please tell us what it is and send proof of it."
        ),
    ),
    Ground(
        "illegible",
        _("Torn, erased or illegible"),
        NOT_ELIGIBLE_BASIS,
        WRITTEN,
        _(
            "We could not read your petition: it is torn, erased or illegible. Please send us a clear copy, or come to "
            "us and we will write it down with you."
        ),
    ),
    Ground(
        "vulgar",
        _("Vulgar, inciting or threatening content"),
        NOT_ELIGIBLE_BASIS,
        ALL,
        _(
            "Your petition holds vulgar, inciting or threatening words and cannot be processed as it stands. Please "
            "send it again without them: we want to hear about the matter."
        ),
    ),
    Ground(
        "anonymous",
        _("Anonymous, without evidence that can be checked"),
        NOT_ELIGIBLE_BASIS,
        WRITTEN,
        _(
            "The petition bears no name or address, and holds no evidence that can be checked. Please send it again "
            "with your name and address, or add what you know; the name of a person who denounces is kept secret."
        ),
    ),
    Ground(
        "impersonated",
        _("Sent in the name of another person"),
        NOT_ELIGIBLE_BASIS,
        WRITTEN,
        _(
            "The petition was sent in the name of a person who did not write it, and holds no evidence that can be "
            "checked. Please send it in your own name; the name of a person who denounces is kept secret."
        ),
    ),
)
