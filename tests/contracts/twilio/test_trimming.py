"""The OpenAPI file here is Twilio's, less what we do not use, and but for the addresses of pages."""

from __future__ import annotations

import copy
import json

import pytest

from tools.twilio_contract import LISTS, PAGE_ADDRESSES, PATHS, TRIMMED, trim

pytestmark = pytest.mark.once


def test_what_we_do_not_use_is_cut_away_and_the_addresses_of_pages_are_mended() -> None:
    kept = json.loads(TRIMMED.read_text(encoding="utf-8"))
    whole = copy.deepcopy(kept)
    whole["tags"] = [{"name": "Api20100401Call"}]
    whole["paths"]["/2010-04-01/Accounts/{AccountSid}/Calls.json"] = {"get": {}}
    whole["components"]["schemas"]["call"] = {"type": "object"}
    whole["paths"][PATHS[0]]["post"]["x-twilio"] = {"pii": True}
    for path in LISTS:
        answer = whole["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        answer["examples"] = {"empty": {"value": {}}}
        for name in PAGE_ADDRESSES:
            answer["schema"]["properties"][name]["format"] = "uri"
    assert whole != kept
    assert trim(whole) == kept


def test_a_file_that_lost_what_we_use_is_not_taken() -> None:
    whole = json.loads(TRIMMED.read_text(encoding="utf-8"))
    del whole["paths"][PATHS[1]]
    with pytest.raises(KeyError):
        trim(whole)
