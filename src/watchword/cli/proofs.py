"""``watchword ledger check``: on any machine, without a node."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Annotated, Any

import typer

from watchword.cli.shown import Json, show_json, show_lines
from watchword.edge.fingerprint import fingerprint_words
from watchword.edge.proofcheck import check, keys_from
from watchword.errors import UsageError
from watchword.wire.introduction import introduction_of, parse_party_file


def check_proof_file(
    proof: Annotated[Path, typer.Argument(metavar="PROOF", help="The .tlog-proof.")],
    keys: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Verifier keys; may be given again."),
    ] = None,
    party: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A party's file; may be given again."),
    ] = None,
    entry: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The line or entry, if not beside it."),
    ] = None,
    json: Json = False,
) -> None:
    """Check a proof with public keys only; it needs no node and no network.

    Keys come from party files, or as verifier keys that ledger keys prints. That
    they are the right ones is for you to know: compare the fingerprint.
    """
    if not keys and not party:
        raise UsageError(
            "no keys are given: a proof is checked against a key you know",
            hint="--party FILE as party export writes it, or --keys FILE",
        )
    files = [parse_party_file(_read(path).strip()) for path in party or ()]
    known = keys_from(files, [_text(path) for path in keys or ()])
    beside, is_line = _beside(proof, entry)
    data = _read(beside)
    found = check(
        _read(proof),
        None if is_line else data,
        data.rstrip(b"\n") if is_line else None,
        known,
    )
    fingerprints = {
        str(who.party): fingerprint_words(b64decode(who.governance))
        for who in map(introduction_of, files)
    }
    if json:
        show_json({**found, "holds": True, "fingerprints": fingerprints})
        return
    show_lines(_words(found, fingerprints))


def _beside(proof: Path, given: Path | None) -> tuple[Path, bool]:
    """The file that is checked, and whether it is the line itself."""
    if given is not None:
        return given, given.suffix != ".entry"
    for suffix in (".line", ".entry"):
        beside = proof.with_suffix(suffix)
        if beside.is_file():
            return beside, suffix == ".line"
    raise UsageError(
        f"beside {proof} is neither {proof.stem}.line nor {proof.stem}.entry",
        hint="--entry FILE names it",
    )


def _words(found: dict[str, Any], fingerprints: dict[str, str]) -> list[str]:
    lines = [
        f"OK  entry {found['number']} of {found['log']}",
        f"OK  in the tree of {found['size']}, signed by the log's key",
    ]
    lines += [f"OK  cosigned by {c['witness']} at {c['at']}" for c in found["cosigned"]]
    if not found["cosigned"]:
        lines.append("--  no witness whose key is given has cosigned it")
    if found["line"] is not None:
        lines += _line_words(found["line"])
    else:
        lines.append("--  the line itself is not here: only its commitment is proved")
    return [*lines, *(f"    {who}: {words}" for who, words in fingerprints.items())]


def _line_words(line: dict[str, Any]) -> list[str]:
    mark = "OK" if line["signature"] == "holds" else "--"
    return [
        f"OK  the line says so too, released {line['released_at']}",
        f"    under {', '.join(line['basis'])}, {line['disclosed']} fields open",
        (
            f"{mark}  statement {line['statement'][:12]} of {line['party']},"
            f" said {line['said_at']}: its signature {_signature_words(line)}"
        ),
    ]


def _signature_words(line: dict[str, Any]) -> str:
    if line["signature"] == "holds":
        return "holds"
    return f"was not checked, no file of {line['party']} is given"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error


def _text(path: Path) -> str:
    try:
        return _read(path).decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no text") from error
