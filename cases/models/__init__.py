"""What a case is made of. Everything here is either tracked (every column before and after) or append-only."""

from cases.models.case import Case
from cases.models.category import Category
from cases.models.complainant import Complainant
from cases.models.event import CaseEvent
from cases.models.rule import TermRule
from cases.models.statement import Attachment, CaseRating, Removal, Statement
from cases.models.sweep import SweepRun
from cases.models.term import Term, TermPause

__all__ = [
    "Attachment",
    "Case",
    "CaseEvent",
    "CaseRating",
    "Category",
    "Complainant",
    "Removal",
    "Statement",
    "SweepRun",
    "Term",
    "TermPause",
    "TermRule",
]
