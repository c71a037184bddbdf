"""Changes to the organization. Each is attributed: `by` whom and `because` of what."""

from organization.services.accounts import on_record
from organization.services.days import fill_calendar
from organization.services.people import (
    appoint,
    declare_kin,
    end_posting,
    name_stand_in,
    open_post,
    register_officer,
)
from organization.services.reference import load_reference_units
from organization.services.reorganising import (
    Inheritance,
    Reorganised,
    record_reorganisation,
    reorganise_units,
)
from organization.services.units import add_alias, open_unit, record_succession

__all__ = [
    "Inheritance",
    "Reorganised",
    "add_alias",
    "appoint",
    "declare_kin",
    "end_posting",
    "fill_calendar",
    "load_reference_units",
    "name_stand_in",
    "on_record",
    "open_post",
    "open_unit",
    "record_reorganisation",
    "record_succession",
    "register_officer",
    "reorganise_units",
]
