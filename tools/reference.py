"""Write the pages of docs/reference/ that follow from the code.

``python tools/reference.py`` writes them; with ``--check`` it writes nothing
and ends with 1 where a page is stale.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from inspect import cleandoc
from pathlib import Path
from textwrap import dedent
from typing import Any, Final

import msgspec
import typer
from typer.core import TyperGroup

from watchword.agreements import rules
from watchword.agreements.codes import PROTECTION, REFUSAL_CODES, RELEASE
from watchword.agreements.terms import parse_terms
from watchword.cli import main as cli
from watchword.cli.node import default_home
from watchword.edge import alerts, config, health, home, logs, metrics
from watchword.edge.alerts import ALERT_KINDS
from watchword.edge.keyfiles import HEADER
from watchword.edge.notifysettings import Notify
from watchword.edge.schema import SCHEMA_VERSION
from watchword.edge.traysettings import ProposerSettings, Tray
from watchword.model.agreement import Terms
from watchword.model.field import (
    INSTANTS,
    KIND_OF_FIELD,
    LONGEST_TEXT,
    POSITIONS,
    TEXTS,
    UNITS,
)
from watchword.model.marking import TLP
from watchword.node.link import Action, Input, State
from watchword.record.library import agreement_text, shipped_agreements
from watchword.wire import parcel
from watchword.wire.parcel import (
    BOX_BYTES,
    CHUNK_BYTES,
    KEY_BYTES,
    MAGIC,
    SIGNATURE_BYTES,
)

if __name__ == "__main__":
    # Run as a script this folder is on the path, and its parent is not.
    sys.path.append(str(Path(__file__).resolve().parent.parent))

from tests.faults.promises import PROMISES
from tools import articles, linktable, presspage

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "docs" / "reference"
WRITTEN: Final = (
    "<!-- Written by tools/reference.py: change the code, not this page. -->"
)

TYPES: Final = {
    "<str>": "TEXT",
    "<list[str]>": "TEXT",
    "<path>": "FILE",
    "<int range>": "NUMBER",
}
"""How an argument's type is shown."""

MEANINGS: Final = {
    "apogee_km": "the highest point of the flight above the ground",
    "bearing_deg": "the direction of flight, clockwise from north",
    "count": "how many were fired",
    "depth_km": "depth of the source below the surface",
    "direction": "the direction of flight in words",
    "flight_time_min": "from launch to impact",
    "landing_area": "where it came down, in words",
    "landing_position": "where it came down",
    "magnitude": "size of a seismic event; `magnitude_type` says on which scale",
    "magnitude_type": "the scale of `magnitude`, such as mb",
    "max_speed_mach": "the highest speed",
    "note": "a remark of the originator",
    "observed_at": "when it happened; of several, when the first was fired",
    "observed_hour": "coarse twin of `observed_at`, to the hour",
    "observed_until": "when the last of several was fired",
    "outcome": "success, failure or unknown",
    "position": "where it was fired, or the epicentre",
    "position_coarse": "coarse twin of `position`, to half a degree",
    "range_km": "from launch to impact along the ground",
    "site": "the place in words",
    "source": "where the originator has it from",
    "stated_on": "when the authority quoted said it",
    "text": "the statement's own words, or what it comes to",
    "weapon": "what was fired, as named by the one who says it",
    "weapon_class": "its class, such as SRBM",
    "yield_kt": "yield of an explosion, in kilotons of TNT",
}
"""What each field means; ``fields_page`` refuses to leave one out."""

EVIDENCE: Final = (
    "R: the article's text was read; S: a summary or the press; I: inferred;"
    " M: not verified."
)


def page(title: str, *parts: str) -> str:
    """A page of Markdown."""
    return "\n\n".join((WRITTEN, f"# {title}", *parts)) + "\n"


def table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """A table of Markdown; bars in cells are escaped."""
    rows = [head, ["---"] * len(head), *body]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |"
        for row in rows
    )


def block(text: str) -> str:
    """Text as it stands."""
    return f"```text\n{text}\n```"


def prose(text: str) -> str:
    """Paragraphs of a docstring, with nothing taken for Markdown."""
    joined = re.sub(r"(?<!\n)\n(?!\n)", " ", cleandoc(text))
    return re.sub(r"([<>~*_])", r"\\\1", joined)


