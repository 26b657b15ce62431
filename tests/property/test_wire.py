"""The wire: any bytes at all, any legal value, any subset of fields."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watchword.errors import WireError
from watchword.model.agreement import AgreementId, Approval, Posture
from watchword.model.field import (
    INSTANTS,
    LARGEST,
    POSITIONS,
    TEXTS,
    UNITS,
    Position,
    Value,
)
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.quantity import Quantity
from watchword.model.receipt import Receipt
from watchword.model.report import KINDS, STATUSES, Header, Publication
from watchword.model.text import TURNING
from watchword.model.time import DAY_NS, HOUR_NS, MINUTE_NS, SECOND_NS, Instant
from watchword.wire.envelope import (
    PAYLOAD_TYPE,
    Envelope,
    Signed,
    format_envelope,
    name_of,
    pae,
    parse_envelope,
)
from watchword.wire.introduction import (
    Introduction,
    PartyFile,
    format_introduction,
    format_party_file,
    introduction_of,
    parse_party_file,
)
from watchword.wire.line import (
    LANES,
    CheckpointLine,
    Line,
    format_line,
    parse_checkpoint_line,
    parse_line,
    peek_label,
)
from watchword.wire.scan import scan
from watchword.wire.sealed import (
    PAD_TO,
    digest_of,
    disclosed_name,
    open_fields,
    read_value,
    seal,
)
from watchword.wire.statement import (
    SealedReport,
    Statement,
    format_statement,
    parse_statement,
)

written = st.characters(
    exclude_categories=["Cc", "Cs"], exclude_characters=sorted(TURNING)
)
words = st.text(written, max_size=40)
topics = st.from_regex(r"[a-z]{1,8}(?:\.[a-z]{1,8}){0,2}", fullmatch=True)
names = st.binary(min_size=32, max_size=32).map(bytes.hex)
labels = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=120)
# Nothing that steers a screen, or is nobody's letter.
seen = st.text(
    st.characters(exclude_categories=["C"], include_characters="\n\t"), max_size=60
)
said = seen.filter(bool)
topics = st.from_regex(
    r"[a-z][a-z0-9-]{0,9}(\.[a-z][a-z0-9-]{0,9}){0,3}", fullmatch=True
)
names = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
parties = st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}", fullmatch=True).map(PartyId)
agreements = st.from_regex(r"[a-z]{1,8}-[0-9]{4}", fullmatch=True).map(AgreementId)
exact = st.integers(-8_520_336_000 * SECOND_NS, 8_835_955_199 * SECOND_NS)
secrets = st.binary(min_size=32, max_size=32)

instants = st.builds(
    Instant,
    ns=exact,
    precision_ns=st.sampled_from([1, SECOND_NS, MINUTE_NS, HOUR_NS, DAY_NS]),
    about=st.booleans(),
    zone=st.sampled_from(["", "+09:00", "-04:30"]),
    zone_inferred=st.booleans(),
)
positions = st.builds(
    Position,
    lat_deg=st.floats(-90, 90),
    lon_deg=st.floats(-180, 180),
    radius_km=st.none() | st.floats(1e-3, 20_000),
)
numbers = st.floats(-LARGEST, LARGEST)
sigmas = st.none() | st.floats(1e-3, 1e6)


@st.composite
def quantities(draw: st.DrawFn, name: str) -> Quantity:
    legal = {
        "count": st.integers(0, 10**6).map(float),
        "bearing_deg": st.floats(0, 360),
    }.get(name, numbers)
    ends = sorted(draw(st.tuples(legal, legal)))
    low, high = draw(
        st.sampled_from([(ends[0], ends[1]), (ends[0], None), (None, ends[1])])
    )
    return Quantity(
        low=low,
        high=high,
        unit=UNITS[name],
        about=draw(st.booleans()),
        sigma=draw(sigmas),
    )


VALUES: Final[dict[str, st.SearchStrategy[Value]]] = {
    **{name: quantities(name) for name in UNITS},
    **dict.fromkeys(INSTANTS, instants),
    **dict.fromkeys(POSITIONS, positions),
    **dict.fromkeys(TEXTS, st.text(written, min_size=1, max_size=60)),
}
fields = st.fixed_dictionaries({}, optional=VALUES)
envelopes = st.builds(
    Envelope,
    payload=st.binary(max_size=100),
    payload_type=st.just(PAYLOAD_TYPE),
    signatures=st.lists(
        st.builds(Signed, keyid=words, sig=st.binary(max_size=64)),
        min_size=1,
        max_size=16,
    ).map(tuple),
)
lines = st.builds(
    Line,
    number=st.integers(1, 2**63 - 1),
    agreement=agreements,
    sender=parties,
    recipient=parties,
    lane=st.sampled_from(LANES),
    released_at_ns=exact,
    salt=words,
    envelope=envelopes,
    disclosed=st.lists(words, max_size=4).map(tuple),
    basis=st.dictionaries(words, st.lists(words, max_size=3).map(tuple), max_size=3),
)
headers = st.builds(
    Header,
    kind=st.sampled_from(KINDS),
    status=st.sampled_from(STATUSES),
    originator=parties,
    attributed_to=seen,
    said_at_ns=exact,
    topic=topics,
    marking=st.builds(
        Marking,
        label=labels.filter(lambda label: bool(label.strip())),
        releasable_to=st.none() | st.lists(parties, max_size=3).map(tuple),
        caveats=st.lists(words, max_size=2).map(tuple),
    ),
    urgency=st.sampled_from(LANES),
    corrects=st.just("") | names,
    publication=st.none() | st.builds(Publication, where=words.filter(bool)),
)
statements: st.SearchStrategy[Statement] = st.one_of(
    st.builds(
        SealedReport, header=headers, sealed=st.lists(words, max_size=9).map(tuple)
    ),
    st.builds(
        Posture,
        party=parties,
        agreement=agreements,
        recipient=parties | st.just(""),
        topic=words,
        stance=st.sampled_from(["push", "halt"]),
        fields=st.none() | st.just(("site",)),
        said_at_ns=exact,
    ),
    st.builds(
        Approval,
        party=parties,
        agreement=agreements,
        recipient=parties,
        report=words,
        said_at_ns=exact,
    ),
    st.builds(
        Receipt,
        party=parties,
        sender=parties,
        agreement=agreements,
        lane=st.sampled_from(LANES),
        number=st.integers(1, 2**63 - 1),
        root=words,
        said_at_ns=exact,
    ),
)
introductions = st.builds(
    Introduction,
    party=parties,
    title=words,
    endpoint=words,
    governance=words,
    said_at_ns=exact,
)

PARSERS: Final[dict[str, Callable[[bytes], object]]] = {
    "scan": scan,
    "parse_envelope": parse_envelope,
    "parse_line": parse_line,
    "parse_checkpoint_line": parse_checkpoint_line,
    "parse_party_file": parse_party_file,
    "peek_label": peek_label,
    "parse_statement": lambda data: parse_statement(around(data)),
    "introduction_of": lambda data: introduction_of(
        PartyFile(introduction=around(data), designations=())
    ),
    "open_fields": lambda data: open_text(data.decode("utf-8", "replace")),
}


def around(payload: bytes) -> Envelope:
    return Envelope(
        payload=payload,
        payload_type=PAYLOAD_TYPE,
        signatures=(Signed(keyid="", sig=b""),),
    )


def open_text(text: str) -> object:
    return open_fields((digest_of(text),), (text,))


def dumped(value: Any) -> bytes:  # noqa: ANN401 (any JSON)
    return json.dumps(value).encode()


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["number", "envelope", "payload", "statement", "is", "x"])
            | words,
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
).map(dumped)
noise = st.binary(max_size=300) | json_like


def refusal_of(parse: Callable[[bytes], object], data: bytes) -> str:
    """What the one documented error says; empty where there is a value."""
    try:
        parse(data)
    except WireError as error:
        return str(error) or "\n"
    return ""


@pytest.mark.parametrize("parse", PARSERS.values(), ids=PARSERS.keys())
@given(data=noise)
@example(data=b"")
@example(data=b"[" * 5000)
@example(data=b'{"a":' * 5000)
@example(data=b'"\\ud800"')
@example(data=b'["","range_km",{"is":"quantity","low":1e999,"unit":"km"}]')
@example(data=b'["","observed_at",{"is":"instant","ns":' + b"9" * 400 + b"}]")
@example(data=b'["","observed_at",{"is":"instant","ns":0,"zone":"+zz"}]')
@example(data=b'["","position",{"is":"position","lat_deg":91,"lon_deg":0}]')
@example(data=b'["","site",""]')
@example(data=b"1" * 5000)
def test_any_bytes_give_a_value_or_one_wire_error(
    parse: Callable[[bytes], object], data: bytes
) -> None:
    assert "\n" not in refusal_of(parse, data)


@given(line=lines, cut=st.data())
def test_a_damaged_line_gives_a_line_or_one_wire_error(
    line: Line, cut: st.DataObject
) -> None:
    data = bytearray(format_line(line))
    at = cut.draw(st.integers(0, len(data) - 1))
    data[at : at + cut.draw(st.integers(0, 3))] = cut.draw(st.binary(max_size=3))
    assert "\n" not in refusal_of(parse_line, bytes(data))


@given(envelopes)
def test_an_envelope_reads_back(envelope: Envelope) -> None:
    assert parse_envelope(format_envelope(envelope)) == envelope
    assert envelope.name == name_of(envelope.payload)


@given(lines)
def test_a_line_reads_back_and_is_one_line(line: Line) -> None:
    data = format_line(line)
    assert parse_line(data) == line
    assert b"\n" not in data


@given(words)
def test_a_checkpoint_line_reads_back(checkpoint: str) -> None:
    data = format_line(CheckpointLine(checkpoint=checkpoint))
    assert parse_checkpoint_line(data) == checkpoint


@given(statements)
def test_a_statement_reads_back(statement: Statement) -> None:
    payload = format_statement(statement)
    assert parse_statement(around(payload)) == statement
    assert format_statement(statement) == payload


@given(introductions)
def test_an_introduction_reads_back_from_its_file(
    introduction: Introduction,
) -> None:
    inner = around(format_introduction(introduction))
    file = PartyFile(introduction=inner, designations=())
    assert parse_party_file(format_party_file(file)) == file
    assert introduction_of(file) == introduction


@given(st.text(max_size=9), st.binary(max_size=30), st.text(max_size=9), st.binary())
def test_what_is_signed_is_one_to_one(
    kind: str, payload: bytes, other_kind: str, other: bytes
) -> None:
    same = pae(kind, payload) == pae(other_kind, other)
    assert same == ((kind, payload) == (other_kind, other))


@given(fields=fields, secret=secrets, data=st.data())
def test_any_subset_of_disclosures_opens_exactly_those_fields(
    fields: Mapping[str, Value], secret: bytes, data: st.DataObject
) -> None:
    sealed = seal(fields, secret)
    names = st.sampled_from(sorted(fields)) if fields else st.nothing()
    chosen = data.draw(st.sets(names))
    opened = open_fields(sealed.digests, [sealed.disclosures[n] for n in chosen])
    assert opened == {name: fields[name] for name in chosen}
    assert {disclosed_name(t) for t in sealed.disclosures.values()} == set(fields)


@given(fields=fields, secret=secrets)
def test_the_digests_hide_how_many_fields_there_are(
    fields: Mapping[str, Value], secret: bytes
) -> None:
    sealed = seal(fields, secret)
    assert len(sealed.digests) % PAD_TO == 0
    assert len(sealed.digests) > len(fields)
    assert len(set(sealed.digests)) == len(sealed.digests)
    assert list(sealed.digests) == sorted(sealed.digests)
    assert {digest_of(t) for t in sealed.disclosures.values()} < set(sealed.digests)
    assert seal(dict(reversed(list(fields.items()))), secret).digests == sealed.digests


@given(
    fields=fields.filter(bool),
    secret=secrets,
    at=st.integers(0),
    mask=st.integers(1, 127),
)
def test_a_changed_byte_in_a_disclosure_is_refused(
    fields: Mapping[str, Value], secret: bytes, at: int, mask: int
) -> None:
    sealed = seal(fields, secret)
    name = sorted(fields)[at % len(fields)]
    text = sealed.disclosures[name]
    place = at % len(text)
    changed = text[:place] + chr(ord(text[place]) ^ mask) + text[place + 1 :]
    with pytest.raises(WireError) as caught:
        open_fields(sealed.digests, [changed])
    assert caught.value.code == "bad-disclosure"


@given(name=st.sampled_from(sorted(VALUES)), data=st.data())
def test_a_value_reads_back_under_its_name(name: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[name])
    assert read_value(name, msgspec.Raw(msgspec.json.encode(value))) == value


@given(fields=fields.filter(bool), one=secrets, other=secrets)
def test_another_secret_gives_another_list(
    fields: Mapping[str, Value], one: bytes, other: bytes
) -> None:
    shared = set(seal(fields, one).digests) & set(seal(fields, other).digests)
    assert bool(shared) == (one == other)


@given(headers, fields)
def test_the_label_can_be_peeked_at_whatever_else_is_wrong(
    header: Header, fields: Mapping[str, Value]
) -> None:
    report = SealedReport(header=header, sealed=seal(fields, bytes(32)).digests)
    payload = b64encode(format_statement(report)).decode()
    data = msgspec.json.encode({"envelope": {"payload": payload}, "number": "none"})
    assert peek_label(data) == (header.originator, header.marking.label)
