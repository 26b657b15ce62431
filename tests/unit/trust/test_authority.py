from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from itertools import permutations

import pytest

from watchword.errors import UnknownAuthorityError, UsageError
from watchword.model.designation import Designation, Purpose, certificate_pin
from watchword.model.party import PartyId
from watchword.trust.authority import (
    Authority,
    check_designation_signer,
    is_designated,
    newest_operational_key,
    operational_keys,
    still_pinned,
    tls_certificates,
    tls_pins,
)
from watchword.trust.keys import Signer

PARTY = PartyId("desk.example")
GOVERNANCE = Signer(b"g" * 32)
OLD = Signer(b"o" * 32)
NEW = Signer(b"n" * 32)
PIN = sha256(b"certificate").hexdigest()


def text(signer: Signer) -> str:
    return b64encode(signer.public).decode()


def said(
    at_ns: int,
    public: str,
    from_ns: int,
    until_ns: int,
    *,
    purpose: Purpose = "operational",
    revoked: bool = False,
    party: PartyId = PARTY,
) -> Designation:
    return Designation(
        party=party,
        purpose=purpose,
        public=public,
        valid_from_ns=from_ns,
        valid_until_ns=until_ns,
        said_at_ns=at_ns,
        revoked=revoked,
    )


def authority(*designations: Designation) -> Authority:
    return Authority(
        party=PARTY, governance=text(GOVERNANCE), designations=designations
    )


def test_a_key_counts_from_its_first_instant_to_before_its_last() -> None:
    desk = authority(said(0, text(OLD), 10, 20))
    assert [operational_keys(desk, at) for at in (9, 10, 19, 20)] == [
        (),
        (OLD.public,),
        (OLD.public,),
        (),
    ]


def test_while_keys_rotate_both_count() -> None:
    desk = authority(said(0, text(OLD), 10, 20), said(1, text(NEW), 15, 40))
    assert operational_keys(desk, 12) == (OLD.public,)
    assert operational_keys(desk, 17) == tuple(sorted((OLD.public, NEW.public)))
    assert operational_keys(desk, 20) == (NEW.public,)


def test_a_key_designated_twice_is_named_once() -> None:
    desk = authority(said(0, text(OLD), 10, 20), said(5, text(OLD), 12, 40))
    assert operational_keys(desk, 15) == (OLD.public,)
    assert operational_keys(desk, 30) == (OLD.public,)


def test_nothing_is_designated_before_anything_is_said() -> None:
    assert operational_keys(authority(), 0) == ()
    assert tls_pins(authority(), 0) == ()


def test_a_purpose_does_not_serve_another() -> None:
    desk = authority(said(0, text(OLD), 10, 20), said(0, PIN, 10, 20, purpose="tls"))
    assert tls_pins(desk, 15) == (PIN,)
    assert operational_keys(desk, 15) == (OLD.public,)
    assert is_designated(desk, PIN, "tls", 15)
    assert not is_designated(desk, PIN, "operational", 15)
    assert not is_designated(desk, text(OLD), "tls", 15)
    assert not is_designated(desk, text(NEW), "operational", 15)


def test_a_revocation_counts_from_its_instant_and_for_ever() -> None:
    # Found out at 30, stolen at 14; the revocation's own end frees nothing.
    desk = authority(
        said(0, text(OLD), 10, 90), said(30, text(OLD), 14, 31, revoked=True)
    )
    assert is_designated(desk, text(OLD), "operational", 13)
    assert not is_designated(desk, text(OLD), "operational", 14)
    assert not is_designated(desk, text(OLD), "operational", 80)


def test_a_revocation_touches_no_other_key() -> None:
    desk = authority(
        said(0, text(OLD), 10, 90),
        said(0, text(NEW), 10, 90),
        said(30, text(OLD), 14, 90, revoked=True),
    )
    assert operational_keys(desk, 20) == (NEW.public,)


def test_a_revocation_alone_designates_nothing() -> None:
    desk = authority(said(30, text(OLD), 14, 90, revoked=True))
    assert operational_keys(desk, 20) == ()


