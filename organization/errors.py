"""What the ground floor refuses, in words for the person who asked."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class OrganizationError(ValidationError):
    """A unit, post, officer or posting cannot be so. `str(error)` may be shown; forms show it by themselves."""

    def __str__(self) -> str:
        return " ".join(self.messages)
