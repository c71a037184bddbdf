"""A telephone with a SIM and SMSsync on it: hands over texts, fetches what it is to send, tells what it sent.

It behaves as the app does with "Message Results API" on: what it fetched it sends only after the answer to `task=sent`
names it, which it asks for without a secret; lists are JSON within JSON.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

ADDRESS = "/sms/gateway/inbound/"


@dataclass
class FakePhone:
    """One telephone. `sent` is what left it, as (number, text)."""

    secret: str
    client: Client = field(default_factory=Client)
    sent: list[tuple[str, str]] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)

    def hands_over(self, sender: str, words: str, *, message_id: str | None = None, **changes: Any) -> Any:
        """A text came to the SIM: post it as the form that the app posts."""
        form = {
            "secret": self.secret,
            "from": sender,
            "message": words,
            "sent_timestamp": "1791162000000",
            "sent_to": sender,
            "message_id": message_id or str(uuid.uuid4()),
            "device_id": "1",
        }
        return self.client.post(ADDRESS, form | changes)

    def fetches(self) -> list[dict[str, str]]:
        """Ask for messages to send."""
        answer = self.client.get(ADDRESS, {"task": "send", "secret": self.secret})
        payload = answer.json()["payload"]
        assert (payload["task"], payload["secret"]) == ("send", self.secret)
        messages: list[dict[str, str]] = payload["messages"]
        return messages

    def sends(self, *, code: int = -1) -> int:
        """Fetch, confirm, send what may be sent; how many. `code` is what Android will say of them."""
        fetched = self.fetches()
        if not fetched:
            return 0
        allowed = self.confirms([message["uuid"] for message in fetched])
        for message in fetched:
            if message["uuid"] in allowed:
                self.sent.append((message["to"], message["message"]))
                self.known[message["uuid"]] = code
        return len(allowed)

    def confirms(self, names: list[str]) -> list[str]:
        """Say which messages were taken; the ones that may be sent."""
        answer = self._posts("sent", {"queued_messages": names}, secret=False)
        allowed: list[str] = answer.json()["message_uuids"]
        return allowed

    def reports(self) -> list[str]:
        """Tell what became of the messages that are asked for and known; the ones asked for."""
        asked = self.client.get(ADDRESS, {"task": "result", "secret": self.secret}).json()["message_uuids"]
        results = [
            {
                "uuid": name,
                "sent_result_code": self.known[name],
                "sent_result_message": "",
                "delivered_result_code": 0,
                "delivered_result_message": "",
            }
            for name in asked
            if name in self.known
        ]
        answer = self._posts("result", {"message_result": json.dumps(results)})
        assert answer.json()["payload"]["success"] is True
        names: list[str] = asked
        return names

    def _posts(self, task: str, told: dict[str, Any], *, secret: bool = True) -> Any:
        query = f"?task={task}" + (f"&secret={self.secret}" if secret else "")
        return self.client.post(ADDRESS + query, json.dumps(told), content_type="application/json")
