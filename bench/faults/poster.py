"""A process that posts its share of the plan to the webhook, as Twilio would: `python -m bench.faults.poster 0 2`.

Says as JSON how often each answer came. What is answered 503, or not at all, is posted again, as Twilio does where it
is told to; every process begins at another address, so that what is posted beside each other meets in two servers.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

from bench.faults.plan import OWN_NUMBER, Text, plan
from tests.fakes.twilio_server import TwilioServer

PATH = "/sms/twilio/inbound/"
HANDS = 8
TRIES = 6


class Poster:
    """Posts from many threads, each with connections of its own."""

    def __init__(self, twilio: TwilioServer, *, public: str, origins: Sequence[str]) -> None:
        self.twilio = twilio
        self.url = public + PATH
        self.hosts = [urlsplit(origin).netloc for origin in origins]
        self.answers: Counter[str] = Counter()
        self._own = threading.local()
        self._lock = threading.Lock()

    def post(self, text: Text, server: int) -> None:
        """Post one text until it is answered by 200."""
        form = self.twilio.inbound(sender=text.sender, recipient=OWN_NUMBER, body=text.body, sid=text.sid)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": self.twilio.signature(self.url, form),
        }
        for attempt in range(TRIES):
            answer = self._try(server + attempt, urlencode(form), headers)
            with self._lock:
                self.answers[answer] += 1
            if answer == "200":
                return
            time.sleep(0.5 * 2**attempt)
        with self._lock:
            self.answers["given up"] += 1

    def _try(self, server: int, form: str, headers: dict[str, str]) -> str:
        connections = self._own.__dict__.setdefault("connections", {})
        host = self.hosts[server % len(self.hosts)]
        connection = connections.setdefault(host, http.client.HTTPConnection(host, timeout=15))
        try:
            connection.request("POST", PATH, form, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            return type(error).__name__
        return str(answer.status)


def main(share: int, shares: int) -> None:
    """Post every post whose number belongs to the share."""
    planned = plan(int(os.environ["FAULTS_TEXTS"]), seed=int(os.environ["FAULTS_SEED"]))
    poster = Poster(
        TwilioServer(), public=os.environ["PUBLIC_BASE_URL"], origins=os.environ["FAULTS_WEB"].split(",")
    )
    with ThreadPoolExecutor(HANDS) as hands:
        done = [
            hands.submit(poster.post, text, share + number)
            for post in planned.posts[share::shares]
            for number, text in enumerate(post)
        ]
    for each in done:
        each.result()
    sys.stdout.write(json.dumps(poster.answers))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
