"""Who is acting: the citizen, an officer in a post, or the system itself.

An `Actor` is a value taken at the moment of acting. It copies the name and the post as they were, because
officers move and posts are renamed while the record of what they did must stay true.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from organization.models import Posting

CITIZEN = "citizen"
WITHOUT_POST = "account without a post"


class ActorKind(models.TextChoices):
    CITIZEN = "citizen", _("Citizen")
    OFFICER = "officer", _("Officer")
    SYSTEM = "system", _("System")


class Channel(models.TextChoices):
    """By which door a change came."""

    WEB = "web", _("Web site")
    SMS = "sms", _("Text message")
    DESK = "desk", pgettext_lazy("channel", "Desk")
    ADMIN = "admin", _("Administration")
    COMMAND = "command", _("Command line")
    SYSTEM = "system", _("System")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which post, by which channel and from which network address.

    `post` is the title with the unit, as it was. The ids let the record be found again from the officer; they
    never stand in for the words. Raises `ValueError` without a name, and for an officer without a post.
    """

    kind: ActorKind
    name: str
    post: str = ""
    user_id: int | None = None
    officer_id: int | None = None
    posting_id: int | None = None
    unit_id: int | None = None
    role: str = ""
    address: str = ""
    channel: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("an actor has a name")
        if self.kind == ActorKind.OFFICER and not self.post.strip():
            raise ValueError("an officer acts in a post")

    @classmethod
    def system(cls, name: str, *, channel: str = Channel.SYSTEM) -> Actor:
        """The program itself; `name` says which part: "sweep", "load_demo"."""
        return cls(ActorKind.SYSTEM, name, channel=channel)

    @classmethod
    def citizen(cls, channel: str, *, address: str = "") -> Actor:
        """A member of the public. Never their name: who they are is sealed with the case, not in a record."""
        return cls(ActorKind.CITIZEN, CITIZEN, channel=channel, address=address)


def actor_of(posting: Posting, *, channel: str, address: str = "") -> Actor:
    """The officer of `posting`, acting in its post. Reads officer, post and unit: select them with it."""
    post = posting.post
    return Actor(
        ActorKind.OFFICER,
        posting.officer.full_name,
        post=f"{post.title}, {post.unit.name}",
        user_id=posting.officer.user_id,
        officer_id=posting.officer_id,
        posting_id=posting.pk,
        unit_id=post.unit_id,
        role=post.role,
        address=address,
        channel=channel,
    )


def actor_of_account(user: AbstractBaseUser, *, channel: str, address: str = "") -> Actor:
    """A signed-in account that holds no post, such as the first administrator; the record says so."""
    return Actor(
        ActorKind.OFFICER,
        user.get_username(),
        post=WITHOUT_POST,
        user_id=user.pk,
        address=address,
        channel=channel,
    )
