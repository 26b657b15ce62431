"""The worked example of docs/reference/wire.md, built anew from fixed seeds."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Final

from tests.house.house import ROOT

from watchword.edge.fingerprint import fingerprint_words
from watchword.ledger.checkpoint import (
    Checkpoint,
    channel_origin,
    format_checkpoint,
    sign_checkpoint,
)
from watchword.ledger.tree import EMPTY, leaf_hash
from watchword.model.agreement import AgreementId
from watchword.model.designation import Designation
from watchword.model.field import Value
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.quantity import parse_quantity
from watchword.model.receipt import Receipt
from watchword.model.report import Header
from watchword.model.time import DAY_NS, parse_instant
from watchword.trust.keys import Signer
from watchword.trust.signed import sign_payload
from watchword.wire.envelope import PAYLOAD_TYPE, Envelope, pae
from watchword.wire.introduction import (
    Introduction,
    PartyFile,
    format_introduction,
    format_party_file,
    introduction_of,
    parse_party_file,
)
from watchword.wire.line import (
    CheckpointLine,
    Line,
    format_line,
    line_entry,
    parse_checkpoint_line,
    parse_line,
)
from watchword.wire.sealed import Sealed, digest_of, seal
from watchword.wire.statement import SealedReport, format_statement

PAGE: Final = ROOT / "docs" / "reference" / "wire.md"
BATCH: Final = ROOT / "docs" / "reference" / "wire-example.ndjson"
PARTY: Final = ROOT / "docs" / "reference" / "wire-example.party"

NORTH, SOUTH = PartyId("north.example"), PartyId("south.example")
AGREEMENT: Final = AgreementId("open-desks")
GOVERNANCE, OPERATIONAL, RECIPIENT = (Signer(bytes([n]) * 32) for n in (1, 2, 3))
SECRET, SALT = bytes([4]) * 32, bytes([5]) * 16
SAID_NS: Final = parse_instant("2026-05-04T12:05:00+09:00").ns
FIELDS: Final[dict[str, Value]] = {
    "count": parse_quantity("1", "1"),
    "range_km": parse_quantity("~470", "km"),
}
ORIGIN: Final = channel_origin(NORTH, AGREEMENT, SOUTH, "routine")


def sealed() -> Sealed:
    return seal(FIELDS, SECRET)


def report() -> bytes:
    header = Header(
        kind="launch",
        status="test",
        originator=NORTH,
        said_at_ns=SAID_NS,
        topic="missile.ballistic",
        marking=Marking(label="TLP:GREEN"),
    )
    return format_statement(SealedReport(header=header, sealed=sealed().digests))


def envelope() -> Envelope:
    return sign_payload(report(), OPERATIONAL)


def line() -> bytes:
    return format_line(
        Line(
            number=1,
            agreement=AGREEMENT,
            sender=NORTH,
            recipient=SOUTH,
            lane="routine",
            released_at_ns=SAID_NS,
            salt=b64encode(SALT).decode(),
            envelope=envelope(),
            disclosed=(sealed().disclosures["count"],),
            basis={"header": ("art-1",), "count": ("art-1",)},
        )
    )


def root() -> bytes:
    return EMPTY.append(leaf_hash(line_entry(line()))).root()


def checkpoint() -> Checkpoint:
    return Checkpoint(origin=ORIGIN, size=1, root=root())


def batch() -> bytes:
    note = sign_checkpoint(checkpoint(), OPERATIONAL).decode()
    return line() + b"\n" + format_line(CheckpointLine(checkpoint=note)) + b"\n"


def receipt() -> bytes:
    return format_statement(
        Receipt(
            party=SOUTH,
            sender=NORTH,
            agreement=AGREEMENT,
            lane="routine",
            number=1,
            root=b64encode(root()).decode(),
            said_at_ns=SAID_NS + 1_000_000_000,
        )
    )


def introduction() -> bytes:
    return format_introduction(
        Introduction(
            party=NORTH,
            title="North desk",
            endpoint="https://192.0.2.1:7400",
            governance=b64encode(GOVERNANCE.public).decode(),
            said_at_ns=SAID_NS,
        )
    )


def designation() -> bytes:
    return format_statement(
        Designation(
            party=NORTH,
            purpose="operational",
            public=b64encode(OPERATIONAL.public).decode(),
            valid_from_ns=SAID_NS - DAY_NS,
            valid_until_ns=SAID_NS + 729 * DAY_NS,
            said_at_ns=SAID_NS - DAY_NS,
        )
    )


def party_file() -> bytes:
    signed = [sign_payload(p, GOVERNANCE) for p in (introduction(), designation())]
    return format_party_file(
        PartyFile(introduction=signed[0], designations=(signed[1],))
    )


def example() -> dict[str, str]:
    """Every block of the page that has a name, by that name."""
    opened = sealed().disclosures
    return {
        "disclosures": "\n".join(opened.values()),
        "digests": "\n".join(digest_of(text) for text in opened.values()),
        "report": report().decode(),
        "name": envelope().name,
        "pae": pae(PAYLOAD_TYPE, report())[:60].decode(),
        "keyid": OPERATIONAL.key_id,
        "sig": b64encode(envelope().signatures[0].sig).decode(),
        "entry": line_entry(line()).hex(),
        "root": root().hex(),
        "checkpoint": format_checkpoint(checkpoint()).rstrip("\n"),
        "note": sign_checkpoint(checkpoint(), OPERATIONAL).decode().rstrip("\n"),
        "receipt": receipt().decode(),
        "receipt-sig": b64encode(
            sign_payload(receipt(), RECIPIENT).signatures[0].sig
        ).decode(),
        "introduction": introduction().decode(),
        "designation": designation().decode(),
        "fingerprint": fingerprint_words(GOVERNANCE.public),
        "batch-sha256": sha256(batch()).hexdigest(),
        "party-sha256": sha256(party_file()).hexdigest(),
    }


def test_every_value_of_the_page_is_what_the_code_makes_of_the_seeds() -> None:
    text = PAGE.read_text("utf-8")
    found = re.findall(r"^```text (\S+)\n(.*?)\n```$", text, re.DOTALL | re.MULTILINE)
    assert dict(found) == example()
    assert len(found) == len(example())


def test_the_batch_beside_the_page_is_the_bytes_that_are_posted() -> None:
    assert BATCH.read_bytes() == batch()


def test_the_party_file_beside_the_page_is_the_bytes_that_are_given() -> None:
    assert PARTY.read_bytes() == party_file()


def test_the_files_beside_the_page_are_read_as_what_they_are() -> None:
    first, last = BATCH.read_bytes().splitlines()
    assert parse_line(first).envelope == envelope()
    assert parse_checkpoint_line(last) == example()["note"] + "\n"
    assert introduction_of(parse_party_file(PARTY.read_bytes())).party == NORTH
