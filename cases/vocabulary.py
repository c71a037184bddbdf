"""The closed sets of the domain: kinds, tracks, states, outcomes, stages. Grounds have their own (`cases.grounds`).

The values are fixed: forms, messages, open data and other programs rely on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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


class Track(TextChoices):
    """The way of the law that a matter goes: which terms hold, who settles it, what may follow."""

    FEEDBACK = "feedback", _("Feedback and petitions")
    RULE_FEEDBACK = "rule_feedback", _("Feedback on administrative rules")
    COMPLAINT = "complaint", _("First complaint")
    COMPLAINT_SECOND = "complaint_second", _("Second complaint")
    DISCIPLINE = "discipline", _("First complaint against a disciplinary decision")
    DISCIPLINE_SECOND = "discipline_second", _("Second complaint against a disciplinary decision")
    DENUNCIATION = "denunciation", _("Denunciation")
    DENUNCIATION_FURTHER = "denunciation_further", _("Further denunciation")
    TIP = "tip", _("Information with denunciation content")


# The groups of tracks that the laws speak of; each track lies in exactly one.
COMPLAINTS = frozenset({Track.COMPLAINT, Track.COMPLAINT_SECOND, Track.DISCIPLINE, Track.DISCIPLINE_SECOND})
DENUNCIATIONS = frozenset({Track.DENUNCIATION, Track.DENUNCIATION_FURTHER})
REPORTS = frozenset({Track.FEEDBACK, Track.RULE_FEEDBACK, Track.TIP})

# The tracks that a matter of each kind may go; the first one is the usual.
TRACKS: Mapping[Kind, tuple[Track, ...]] = MappingProxyType(
    {
        Kind.FEEDBACK: (Track.FEEDBACK, Track.RULE_FEEDBACK),
        Kind.PETITION: (Track.FEEDBACK, Track.RULE_FEEDBACK),
        Kind.COMPLAINT: (
            Track.COMPLAINT,
            Track.COMPLAINT_SECOND,
            Track.DISCIPLINE,
            Track.DISCIPLINE_SECOND,
        ),
        Kind.DENUNCIATION: (Track.DENUNCIATION, Track.DENUNCIATION_FURTHER),
        Kind.TIP: (Track.TIP,),
        Kind.PRAISE: (Track.FEEDBACK,),
    }
)

# What a citizen who does not agree with the decision opens one level up, by law (Law on Complaints, art. 7, 33, 48;
# Law on Denunciations, art. 37). Every other track is looked at again under a local rule.
NEXT_INSTANCE: Mapping[Track, Track] = MappingProxyType(
    {
        Track.COMPLAINT: Track.COMPLAINT_SECOND,
        Track.DISCIPLINE: Track.DISCIPLINE_SECOND,
        Track.DENUNCIATION: Track.DENUNCIATION_FURTHER,
    }
)
LAST_INSTANCE = frozenset({Track.COMPLAINT_SECOND, Track.DISCIPLINE_SECOND})


class Modifier(TextChoices):
    """A circumstance for which a rule may give another length."""

    REMOTE = "remote", _("Remote area")
    COMPLEX = "complex", _("Complex")
    VERY_COMPLEX = "very_complex", _("Very complex")
    SEVERAL_PLACES = "several_places", _("Several places, or verification by another body")


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
    PROCESSING = "processing", _("Processing at all")
    DUTY = "duty", _("A duty of the office")
    LIMIT = "limit", _("A time limit")


# Of duties and limits many hold at a time; of every other stage one rule for each track.
MANY_RULES = frozenset({Stage.DUTY, Stage.LIMIT})


class StartEvent(TextChoices):
    """What a term is counted from."""

    RECEIPT = "receipt", pgettext_lazy("counted from", "Receipt")
    ACCEPTANCE = "acceptance", pgettext_lazy("counted from", "Acceptance")
    ANSWER = "answer", pgettext_lazy("counted from", "Decision, conclusion or answer")
    DECISION_RECEIVED = "decision_received", pgettext_lazy("counted from", "Receipt of the decision")
    KNOWING = "knowing", pgettext_lazy("counted from", "Knowing of the decision or act")
    EXPIRY = "expiry", pgettext_lazy("counted from", "End of the settlement term")
    RESULT = "result", pgettext_lazy("counted from", "Result of handling")
    REQUEST = "request", pgettext_lazy("counted from", "Request")
    SESSION = "session", pgettext_lazy("counted from", "Dialogue or session")
    NOT_COMPETENT = "not_competent", pgettext_lazy("counted from", "Found to lie outside one's power")


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


class Heading(TextChoices):
    """Which way a case last went on the ladder."""

    NONE = "", "–"
    UP = "up", _("Up")
    DOWN = "down", _("Down")


class Trigger(TextChoices):
    """Why a case went up the ladder."""

    LATE = "late", _("Late")
    DISPUTE = "dispute", _("Disputed by the citizen")
    POOR_RATING = "poor_rating", _("Poor rating")
    CONFLICT = "conflict", _("Conflict of interest")
    JURISDICTION = "jurisdiction", _("The law gives it to a higher level")
    LACK_OF_POWER = "lack_of_power", _("This level lacks the power to settle it")
    OFFICER = "officer", _("Decided by an officer")


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
    ALARM = "alarm", pgettext_lazy("ledger", "Alarm")
    DUTY_LATE = "duty_late", pgettext_lazy("ledger", "Duty late")
    FULFIL = "fulfil", pgettext_lazy("ledger", "Duty done")
    CALL = "call", pgettext_lazy("ledger", "Citizen called")
    RECOUNT = "recount", pgettext_lazy("ledger", "Term counted anew")
    RECUSE = "recuse", pgettext_lazy("ledger", "Conflict of interest declared")
    FOLLOW = "follow", pgettext_lazy("ledger", "Another person with the same matter")
    MEMBER = "member", pgettext_lazy("ledger", "Persons behind the matter")
    FORGET = "forget", pgettext_lazy("ledger", "Telephone number deleted")
    REORGANISE = "reorganise", pgettext_lazy("ledger", "Unit reorganised")