def cli_page() -> str:
    """Every command with its help, arguments and options."""
    command: Any = typer.main.get_command(cli.app)
    top = command.help.replace("\b\n", "").strip()
    return page(
        "Commands",
        "Every command also takes `-h` and `--help`.",
        "`--node DIR` stands before the command, as in `watchword --node DIR picture`."
        "  An option with a list of words takes one of them."
        "  What fails ends with an exit code and a word: see [errors.md](errors.md).",
        block(top),
        *_command(command, "watchword", None),
    )


def _command(
    command: Any,  # noqa: ANN401 (typer keeps the type to itself)
    name: str,
    parent: typer.Context | None,
) -> Iterator[str]:
    context = typer.Context(command, info_name=name, parent=parent)
    group = isinstance(command, TyperGroup)
    if parent is not None:
        rank = "##" if parent.parent is None else "###"
        yield f"{rank} {context.command_path}"
        yield prose(command.help)
    if not group:
        pieces = " ".join(command.collect_usage_pieces(context))
        yield block(f"{context.command_path} {pieces}")
    rows = [*_parameters(command, context)]
    if rows:
        yield table(("argument or option", "means"), rows)
    for below in _shown(command) if group else ():
        yield from _command(below, below.name, context)


def _shown(group: TyperGroup) -> list[Any]:
    found = [group.commands[name] for name in sorted(group.commands)]
    return [command for command in found if not command.hidden]


def _parameters(
    command: Any,  # noqa: ANN401
    context: typer.Context,
) -> Iterator[tuple[str, str]]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if parameter.name == "help" or record is None:
            continue
        name, means = record
        for written, shown in TYPES.items():
            name = name.replace(written, shown)
        yield f"`{name}`", prose(means)


def fields_page() -> str:
    """The vocabulary of reports."""
    if set(MEANINGS) != set(KIND_OF_FIELD):
        unsaid = sorted(set(MEANINGS) ^ set(KIND_OF_FIELD))
        raise SystemExit(f"MEANINGS of tools/reference.py differs in: {unsaid}")
    parts: list[str] = []
    for title, written, names in (
        ("Quantities", "`470`, `~470` (about), `300..400`, `>=6`, `<=20`", UNITS),
        (
            "Instants",
            "`2026-05-04T12:03+09:00`, `2026-05-04+09:00` for a day, `~` for about",
            INSTANTS,
        ),
        (
            "Positions",
            "degrees north and east, `39.2,125.7`, or with a radius in km after them",
            POSITIONS,
        ),
        ("Texts", f"1 to {LONGEST_TEXT} characters", TEXTS),
    ):
        parts += [f"## {title}", f"Written as {written}.", _fields(names)]
    return page(
        "Fields",
        "What a report can say, by name.",
        "A field that is not listed comes from a newer node: it is kept and passed"
        " on, and not read.",
        *parts,
    )


def _fields(names: Iterable[str]) -> str:
    units = {name: unit for name, unit in UNITS.items() if unit != "1"}
    rows = [(f"`{n}`", units.get(n, ""), MEANINGS[n]) for n in sorted(names)]
    return table(("field", "unit", "means"), rows)


def rules_page() -> str:
    """What a clause can stand behind, and which clause of which text does."""
    words = {
        RELEASE: "the clause under which content goes: the basis of every field",
        PROTECTION: "the clause that survives the end of the agreement",
    }
    texts = [parse_terms(agreement_text(name)) for name in shipped_agreements()]
    return page(
        "Rules",
        "A clause of an agreement names one of these words as its `rule`.\nA refusal"
        " prints the clause's id and the word, or `rule-` and the word where the"
        " agreement has no clause for it.",
        table(
            ("word", "is about"),
            [(f"`{word}`", says) for word, says in (words | REFUSAL_CODES).items()],
        ),
        _code(cleandoc(rules.__doc__ or "")),
        f"Evidence.  {EVIDENCE}",
        *(part for terms in texts for part in _agreement(terms)),
    )


def _agreement(terms: Terms) -> tuple[str, ...]:
    clauses = [
        (
            f"`{clause.id}`",
            clause.article,
            f"`{clause.rule}`" if clause.rule else "",
            clause.evidence,
            clause.says,
        )
        for clause in terms.clauses
    ]
    backed = {clause.rule for clause in terms.clauses}
    bare = ", ".join(f"`rule-{code}`" for code in REFUSAL_CODES if code not in backed)
    return (
        f"## {terms.id}",
        f"{terms.title}.",
        table(("clause", "article", "rule", "evidence", "says"), clauses),
        f"Without a clause here: {bare}.",
    )


