"""A relay over HTTP whose signature is wrong, or whose request somebody sends again."""

from __future__ import annotations

import json
import time
from pathlib import Path

from mirrorball.door.relay import relay_key
from tests.door.relayed import signed
from tests.door.served import SMS, served
from tests.faults.box_senders import counted, lying


def test_a_request_of_a_relay_counts_once_however_often_it_comes_and_not_at_all_under_a_wrong_name(
    tmp_path: Path,
) -> None:
    with served(tmp_path / "box", doors=2) as door:
        door.do(door.keeper.open(None))
        sent = {"channel": SMS.name, "ballots": [{"id": "m1", "voter": "+4915100000000", "votes": {"1": 3}}]}
        body, now, key = json.dumps(sent).encode(), int(time.time()), relay_key(door.voters, "gate")
        ours = signed(body, now, key)
        for headers, changed in (
            (signed(body, now, relay_key(door.voters, "other")), body),
            (signed(body, now - 301, key), body),
            (ours, body.replace(b"3}", b"9}")),
            ({}, body),
        ):
            status, _, said = door.request("POST", "/relay", changed, headers)
            assert (status, json.loads(said)["again"]) == (401, False)
        assert list(lying(door.folder)) == []

        answers = [door.request("POST", "/relay", body, ours) for _ in range(20)]  # whichever door each comes to
        assert {(status, json.loads(said)["ballots"][0]["kept"]) for status, _, said in answers} == {(200, True)}
        assert len(list(lying(door.folder))) == 20
        assert counted(door)["sms"] == 3
