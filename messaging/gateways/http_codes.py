"""eSMS's codes (https://developers.esms.vn/esms-api/bang-ma-loi), and what each means for a message."""

from __future__ import annotations

from messaging.gateways.base import BadNumber, ChannelDown, GatewayFailure, NotHere, Report, UnknownOutcome

ACCEPTED = "100"
HAS_IT = "124"  # this request was made before

# Wrong keys, no price list, nothing left on the account, an address that is not let in, a type that is not set up.
CHANNEL_DOWN = frozenset({"101", "102", "103", "140", "300", "301"})
# The name or the wording is not registered, or not with this operator.
NOT_REGISTERED = frozenset({"104", "146", "177"})
BLOCKED = "99"
BAD_NUMBER = "108"


def meaning_of(code: str) -> GatewayFailure:
    """What an answer with a code other than the two above means."""
    if not code.isdecimal() or len(code) > 9:
        return UnknownOutcome("no-code")
    if code in CHANNEL_DOWN:
        return ChannelDown(code)
    if code == BAD_NUMBER:
        return BadNumber(code)
    # The number is blocked with this gateway; another may reach it. A code that we do not know is a refusal, too.
    return NotHere(code, alarm=code != BLOCKED)


def status_word(status: str, *, succeeded: int, failed: int) -> Report:
    """What `SendStatus` says, in the words of `messaging.receipts`; one that we do not know is kept as it is."""
    match status:
        case "1" | "2":
            return Report("queued")
        case "7":
            return Report("sent")
        case "4":
            return Report("failed", "rejected")
        case "5" if succeeded:
            return Report("delivered")
        case "5" if failed:
            return Report("undelivered", "not-delivered")
        case _:
            return Report(f"esms-{status}"[:40])
