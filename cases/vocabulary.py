"""The closed sets of the domain: kinds, states, outcomes, stages, grounds.

The values are fixed: forms, messages, open data and other programs rely on them.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What a citizen's matter is, judged by content and not by its title (Circular 05/2021/TT-TTCP, art. 6)."""

    FEEDBACK = "feedback", _("Feedback")
    PETITION = "petition", _("Petition")
    COMPLAINT = "complaint", _("Complaint")
    DENUNCIATION = "denunciation", _("Denunciation")
    TIP = "tip", _("Information about wrongdoing")
    PRAISE = "praise", _("Praise")


# A denunciation is made in writing or in person (Law on Denunciations 25/2018, art. 22); what arrives with such
# content by any other way, or without a name, is information to be checked (art. 25).
SECRET_KINDS = frozenset({Kind.DENUNCIATION, Kind.TIP})


class State(TextChoices):
    """Where a case stands in its life."""

    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    IN_PROGRESS = "in_progress", _("In progress")
    AWAITING_CITIZEN = "awaiting_citizen", _("Waiting for the citizen")
    SUSPENDED = "suspended", _("Suspended")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class Outcome(TextChoices):
    """How a closed case ended."""

    NONE = "", "–"
    SETTLED = "settled", _("Settled")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    FORWARDED = "forwarded", _("Forwarded to another body")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TERMINATED = "terminated", _("Terminated")
    MERGED = "merged", _("Joined to another case")


class Stage(TextChoices):
    """Which part of a case's life a term measures."""

    ACCEPTANCE = "acceptance", _("First reply")
    SETTLEMENT = "settlement", _("Settlement")
    REVIEW = "review", _("Review one level up")
    CONFIRMATION = "confirmation", _("The citizen's confirmation")
    RUNG = "rung", _("Next level, when late again")
    RETURN = "return", _("Reopening after closing")


class Review(TextChoices):
    """Why a case is being looked at again one level up."""

    NONE = "", "–"
    DISPUTE = "dispute", _("The citizen says it was not solved")
    POOR_RATING = "poor_rating", _("Poor rating")


class NextAction(TextChoices):
    """What the sweep will do when it next looks at a case."""

    NONE = "", "–"
    REMIND = "remind", _("Remind")
    ESCALATE = "escalate", _("Send one level up")
    CLOSE = "close", pgettext_lazy("verb", "Close")


class Trigger(TextChoices):
    """Why a case went up the ladder."""

    LATE = "late", _("Late")
    DISPUTE = "dispute", _("Disputed by the citizen")
    POOR_RATING = "poor_rating", _("Poor rating")
    CONFLICT = "conflict", _("Conflict of interest")
    LACK_OF_POWER = "lack_of_power", _("This level lacks the power to settle it")
    OFFICER = "officer", _("Decided by an officer")


class Ground(TextChoices):
    """Why a case is not taken (Law on Complaints 02/2011, art. 11, and Circular 05/2021/TT-TTCP, art. 6)."""

    INTERNAL_ACT = "internal_act", _("Internal or normative act, or state secret")
    NO_DIRECT_EFFECT = "no_direct_effect", _("Does not directly affect the person")
    NO_CAPACITY = "no_capacity", _("No legal capacity and no lawful representative")
    UNLAWFUL_REPRESENTATIVE = "unlawful_representative", _("Representative not lawful")
    NOT_SIGNED = "not_signed", _("Not signed or fingerprinted")
    TIME_BAR = "time_bar", _("Time limit has passed without good reason")
    SECOND_DECISION = "second_decision", _("A second decision exists")
    TERMINATED_BEFORE = "terminated_before", _("Was terminated and not continued in time")
    COURT = "court", _("Accepted or decided by a court")
    SETTLED_BEFORE = "settled_before", _("Settled before, without new facts")
    UNCLEAR = "unclear", _("Content is not clear enough to act on")
    ABUSIVE = "abusive", _("Abusive or threatening content")


class TerminationGround(TextChoices):
    """Why a case ends without a decision (Law on Complaints, art. 11a added by Law 136/2025)."""

    FULL_WITHDRAWAL = "full_withdrawal", _("Wholly withdrawn")
    NO_SUCCESSOR = "no_successor", _("Person died or organisation dissolved, without successor")
    NO_OBJECT = "no_object", _("Nothing left to decide")
    COURT = "court", _("Taken by a court")


