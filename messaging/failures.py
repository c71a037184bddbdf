"""What the codes on failed messages mean, in words for whoever keeps the installation, and what to do about each.

The long numbers are Twilio's (https://www.twilio.com/docs/api/errors), the short ones eSMS's, the words are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Explanation:
    """One code in words. `is_ours` says that it will not mend itself: somebody of ours must act."""

    meaning: StrOrPromise
    advice: StrOrPromise
    is_ours: bool = False


_BUSY = Explanation(
    _("The gateway had too many messages at once and took none of these."),
    _("Nothing: they are sent again by themselves, more slowly."),
)
_UNCLEAR = Explanation(
    _("The gateway did not say whether it took the message."),
    _("Nothing: it is looked for there before it is sent again."),
)
_ACCOUNT = Explanation(
    _("The gateway refuses our account: a wrong password, or it is suspended."),
    _(
        "Check the account and its credentials in the settings; until then let messages leave by another gateway."
    ),
    is_ours=True,
)
_BAD_NUMBER = Explanation(
    _("The number does not exist or cannot receive text messages."),
    _("Nothing here: the reception officer finds the citizen on the list of calls."),
)
_OUR_FAULT = Explanation(
    _("The gateway finds our request wrong."),
    _("Tell the maintainers the code: the program must be mended."),
    is_ours=True,
)
_SENDER = Explanation(
    _("The sender's name is not registered or not allowed for this network."),
    _("Have the name and the wordings registered with the operator."),
    is_ours=True,
)
_OPTED_OUT = Explanation(
    _("The person asked not to be texted."),
    _("Nothing: respect it. They may text TIEP to be told again."),
)
_OUT_OF_REACH = Explanation(
    _("The telephone was switched off or out of reach."),
    _("Nothing: it is tried once more some hours later."),
)
_FILTERED = Explanation(
    _("The operator blocked the text: a wording that is not registered, or taken for advertising."),
    _("Compare the wording with what is registered; ask the operator."),
    is_ours=True,
)
_NETWORK = Explanation(
    _("The network failed to deliver it and gave no reason."),
    _("Nothing: it is tried once more half an hour later."),
)
_COUNTRY = Explanation(
    _("The gateway's account may not send to this country."),
    _("Allow the country in the account's settings."),
    is_ours=True,
)
_NO_CONNECTION = Explanation(
    _("The gateway could not be reached."),
    _("Check the network of this server. The messages wait and are sent by themselves."),
)
_NOT_SET_UP = Explanation(
    _("The gateway is not set up on this installation."),
    _("Enter its settings, or leave it out of the list of gateways."),
    is_ours=True,
)
_EXPIRED = Explanation(
    _("It could not leave before it was news no more, and was not sent."),
    _("See whether a gateway was down or paused at that time."),
)
_NOT_NEEDED = Explanation(
    _("It was to be repeated, but the first one arrived after all."),
    _("Nothing."),
)
_BUDGET = Explanation(
    _("The unit's budget of the month is used up; only reminders are held back."),
    _("Raise the budget, or wait for the next month."),
)
_TWICE = Explanation(
    _("The gateway took the same message twice."),
    _("Tell the maintainers: one citizen may have got a text twice."),
    is_ours=True,
)
_NEVER_KNOWN = Explanation(
    _("It may have arrived; the gateway cannot be asked any more."),
    _("Nothing: it was not sent again, because it could arrive twice."),
)
UNKNOWN = Explanation(
    _("A code that we have no words for."),
    _("Look it up at the gateway; tell the maintainers if it comes often."),
)

_BY_CODE: Mapping[str, Explanation] = MappingProxyType(
    {
        **dict.fromkeys(("429", "20429", "14107", "63018", "21611", "30001"), _BUSY),
        **dict.fromkeys(("500", "502", "503", "504", "20500", "20503", "20504"), _UNCLEAR),
        **dict.fromkeys(("no-sid", "no-code", "ReadTimeout", "ChunkedEncodingError"), _UNCLEAR),
        **dict.fromkeys(
            ("20003", "10001", "30002", "20005", "20008", "20404", "101", "102", "103", "140", "300", "301"),
            _ACCOUNT,
        ),
        **dict.fromkeys(
            ("21211", "21217", "21401", "21421", "21614", "30005", "30006", "108", "unreachable-number"),
            _BAD_NUMBER,
        ),
        **dict.fromkeys(("21602", "21603", "21604", "21617", "21609"), _OUR_FAULT),
        **dict.fromkeys(
            ("21606", "21212", "21612", "21703", "21705", "30018", "30024", "104", "146", "177"), _SENDER
        ),
        **dict.fromkeys(("21610", "opted-out"), _OPTED_OUT),
        "30003": _OUT_OF_REACH,
        **dict.fromkeys(("30004", "30007", "99"), _FILTERED),
        **dict.fromkeys(("30008", "30017", "30410", "not-delivered", "rejected"), _NETWORK),
        "21408": _COUNTRY,
        "no-connection": _NO_CONNECTION,
        **dict.fromkeys(("no-such-gateway", "not-configured", "no-sender", "not-in-production"), _NOT_SET_UP),
        "expired": _EXPIRED,
        "too-late-to-ask": _NEVER_KNOWN,
        "not-needed": _NOT_NEEDED,
        "over-budget": _BUDGET,
        "accepted-twice": _TWICE,
    }
)


def explain(code: str) -> Explanation:
    """A code in words; `UNKNOWN` for one that we have none for."""
    return _BY_CODE.get(code, UNKNOWN)


def is_explained(code: str) -> bool:
    """Whether we have words of its own for a code."""
    return code in _BY_CODE
