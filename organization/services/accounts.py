"""Changes to the accounts that sign in, each with its record in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import User
from django.db import transaction

from organization.history import current_attribution
from organization.models import AccountChange, PasswordFact

FIELDS = ("username", "first_name", "last_name", "email", "is_active", "is_staff", "is_superuser")
SECRET = "password"  # noqa: S105 - the name of the column
NOTHING = {
    **dict.fromkeys(FIELDS[:4], ""),
    **dict.fromkeys(FIELDS[4:], False),
    "user_permissions": [],
    SECRET: "",
}


@contextmanager
def on_record(account: User) -> Iterator[None]:
    """Create or change `account` inside: what it was and what it became is written with it, or neither is.

    Belongs inside `attributed`; raises `UnattributedChange` before anything is written. Compares what the
    database holds, under a lock. A change that changes nothing leaves no record.
    """
    current_attribution()
    with transaction.atomic():
        before = _stored(account)
        yield
        after = _stored(account)
        if changes := _changes(before or NOTHING, after):
            AccountChange(
                account=account,
                username=after["username"],
                changes=changes,
                history_type=AccountChange.Kind.CHANGED if before else AccountChange.Kind.CREATED,
            ).save()


def _stored(account: User) -> dict[str, Any]:
    """What the database holds of `account`, with the digest of its password; nothing when it does not exist."""
    row = User.objects.select_for_update().filter(pk=account.pk).first()
    if row is None:
        return {}
    permissions = row.user_permissions.values_list("content_type__app_label", "codename")
    return {
        **{field: getattr(row, field) for field in (*FIELDS, SECRET)},
        "user_permissions": sorted(f"{label}.{codename}" for label, codename in permissions),
    }


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    changes = {field: [before[field], after[field]] for field in after if before[field] != after[field]}
    if SECRET in changes:
        was, became = map(_fact, changes.pop(SECRET))
        if was != became or became == PasswordFact.SET:
            changes[SECRET] = [was, PasswordFact.REPLACED if was == became else became]
    return changes


def _fact(digest: str) -> PasswordFact:
    return PasswordFact.SET if digest and is_password_usable(digest) else PasswordFact.NONE