def files_page() -> str:
    """A node's folder and its settings."""
    layout = cleandoc(home.__doc__ or "").partition("\n\n")[2]
    labels = ", ".join(f"`{label}`" for label in TLP)
    return page(
        "Files and settings",
        "## The node's folder",
        f"Named by `--node`, else {_code(default_home.__doc__)}",
        block(layout),
        "Beside the store stand `store.sqlite-wal` and `store.sqlite-shm` while"
        " something has it open: copy a store only while the node is down.",
        f"A key file is the line `{HEADER}` and a line of base64; a file that others"
        f" may read is refused.\nThe store's schema is version {SCHEMA_VERSION}.",
        "`watchword demo` also writes `node.log`, and marks its folder with a file"
        " `made-by-watchword-demo`; it clears no other folder.",
        "## watchword.toml",
        "An unknown key is an error.\nThe environment has the last word.",
        table(("key", "default", "environment", "means"), _settings()),
        "## Who is told of alerts",
        "Each `[[notify]]` of `watchword.toml` is one who is told.",
        table(("key", "default", "means"), _keys_of(Notify)),
        f"Kinds of alert for `what`: {', '.join(f'`{kind}`' for kind in ALERT_KINDS)}."
        "  What each means is in [metrics.md](metrics.md).",
        "## Texts that become proposals",
        "Each `[[tray]]` is a folder that the node looks into; see"
        " [press.md](press.md#trays).",
        table(("key", "default", "means"), _keys_of(Tray)),
        "Each `[[proposer]]` is somebody else's program that may propose reports of"
        " these texts too; see [press.md](press.md#proposers).",
        table(("key", "default", "means"), _keys_of(ProposerSettings)),
        "## Labels",
        f"Under the profile `open` these labels need no agreement: {labels}.",
        "## Parcels",
        "What `watchword courier pack` writes: 26 random letters and digits, `.bin`,"
        " of the first instant of 2000, for the owner only.",
        block(_parcel_layout()),
        f"The magic is `{MAGIC!r}`.\nThe box of {BOX_BYTES} bytes is a libsodium sealed"
        f" box, made to the recipient's operational key, with {KEY_BYTES} bytes in it:"
        " the key of the chunks.\n"
        f"A chunk is {CHUNK_BYTES} bytes under ChaCha20-Poly1305, its nonce 11 bytes of"
        " its place from 0 and a byte that is 1 at the last one.\n"
        f"A frame is 4 bytes of length, an Ed25519 signature of {SIGNATURE_BYTES} bytes"
        " by the sender's operational key, and so many bytes of content: the head, a"
        " newline, the body.\nSigned are the lines `watchword parcel v1`, parcel,"
        " sender, recipient, the frame's place from 0 and the SHA-256 of its content in"
        " hex, with a newline between each two.\n"
        "After the frame `end` come zeros up to the last chunk, whose number is rounded"
        " up so that a length says little (Padmé).",
    )


def _parcel_layout() -> str:
    """The blocks of the docstring that defines a parcel."""
    blocks = cleandoc(parcel.__doc__ or "").partition("\n\n")[2]
    return dedent(blocks.partition("\n\nRule")[0])


def _settings() -> list[tuple[str, str, str, str]]:
    known = set(re.findall(r"WATCHWORD_\w+", config.__doc__ or ""))
    said = _arguments(config.Config.__doc__ or "")
    fields = config.Config.__struct_fields__
    defaults = config.Config.__struct_defaults__
    first = len(fields) - len(defaults)
    rows = []
    for number, key in enumerate(fields):
        given = defaults[number - first] if number >= first else ""
        default = "" if given in ("", None, ()) else f"`{given}`"
        if key in ("party", "endpoint", "listen"):
            default = "needed"
        name = f"WATCHWORD_{key.upper()}"
        rows.append(
            (f"`{key}`", default, f"`{name}`" if name in known else "", said[key])
        )
    return rows


def _keys_of(kind: type[msgspec.Struct]) -> list[tuple[str, str, str]]:
    said = _arguments(kind.__doc__ or "")
    rows = []
    for field in msgspec.structs.fields(kind):
        bare = field.default in ("", (), None, msgspec.NODEFAULT)
        default = "" if bare else f"`{field.default}`"
        rows.append((f"`{field.encode_name}`", default, said[field.name]))
    return rows


