"""What a case is made of. Everything here is either tracked (every column before and after) or append-only."""

from cases.models.call import Call
from cases.models.case import Case
from cases.models.category import Category
from cases.models.complainant import Complainant
from cases.models.event import CaseEvent
from cases.models.forwarding import ForwardingLetter
from cases.models.jurisdiction import Jurisdiction
from cases.models.origin import Letter, Visit
from cases.models.petitioner import MemberWithdrawal, Petitioner
from cases.models.reception import ReceptionRefusal
from cases.models.recount import Recount
from cases.models.recusal import Recusal
from cases.models.rule import CountingPolicy, TermRule
from cases.models.statement import Attachment, CaseRating, Removal, Statement
from cases.models.sweep import SweepRun
from cases.models.term import Term, TermExtension, TermPause

__all__ = [
    "Attachment",
    "Call",
    "Case",
    "CaseEvent",
    "CaseRating",
    "Category",
    "Complainant",
    "CountingPolicy",
    "ForwardingLetter",
    "Jurisdiction",
    "Letter",
    "MemberWithdrawal",
    "Petitioner",
    "ReceptionRefusal",
    "Recount",
    "Recusal",
    "Removal",
    "Statement",
    "SweepRun",
    "Term",
    "TermExtension",
    "TermPause",
    "TermRule",
    "Visit",
]
