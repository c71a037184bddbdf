"""Telephone numbers as people write them, and the one form that we keep."""

from __future__ import annotations

import phonenumbers

REGION = "VN"
COUNTRY_CODE = 84
REACHABLE = frozenset(
    {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
)


def read_phone(text: str) -> str | None:
    """A Vietnamese number in E.164 (`+84912345678`), however it was written; None where it is not one.

    Foreign, premium-rate and service numbers are refused: anybody could make us send dear messages to them.
    """
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != COUNTRY_CODE or not phonenumbers.is_valid_number(number):
        return None
    if phonenumbers.number_type(number) not in REACHABLE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