def metrics_page() -> str:
    """What a node measures, and the kinds of alert."""
    gauges = [(f"`{m.name}`", _labels(m.labels), m.says) for m in metrics.GAUGES]
    histograms = [(f"`{m.name}`", "", m.says) for m in metrics.HISTOGRAMS]
    kinds = [(f"`{kind}`", says) for kind, says in alerts.MEANINGS.items()]
    return page(
        "Health, metrics and alerts",
        "A node with `health_listen` set answers plain HTTP there.",
        block(cleandoc(health.__doc__ or "").partition("\n\n")[2]),
        "`/readyz` names each reason as `check` and `says`; the checks are `store`,"
        " `key`, `certificate`, `restored` and `picture`.",
        "## Gauges",
        cleandoc(metrics.__doc__ or ""),
        "A value that is not known is left out.",
        table(("gauge", "labels", "says"), gauges),
        "## Histograms",
        table(("histogram", "labels", "says"), histograms),
        "## Kinds of alert",
        table(("kind", "is an alert while"), kinds),
    )


def _labels(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def logs_page() -> str:
    """Every event that a running node logs."""
    rows = [(f"`{event}`", says) for event, says in sorted(logs.EVENTS.items())]
    return page(
        "Logs",
        "`watchword up` logs to standard error, an object of JSON a line, or text for"
        " people on a terminal: see `log` and `log_level` in [files.md](files.md).",
        "Every line has `event`, `level` and `timestamp`; what is logged while a"
        " command is carried out also has `command` and `person`.\nNo line repeats"
        " what a report, a label or a message says.",
        table(("event", "says"), rows),
    )


def _arguments(doc: str) -> dict[str, str]:
    """What the section ``Args:`` of a docstring says of each."""
    _, _, rest = cleandoc(doc).partition("Args:\n")
    section = rest.partition("\n\n")[0]
    joined = re.sub(r"\n {8}", " ", section)
    pairs = (line.strip().partition(": ") for line in joined.splitlines())
    return {name: _code(says) for name, _, says in pairs}


def _code(text: str | None) -> str:
    return (text or "").replace("``", "`")


def articles_page() -> str:
    """Each article of the examples, and the tests that prove it."""
    return page("Articles", *articles.parts(table))


def link_page() -> str:
    """The link's tables."""
    for words, said in (
        (State, linktable.STATES),
        (Input, linktable.INPUTS),
        (Action, linktable.ACTIONS),
    ):
        if set(words) != set(said):
            raise SystemExit(f"tools/linktable.py leaves words out of {words}")
    return page("The link", *linktable.parts(table))


def press_page() -> str:
    """What is read out of texts."""
    return page("Statements and claims", *presspage.parts(table, block))


def faults_page() -> str:
    """What breaks, what holds all the same, and which tests show it."""
    rows = [
        (str(number), fault, promised, "<br>".join(f"`{test}`" for test in tests))
        for number, fault, promised, tests in PROMISES
    ]
    return page(
        "Faults",
        "What can break, what Watchword promises then, and the tests that break it on"
        " purpose.  Tests are named by their file below `tests/`; a file alone stands"
        " for all its tests.",
        "Wherever reports are filed and sent one oracle is asked afterwards, of both"
        " ends' stores: every acknowledged report is there exactly once, with the same"
        " bytes, in the order of its log, and every checkpoint ever published, wherever"
        " it was seen, is one of the log as it is now.",
        "`make test` runs them all; `make test-faults` runs those that break something"
        " longer, 200 rounds unless `WATCHWORD_ROUNDS` says otherwise.  The seed is"
        " printed: `SEED=` repeats a run.",
        table(("group", "what breaks", "what is promised", "tests"), rows),
    )


PAGES: Final[dict[str, Callable[[], str]]] = {
    "articles.md": articles_page,
    "cli.md": cli_page,
    "faults.md": faults_page,
    "fields.md": fields_page,
    "files.md": files_page,
    "link.md": link_page,
    "logs.md": logs_page,
    "metrics.md": metrics_page,
    "press.md": press_page,
    "rules.md": rules_page,
}


def stale(folder: Path = FOLDER) -> list[str]:
    """The pages that do not say what the code says."""
    return [
        name
        for name, write in PAGES.items()
        if not (folder / name).is_file()
        or (folder / name).read_text(encoding="utf-8") != write()
    ]


def write_all(folder: Path = FOLDER) -> list[str]:
    """Write every page; answer with those that changed."""
    changed = stale(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in changed:
        (folder / name).write_text(PAGES[name](), encoding="utf-8")
    return changed


def main() -> None:
    """Write the pages, or say which are stale."""
    if "--check" not in sys.argv[1:]:
        articles.write()
        for name in write_all():
            print(f"docs/reference/{name} written")
        return
    found = [f"docs/reference/{name}" for name in stale()]
    found += [articles.DATA.name] if articles.is_stale() else []
    for name in found:
        print(f"{name} is stale: run python tools/reference.py")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
