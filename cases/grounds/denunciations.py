"""Why a denunciation is not accepted: one ground for each condition of the Law on Denunciations 25/2018/QH14,
art. 29(1), that is not met, and the one answer to a further denunciation (art. 37(2)).

None of them ends the matter of art. 25(2): what is clear and can be checked is passed on to be inspected.
"""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.grounds.base import Ground
from cases.vocabulary import DENUNCIATIONS, Track

CONDITION = _("Law on Denunciations 25/2018/QH14, art. 29(1)({letter})")

CONDITIONS = (
    Ground(
        "denunciation_form",
        _("Not in the form of a denunciation"),
        format_lazy(CONDITION, letter="a"),
        DENUNCIATIONS,
        _(
            "We cannot accept your denunciation yet. It must bear the date, your name, your address and how to reach "
            "you, the act and the person denounced, and your signature or fingerprint. Please complete it, or come to "
            "us and we will write it down with you. Your name and address are kept secret."
        ),
    ),
    Ground(
        "denouncer_capacity",
        _("Denouncer without legal capacity and without representative"),
        format_lazy(CONDITION, letter="b"),
        DENUNCIATIONS,
        _(
            "We cannot accept the denunciation yet: the person denouncing does not have full legal capacity and has no "
            "representative as the law provides. Please let the representative come forward, with the papers that "
            "prove it."
        ),
    ),
    Ground(
        "outside_competence",
        _("Denunciation outside the competence of this body"),
        format_lazy(CONDITION, letter="c"),
        DENUNCIATIONS,
        _(
            "This body does not have the power to settle your denunciation. We pass a written denunciation on to the "
            "one who has it and tell you so; if you came in person, we show you where to go."
        ),
    ),
    Ground(
        "no_basis",
        _("No basis to tell the violator or the act"),
        format_lazy(CONDITION, letter="d"),
        DENUNCIATIONS,
        _(
            "We cannot accept your denunciation yet: it does not let us tell who broke the law or what was done. "
            "Please add what you know, such as who, what, where and when, and any paper or picture that shows it."
        ),
    ),
    Ground(
        "after_complaint",
        _("Comes from a complaint lawfully settled, without evidence against the settler"),
        _("Law on Denunciations 25/2018/QH14, art. 29(1), last paragraph"),
        DENUNCIATIONS,
        _(
            "We cannot accept your denunciation: it comes from a complaint that was settled as the law provides, and "
            "nothing shows yet that the one who settled it broke the law. Please send us the information, documents "
            "or evidence of that; against the decision itself you may go to court."
        ),
    ),
    Ground(
        "settled_lawfully",
        _("The earlier settlement followed the law"),
        _("Law on Denunciations 25/2018/QH14, art. 37(2)(a)"),
        frozenset({Track.DENUNCIATION_FURTHER}),
        _(
            "We have gone through the file of your denunciation. It was settled as the law provides, so it is not "
            "settled again. If you have information, documents or evidence that was left out, please send it to us."
        ),
    ),
)