def test_a_designation_said_after_the_revocation_begins_anew() -> None:
    desk = authority(
        said(0, text(OLD), 10, 90),
        said(30, text(OLD), 14, 90, revoked=True),
        said(40, text(OLD), 50, 90),
    )
    held = [is_designated(desk, text(OLD), "operational", at) for at in (12, 45, 50)]
    assert held == [True, False, True]


def test_of_two_words_said_at_once_the_revocation_wins() -> None:
    desk = authority(
        said(30, text(OLD), 10, 90), said(30, text(OLD), 10, 90, revoked=True)
    )
    assert operational_keys(desk, 20) == ()


def test_the_order_in_which_designations_arrive_does_not_matter() -> None:
    words = (
        said(0, text(OLD), 10, 90),
        said(30, text(OLD), 14, 90, revoked=True),
        said(40, text(OLD), 50, 90),
        said(5, text(NEW), 20, 60),
    )
    for at_ns in (12, 30, 55, 70):
        answers = {
            operational_keys(authority(*order), at_ns) for order in permutations(words)
        }
        assert len(answers) == 1


def test_an_authority_holds_only_its_own_partys_designations() -> None:
    with pytest.raises(UsageError):
        authority(said(0, text(OLD), 10, 20, party=PartyId("other.example")))


@pytest.mark.parametrize("governance", ["", "AAAA", b64encode(bytes(32)).decode()])
def test_a_governance_key_is_a_usable_public_key(governance: str) -> None:
    with pytest.raises(UsageError):
        Authority(party=PARTY, governance=governance)


def test_a_designation_signed_by_the_governance_key_counts() -> None:
    new = said(1, text(NEW), 10, 20)
    check_designation_signer(authority(), new, (GOVERNANCE.public,))
    check_designation_signer(authority(), new, {NEW.public, GOVERNANCE.public})


@pytest.mark.parametrize(
    "verified",
    {
        "nobody": (),
        "itself": (NEW.public,),
        "an operational key": (OLD.public,),
        "two of them": (OLD.public, NEW.public),
    }.values(),
)
def test_operational_keys_cannot_designate(verified: tuple[bytes, ...]) -> None:
    desk = authority(said(0, text(OLD), 10, 20))
    with pytest.raises(UnknownAuthorityError):
        check_designation_signer(desk, said(1, text(NEW), 10, 20), verified)


def test_a_governance_key_does_not_designate_for_another_party() -> None:
    new = said(1, text(NEW), 10, 20, party=PartyId("other.example"))
    with pytest.raises(UnknownAuthorityError):
        check_designation_signer(authority(), new, (GOVERNANCE.public,))


def test_a_key_designated_once_more_for_later_is_not_the_newest_before() -> None:
    desk = authority(
        said(0, text(OLD), 10, 20),
        said(1, text(NEW), 12, 40),
        said(2, text(OLD), 30, 50),
    )
    newest = [newest_operational_key(desk, at) for at in (11, 15, 25, 35, 45, 50)]
    assert newest == [
        OLD.public,
        NEW.public,
        NEW.public,
        OLD.public,
        OLD.public,
        None,
    ]


def test_a_revocation_makes_no_key_the_newest() -> None:
    desk = authority(
        said(0, text(OLD), 10, 50),
        said(1, text(NEW), 12, 50),
        said(2, text(OLD), 30, 31, revoked=True),
    )
    assert newest_operational_key(desk, 20) == NEW.public
    assert newest_operational_key(desk, 30) == NEW.public


def test_a_designation_for_the_future_opens_nothing_before_and_is_known_already() -> (
    None
):
    pem = new_pem()
    desk = authority(
        Designation(
            party=PARTY,
            purpose="tls",
            public=certificate_pin(pem),
            certificate=pem,
            valid_from_ns=30,
            valid_until_ns=40,
            said_at_ns=0,
        )
    )
    assert tls_pins(desk, 29) == ()
    assert tls_certificates(desk, 29) == ()
    assert still_pinned(desk, 29) == (pem,)
    assert still_pinned(desk, 40) == ()
    assert tls_pins(desk, 30) == (certificate_pin(pem),)


def new_pem() -> str:
    body = b64encode(b"a certificate").decode()
    return f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"
