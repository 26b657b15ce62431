from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import blake2b, sha256, shake_256

import msgspec
import pytest
from tests.desks import FIELDS, SECRET

from watchword.errors import MalformedError, WireError
from watchword.model.quantity import parse_quantity
from watchword.wire.sealed import (
    DIGEST_BYTES,
    PAD_TO,
    SALT_BYTES,
    digest_of,
    disclosed_name,
    open_disclosures,
    open_fields,
    read_value,
    seal,
)

SEALED = seal(FIELDS, SECRET)


def test_a_disclosure_is_salt_name_and_value_and_its_digest_is_listed() -> None:
    text = SEALED.disclosures["apogee_km"]
    salt, name, value = msgspec.json.decode(text)
    assert (name, value["low"], value["unit"]) == ("apogee_km", 780.0, "km")
    assert len(b64decode(salt)) == SALT_BYTES
    assert digest_of(text) == b64encode(sha256(text.encode()).digest()).decode()
    assert digest_of(text) in SEALED.digests


def test_the_salt_is_derived_so_that_more_can_be_opened_later() -> None:
    salt = blake2b(b"apogee_km", key=SECRET, digest_size=SALT_BYTES).digest()
    assert b64encode(salt).decode() in SEALED.disclosures["apogee_km"]
    assert seal(FIELDS, SECRET) == SEALED
    one = {"apogee_km": FIELDS["apogee_km"]}
    assert seal(one, SECRET).disclosures["apogee_km"] == SEALED.disclosures["apogee_km"]


def test_decoys_are_drawn_from_the_secret_and_from_nothing_else() -> None:
    drawn = shake_256(SECRET + b"decoys").digest(8 * DIGEST_BYTES)
    decoys = [
        b64encode(drawn[at : at + DIGEST_BYTES]).decode()
        for at in range(0, len(drawn), DIGEST_BYTES)
    ]
    number = PAD_TO - len(FIELDS) % PAD_TO
    commitments = {digest_of(text) for text in SEALED.disclosures.values()}
    assert set(SEALED.digests) - commitments == set(decoys[:number])
    assert list(seal({}, SECRET).digests) == sorted(decoys)


@pytest.mark.parametrize(("number", "digests"), [(0, 8), (1, 8), (7, 8), (8, 16)])
def test_decoys_fill_up_to_a_multiple_of_eight(number: int, digests: int) -> None:
    names = ["site", "weapon", "note", "text", "source", "outcome", "direction"]
    names = [*names, "weapon_class"][:number]
    assert len(seal(dict.fromkeys(names, "x"), SECRET).digests) == digests
    assert digests % PAD_TO == 0


def test_a_withheld_field_leaves_no_trace_of_its_name() -> None:
    shown = [SEALED.disclosures["site"]]
    assert set(open_fields(SEALED.digests, shown)) == {"site"}
    assert "apogee" not in "".join(SEALED.digests)


def test_a_field_of_a_newer_node_is_left_out_and_its_name_readable() -> None:
    text = '["c2FsdA==","mood",{"any":[1,2]}]'
    assert open_fields([digest_of(text)], [text]) == {}
    assert disclosed_name(text) == "mood"
    assert read_value("mood", msgspec.Raw(b"7")) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not-json"),
        ("[1]", "wrong-schema"),
        ('["salt","site"]', "wrong-schema"),
        ('["salt","site",7]', "wrong-schema"),
        ('["salt","site",""]', "wrong-schema"),
        ('["salt","site","' + "x" * 4001 + '"]', "wrong-schema"),
        ('["salt","count",{"is":"quantity","low":1.5,"unit":"1"}]', "wrong-schema"),
        ('["salt","range_km",{"is":"quantity","low":1,"unit":"kt"}]', "wrong-schema"),
        (
            '["salt","range_km",{"is":"position","lat_deg":1,"lon_deg":1}]',
            "wrong-schema",
        ),
        ('["salt","range_km",{"is":"quantity","low":NaN,"unit":"km"}]', "not-a-number"),
        ('["salt","mood",{"a":1,"a":2}]', "duplicate-key"),
    ],
)
def test_a_listed_piece_that_holds_no_such_field_is_refused(
    text: str, code: str
) -> None:
    with pytest.raises(WireError) as caught:
        open_fields([digest_of(text)], [text])
    assert caught.value.code == code


def test_a_piece_that_is_not_listed_is_refused_before_it_is_read() -> None:
    with pytest.raises(MalformedError) as caught:
        open_fields(SEALED.digests, ["not even JSON"])
    assert caught.value.code == "bad-disclosure"


def test_a_name_that_is_opened_twice_is_refused() -> None:
    other = seal({"site": "elsewhere"}, bytes(32))
    texts = [SEALED.disclosures["site"], other.disclosures["site"]]
    listed = [*SEALED.digests, *other.digests]
    for twice in (texts, texts[:1] * 2):
        with pytest.raises(MalformedError) as caught:
            open_fields(listed, twice)
        assert caught.value.code == "bad-disclosure"


SITE = '["c2FsdA==","site","Sohae"]'
NOTE = '["c2FsdA==","note","seen twice"]'


@pytest.mark.parametrize(
    "texts",
    [
        # Joined by newlines, all of these have two rows in two lines or pieces.
        ('["c2FsdA==","site",', '"Sohae"]'),
        (f"{SITE}\n{NOTE}", ""),
        (f"{SITE}\n", NOTE[1:]),
        (f"{SITE},{NOTE}", SITE),
        (SITE[:-1], f"]\n{NOTE}"),
    ],
)
def test_pieces_that_are_rows_only_together_are_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(MalformedError):
        open_disclosures(map(digest_of, texts), texts)


def test_a_piece_of_a_newer_node_changes_nothing_for_the_others() -> None:
    spaced = '["c2FsdA==", "weapon", "Scud-B"]'
    newer = '["c2FsdA==","mood","good"]'
    for others in ((spaced,), (newer,), (newer, spaced)):
        texts = (SITE, *others, NOTE)
        opened = open_disclosures(map(digest_of, texts), texts)
        assert [each.text for each in opened] == list(texts)
        assert [each.digest for each in opened] == list(map(digest_of, texts))
        assert [each.field for each in opened] == list(map(disclosed_name, texts))
        fields = open_fields(map(digest_of, texts), texts)
        assert (fields["site"], fields["note"]) == ("Sohae", "seen twice")
        assert ("weapon" in fields) is (spaced in others)
        assert "mood" not in fields


def test_a_value_is_read_under_its_name() -> None:
    raw = msgspec.Raw(b'{"is":"quantity","low":470.0,"high":470.0,"unit":"km"}')
    assert read_value("range_km", raw) == parse_quantity("470", "km")
    with pytest.raises(MalformedError):
        read_value("depth_km", msgspec.Raw(b'"deep"'))
