"""Checking a proof on any machine: no node, no folder, public keys only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from watchword.errors import LedgerError, MalformedError, TrustError
from watchword.ledger.checkpoint import parse_checkpoint
from watchword.ledger.cosignature import cosigned_at_s, witness_name, witness_verifier
from watchword.ledger.note import Note, parse_note
from watchword.ledger.proof import BAD_PROOF
from watchword.ledger.prooffile import Proved, check_proof, parse_proof
from watchword.ledger.verifier import COSIGNATURE, Verifier, parse_verifier
from watchword.model.party import PartyId
from watchword.model.time import SECOND_NS, format_ns
from watchword.node.admit import party_of
from watchword.node.parties import check_party_file
from watchword.node.receive import origin_of
from watchword.trust.authority import Authority, operational_keys
from watchword.trust.base64text import parse_base64
from watchword.trust.signed import check_signed
from watchword.wire.introduction import PartyFile, designation_of
from watchword.wire.line import Line, line_entry, parse_line
from watchword.wire.statement import SealedReport, parse_statement, said_at_ns

COMMENT: Final = "#"


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """The public keys that a proof is checked with.

    Args:
        verifiers: Taken as they are given.
        parties: Who may sign for each party, as its governance key says.
    """

    verifiers: tuple[Verifier, ...] = ()
    parties: tuple[Authority, ...] = ()

    def party(self, party: PartyId) -> Authority | None:
        """What is known of a party."""
        return next((each for each in self.parties if each.party == party), None)


def parse_keys(text: str) -> tuple[Verifier, ...]:
    """Verifier keys, one a line; empty lines and those after ``#`` are passed over.

    Raises:
        WireError: A line is no key.
    """
    lines = (line.strip() for line in text.splitlines())
    return tuple(
        parse_verifier(line) for line in lines if line and not line.startswith(COMMENT)
    )


def authority_of(file: PartyFile) -> Authority:
    """Who may sign for a party, once its file's signatures have been checked.

    Raises:
        TrustError: A signature in it does not hold.
        WireError: It is no party's file.
    """
    who = check_party_file(file)
    return Authority(
        party=who.party,
        governance=who.governance,
        designations=tuple(map(designation_of, file.designations)),
    )


def check(
    data: bytes, entry: bytes | None, line: bytes | None, keys: Keys
) -> dict[str, Any]:
    """Check a proof, and the line where it is in hand; what it shows, in plain values.

    Args:
        data: The proof file.
        entry: What is said to be in the log; not needed where the line is there.
        line: The line whose digest is.
        keys: The keys it is checked with.

    Raises:
        WireError: The proof, or the line, is none.
        TrustError: A signature does not hold, or no key of the log's is there.
        LedgerError: The entry is not in that log, or not at that place.
    """
    proof = parse_proof(data)
    note = parse_note(proof.note)
    origin = parse_checkpoint(note.text).origin
    held = entry if line is None else line_entry(line)
    if held is None:
        raise MalformedError("neither the line nor its entry is there")
    proved = check_proof(
        proof, held, _log_keys(origin, keys), _witness_keys(origin, keys)
    )
    number = proof.index + 1
    return {
        "log": origin,
        "number": number,
        "size": proved.checkpoint.size,
        "signed_by": [v.name for v in proved.signers if v.kind != COSIGNATURE],
        "cosigned": _cosigned(note, proved, keys),
        "line": None if line is None else _line_shown(line, origin, number, keys),
    }


def _parties_of(origin: str) -> tuple[PartyId, PartyId | None]:
    """The sender and, on a channel, the recipient, who is its witness."""
    parts = origin.split("/")
    return PartyId(parts[0]), PartyId(parts[2]) if len(parts) == 4 else None


def _log_keys(origin: str, keys: Keys) -> tuple[Verifier, ...]:
    sender, _ = _parties_of(origin)
    given = (each for each in keys.verifiers if each.name == origin)
    publics = _publics(keys.party(sender))
    return (*given, *(Verifier(name=origin, public=public) for public in publics))


def _witness_keys(origin: str, keys: Keys) -> tuple[Verifier, ...]:
    _, recipient = _parties_of(origin)
    given = (each for each in keys.verifiers if each.name != origin)
    publics = () if recipient is None else _publics(keys.party(recipient))
    party = recipient or PartyId("")
    return (*given, *(witness_verifier(party, public) for public in publics))


def _publics(authority: Authority | None) -> tuple[bytes, ...]:
    """Every operational key ever designated; which counted when comes after."""
    if authority is None:
        return ()
    named = {d.public for d in authority.designations if d.purpose == "operational"}
    return tuple(parse_base64(public) for public in sorted(named))


def _cosigned(note: Note, proved: Proved, keys: Keys) -> list[dict[str, str]]:
    signers = {(v.name, v.key_id): v for v in proved.signers if v.kind == COSIGNATURE}
    found = []
    for line in note.signatures:
        verifier = signers.get((line.name, line.key_id))
        if verifier is None:
            continue
        at_ns = cosigned_at_s(line) * SECOND_NS
        _check_counted(verifier, at_ns, keys)
        found.append({"witness": line.name, "at": format_ns(at_ns)})
    return found


def _check_counted(verifier: Verifier, at_ns: int, keys: Keys) -> None:
    """A key from a party's file has to have counted when it cosigned.

    Raises:
        TrustError: It had not begun, had run out, or was revoked.
    """
    if verifier in keys.verifiers:
        return
    for authority in keys.parties:
        if witness_name(authority.party) != verifier.name:
            continue
        if verifier.public not in operational_keys(authority, at_ns):
            raise TrustError(
                f"the key of {verifier.name} did not count at {format_ns(at_ns)}",
                code="unknown-authority",
            )


def _line_shown(line: bytes, origin: str, number: int, keys: Keys) -> dict[str, Any]:
    """What the line says of itself, held against where it is proved to be."""
    parsed = parse_line(line)
    if (origin_of(parsed.channel), parsed.number) != (origin, number):
        raise LedgerError(
            f"the line says it is number {parsed.number} of {parsed.channel}",
            code=BAD_PROOF,
        )
    statement = parse_statement(parsed.envelope)
    party = party_of(statement)
    return {
        "statement": parsed.envelope.name,
        "party": party,
        "said_at": format_ns(said_at_ns(statement)),
        "released_at": format_ns(parsed.released_at_ns),
        "disclosed": len(parsed.disclosed),
        "basis": sorted({clause for each in parsed.basis.values() for clause in each}),
        "signature": _signature(parsed, keys),
        "sealed_fields": isinstance(statement, SealedReport),
    }


def _signature(line: Line, keys: Keys) -> str:
    """``holds``, or ``not checked`` where no file of the party is at hand.

    Raises:
        TrustError: The statement's signature does not hold.
    """
    statement = parse_statement(line.envelope)
    authority = keys.party(party_of(statement))
    if authority is None:
        return "not checked"
    publics = (
        *operational_keys(authority, said_at_ns(statement)),
        parse_base64(authority.governance),
    )
    check_signed(line.envelope, publics)
    return "holds"


def keys_from(files: Iterable[PartyFile], keys: Sequence[str]) -> Keys:
    """The keys out of party files and of texts with verifier keys.

    Raises:
        TrustError: A signature in a party's file does not hold.
        WireError: One of them is no such file.
    """
    return Keys(
        verifiers=tuple(each for text in keys for each in parse_keys(text)),
        parties=tuple(authority_of(file) for file in files),
    )
