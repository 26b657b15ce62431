from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import msgspec
import pytest

from watchword.errors import UsageError
from watchword.model.designation import (
    LONGEST_CERTIFICATE,
    Designation,
    Purpose,
    certificate_pin,
)
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS
from watchword.trust.keys import Signer

PARTY = PartyId("desk.example")
KEY = b64encode(Signer(bytes(32)).public).decode()
DER = bytes(range(200))
PEM = (
    "-----BEGIN CERTIFICATE-----\n"
    + "\n".join(b64encode(DER[n : n + 48]).decode() for n in range(0, len(DER), 48))
    + "\n-----END CERTIFICATE-----\n"
)
PIN = sha256(DER).hexdigest()


def designation(
    *,
    purpose: Purpose = "operational",
    public: str = KEY,
    valid_from_ns: int = 0,
    valid_until_ns: int = DAY_NS,
    said_at_ns: int = 0,
    certificate: str = "",
) -> Designation:
    return Designation(
        party=PARTY,
        purpose=purpose,
        public=public,
        valid_from_ns=valid_from_ns,
        valid_until_ns=valid_until_ns,
        said_at_ns=said_at_ns,
        certificate=certificate,
    )


def test_a_designation_names_its_kind_and_omits_what_is_usual() -> None:
    data = msgspec.json.encode(designation())
    assert msgspec.json.decode(data) == {
        "statement": "designation",
        "party": "desk.example",
        "purpose": "operational",
        "public": KEY,
        "valid_from_ns": 0,
        "valid_until_ns": DAY_NS,
        "said_at_ns": 0,
    }
    assert msgspec.json.decode(data, type=Designation) == designation()


@pytest.mark.parametrize(
    ("valid_from_ns", "valid_until_ns", "said_at_ns"),
    [
        (5, 5, 0),
        (6, 5, 0),
        (-1, 5, 0),
        (0, 5, -1),
        (0, 253_402_300_800 * 10**9, 0),
        (0, 5, 2**70),
    ],
)
def test_instants_out_of_order_or_of_all_bounds_are_refused(
    valid_from_ns: int, valid_until_ns: int, said_at_ns: int
) -> None:
    with pytest.raises(UsageError):
        designation(
            valid_from_ns=valid_from_ns,
            valid_until_ns=valid_until_ns,
            said_at_ns=said_at_ns,
        )


@pytest.mark.parametrize(
    "public",
    {
        "empty": "",
        "no base64": "???",
        "hex": Signer(bytes(32)).public.hex(),
        "31 bytes": b64encode(Signer(bytes(32)).public[:31]).decode(),
        "no padding": KEY.rstrip("="),
    }.values(),
)
def test_an_operational_key_is_a_usable_public_key_in_base64(public: str) -> None:
    with pytest.raises(UsageError):
        designation(public=public)


def test_an_operational_key_has_no_certificate() -> None:
    with pytest.raises(UsageError):
        designation(certificate=PEM)


def test_a_tls_designation_holds_the_pin_of_its_certificate() -> None:
    said = designation(purpose="tls", public=PIN, certificate=PEM)
    assert certificate_pin(said.certificate) == said.public
    assert designation(purpose="tls", public=PIN).certificate == ""


@pytest.mark.parametrize("pin", [PIN.upper(), PIN[:-1], PIN + "\n", KEY, ""])
def test_a_pin_of_another_form_is_refused(pin: str) -> None:
    with pytest.raises(UsageError):
        designation(purpose="tls", public=pin)


@pytest.mark.parametrize("certificate", [PEM.replace("AAEC", "AAED"), "hello", PEM * 2])
def test_a_certificate_other_than_the_pinned_one_is_refused(certificate: str) -> None:
    with pytest.raises(UsageError):
        designation(purpose="tls", public=PIN, certificate=certificate)


def test_the_pin_does_not_depend_on_line_ends() -> None:
    assert certificate_pin(PEM.replace("\n", "\r\n")) == PIN


@pytest.mark.parametrize(
    "pem",
    [
        "",
        PEM.replace("CERTIFICATE", "PRIVATE KEY"),
        PEM.replace("AAEC", "AA C"),
        PEM.replace("AAEC", "A"),
        PEM + " " * LONGEST_CERTIFICATE,
    ],
)
def test_text_that_is_no_single_certificate_is_refused(pem: str) -> None:
    with pytest.raises(UsageError):
        certificate_pin(pem)
