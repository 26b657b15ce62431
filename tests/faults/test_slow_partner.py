"""Group 9: two hundred partners that take the connection and never answer."""

from __future__ import annotations

from base64 import b64encode
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Final

import pytest
from tests.desks import signer_of
from tests.faults.proxy import UP, Proxy
from tests.faults.running import proxied
from tests.processes.nodes import Node, until

from watchword.edge.commands.parties import PartyImport
from watchword.model.designation import Designation
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, parse_instant
from watchword.trust.signed import sign_payload
from watchword.wire.introduction import Introduction, PartyFile, format_introduction
from watchword.wire.statement import format_statement

pytestmark = [
    pytest.mark.faults,
    pytest.mark.processes,
    pytest.mark.slow,
    pytest.mark.timeout(600),
]

MOST_PARTNERS: Final = 199
REPORTS: Final = 20
TEXT: Final = """\
id = "all-desks"
version = 1
title = "All desks"
parties = {parties}
statuses = ["exercise"]
binding = false
zone = "UTC"
entry = "signature"
topics = ["missile"]
text = "for tests"

[[level]]
name = "open"
rank = 1
shared = true
[level.labels]
{labels}

[[clause]]
id = "art-1"
article = "1"
rule = "release"
says = "They tell each other."
evidence = "R"
"""


def party_file(party: PartyId, address: str) -> PartyFile:
    """What a partner would give, whose node is at an address."""
    governance, operational = signer_of(f"g {party}"), signer_of(f"o {party}")
    said_at_ns = parse_instant("2026-01-01Z").ns
    who = Introduction(
        party=party,
        title=party,
        endpoint=f"https://{address}",
        governance=b64encode(governance.public).decode(),
        said_at_ns=said_at_ns,
    )
    key = Designation(
        party=party,
        purpose="operational",
        public=b64encode(operational.public).decode(),
        valid_from_ns=said_at_ns,
        valid_until_ns=said_at_ns + 4000 * DAY_NS,
        said_at_ns=said_at_ns,
    )
    return PartyFile(
        introduction=sign_payload(format_introduction(who), governance),
        designations=(sign_payload(format_statement(key), governance),),
    )


def test_partners_that_never_answer_hold_up_nobody_else(
    tmp_path: Path, rounds: int
) -> None:
    rng = Random(0)  # noqa: S311 (no secret)
    with ExitStack() as opened:
        pair, _ = opened.enter_context(proxied(tmp_path, rng))
        tarpit = opened.enter_context(Proxy("", rng).listening())
        node = pair.first
        many = min(MOST_PARTNERS, 3 * rounds)
        names = [PartyId(f"desk-{n}.example") for n in range(many)]
        for name in names:
            node.ask(PartyImport(file=party_file(name, tarpit.address)))
        sign_with_all(node, names, tmp_path / "all.toml")
        until(lambda: tarpit.carried[UP] >= many)
        for _ in range(REPORTS):
            assert pair.file(node)
        until(lambda: open_lines(node, "desk-b.example") == 0)
        assert all(open_lines(node, name) for name in names)


def sign_with_all(node: Node, names: list[PartyId], text: Path) -> None:
    """A text that every one of them has to be told of."""
    parties = ["desk-a.example", *names]
    labels = "\n".join(f'"{party}" = ["TLP:GREEN"]' for party in parties)
    listed = ",\n".join(f'"{party}"' for party in parties)
    text.write_text(TEXT.format(parties=f"[\n{listed}]", labels=labels), "utf-8")
    told = node.json("agreement", "sign", str(text), "--yes")["told"]
    assert set(told) >= set(names)


def open_lines(node: Node, partner: str) -> int:
    rows = node.json("link", "status")
    return sum(row["open"] for row in rows if row["partner"] == partner)
