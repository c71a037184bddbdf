"""What the stand-in for Twilio remembers: the messages it took and received, as its API shows them."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

API = "/2010-04-01"


@dataclass
class Message:
    """One message as Twilio has it."""

    sid: str
    form: dict[str, str]
    direction: str = "outbound-api"
    status: str = "queued"
    error_code: int | None = None
    created: datetime = field(default_factory=lambda: datetime.now(UTC))

    def as_json(self, account: str) -> dict[str, Any]:
        """The Message resource."""
        uri = f"{API}/Accounts/{account}/Messages/{self.sid}.json"
        return {
            "account_sid": account,
            "api_version": "2010-04-01",
            "body": self.form.get("Body", ""),
            "date_created": format_datetime(self.created),
            "date_sent": format_datetime(self.created) if self.direction == "inbound" else None,
            "date_updated": format_datetime(self.created),
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": None,
            "from": self.form.get("From"),
            "messaging_service_sid": self.form.get("MessagingServiceSid"),
            "num_media": self.form.get("NumMedia", "0"),
            "num_segments": "0" if "MessagingServiceSid" in self.form else "1",
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": uri.replace(".json", "/Media.json")},
            "to": self.form.get("To"),
            "uri": uri,
        }


class Messages(list[Message]):
    """The messages in the order they were accepted, found by number and by name without going through all."""

    def __init__(self) -> None:
        super().__init__()
        self.by_number: defaultdict[str, list[Message]] = defaultdict(list)
        self.by_sid: dict[str, Message] = {}

    def append(self, message: Message) -> None:
        super().append(message)
        self.by_number[message.form["To"]].append(message)
        self.by_sid[message.sid] = message

    def extend(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.append(message)

    def clear(self) -> None:
        super().clear()
        self.by_number.clear()
        self.by_sid.clear()


def new_sid() -> str:
    """A name for a message, as Twilio gives them."""
    return "SM" + secrets.token_hex(16)