class SuspensionGround(TextChoices):
    """Why the clock may stop (Law on Complaints, art. 11a; Law on Denunciations, art. 34)."""

    FORCE_MAJEURE = "force_majeure", _("Force majeure or an obstacle on the citizen's side")
    OTHER_BODY = "other_body", _("Waiting for the result of another body")
    EXPERT = "expert", _("Waiting for an expert opinion")


class MoveName(TextChoices):
    """The moves of a case, by their fixed names; the labels say what a person is about to do."""

    RECEIVE = "receive", _("Receive")
    ACCEPT = "accept", _("Accept")
    START = "start", _("Start work")
    ASSIGN = "assign", _("Assign")
    ASK = "ask", _("Ask the citizen")
    REPLY = "reply", _("Reply")
    ANSWER = "answer", _("Answer")
    EXTEND = "extend", _("Extend the term")
    SUSPEND = "suspend", _("Suspend")
    RESUME = "resume", _("Resume")
    RECLASSIFY = "reclassify", _("Reclassify")
    TRANSFER = "transfer", pgettext_lazy("move", "Transfer")
    ESCALATE = "escalate", _("Send one level up")
    SEND_DOWN = "send_down", _("Send down")
    REFUSE = "refuse", _("Do not accept")
    TERMINATE = "terminate", _("End without decision")
    MERGE = "merge", _("Join to another case")
    SPLIT = "split", _("Take a matter out")
    CONFIRM = "confirm", _("Confirm that it is solved")
    DISPUTE = "dispute", _("Not solved")
    RATE = "rate", _("Rate")
    WITHDRAW = "withdraw", _("Withdraw")
    CLOSE = "close", pgettext_lazy("move", "Close")
    REOPEN = "reopen", _("Reopen")


class EventKind(TextChoices):
    """What can stand in the ledger, the moves and what else is on record; the labels say what happened."""

    RECEIVE = "receive", pgettext_lazy("ledger", "Received")
    ACCEPT = "accept", pgettext_lazy("ledger", "Accepted")
    START = "start", pgettext_lazy("ledger", "Work started")
    ASSIGN = "assign", pgettext_lazy("ledger", "Assigned")
    ASK = "ask", pgettext_lazy("ledger", "Citizen asked")
    REPLY = "reply", pgettext_lazy("ledger", "Citizen replied")
    ANSWER = "answer", pgettext_lazy("ledger", "Answered")
    EXTEND = "extend", pgettext_lazy("ledger", "Term extended")
    SUSPEND = "suspend", pgettext_lazy("ledger", "Suspended")
    RESUME = "resume", pgettext_lazy("ledger", "Resumed")
    RECLASSIFY = "reclassify", pgettext_lazy("ledger", "Reclassified")
    TRANSFER = "transfer", pgettext_lazy("ledger", "Transferred")
    ESCALATE = "escalate", pgettext_lazy("ledger", "Sent one level up")
    SEND_DOWN = "send_down", pgettext_lazy("ledger", "Sent down")
    REFUSE = "refuse", pgettext_lazy("ledger", "Not accepted")
    TERMINATE = "terminate", pgettext_lazy("ledger", "Ended without decision")
    MERGE = "merge", pgettext_lazy("ledger", "Joined to another case")
    SPLIT = "split", pgettext_lazy("ledger", "A matter was taken out")
    CONFIRM = "confirm", pgettext_lazy("ledger", "Confirmed as solved")
    DISPUTE = "dispute", pgettext_lazy("ledger", "Disputed")
    RATE = "rate", pgettext_lazy("ledger", "Rated")
    WITHDRAW = "withdraw", pgettext_lazy("ledger", "Withdrawn")
    CLOSE = "close", pgettext_lazy("ledger", "Closed")
    REOPEN = "reopen", pgettext_lazy("ledger", "Reopened")
    REMIND = "remind", pgettext_lazy("ledger", "Reminded")
    NOTE = "note", pgettext_lazy("ledger", "Internal note")
    AT_TOP = "at_top", pgettext_lazy("ledger", "No higher level")
