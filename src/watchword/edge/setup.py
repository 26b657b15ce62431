"""Making a party's keys, its node's folder, and what its governance key signs."""

from __future__ import annotations

import secrets
from base64 import b64encode
from typing import Final

import msgspec

from watchword.agreements.spill import check_text_marking
from watchword.edge.certificate import new_certificate
from watchword.edge.clock import system_ns
from watchword.edge.config import Config
from watchword.edge.desk import clock_of
from watchword.edge.home import Home
from watchword.edge.keyfiles import new_signer
from watchword.edge.keyfolder import OPERATIONAL, TLS_CERTIFICATE, TLS_KEY
from watchword.edge.store import Store
from watchword.edge.writer import Writer
from watchword.errors import UsageError
from watchword.model.agreement import Instrument
from watchword.model.designation import Designation, Purpose, certificate_pin
from watchword.model.time import DAY_NS, datetime_of
from watchword.node.inputs import KnowParty
from watchword.trust.keys import Signer
from watchword.trust.signed import sign_payload
from watchword.wire.envelope import Envelope
from watchword.wire.introduction import Introduction, PartyFile, format_introduction
from watchword.wire.statement import format_statement

DAYS: Final = 730
"""How long keys and certificates are designated for, unless said otherwise."""

EARLIER_NS: Final = DAY_NS // 24
"""What a key signs may have been said, or be read by a clock, a little earlier."""


class Validity(msgspec.Struct, frozen=True, kw_only=True):
    """For how long a key is designated.

    Args:
        from_ns: First instant it holds.
        days: For how many days.
    """

    from_ns: int
    days: int = DAYS

    @property
    def until_ns(self) -> int:
        """First instant it no longer holds."""
        return self.from_ns + self.days * DAY_NS


def init_node(
    home: Home, config: Config, governance: Signer, operational: Validity
) -> PartyFile:
    """Draw the node's keys, have them designated, and create its store.

    The TLS certificate holds from now by the system's clock, whatever the
    node's own clock is.

    Raises:
        UsageError: There is a node in that folder.
        MarkingError: The title bears a national marking.
        EdgeError: Something cannot be written.
    """
    check_text_marking(config.title)
    if home.config_path.exists():
        raise UsageError(
            f"there is a node in {home.path} already",
            hint="--node DIR names another folder",
        )
    home.make()
    signer = new_signer(home.operational_path)
    file = PartyFile(
        introduction=introduce(config, governance),
        designations=(
            designate_operational(config, governance, signer, operational),
            designate_tls(home, config, governance, days=operational.days),
        ),
    )
    home.write_config(config)
    store = home.open_store(config)
    try:
        _know_self(store, config, signer, file)
    finally:
        store.close()
    return file


def _know_self(store: Store, config: Config, signer: Signer, file: PartyFile) -> None:
    writer = Writer(store, config.party, signer, secrets.token_bytes)
    # By the node's own clock: the ledger's time never goes back from here.
    (outcome,) = writer.commit([(KnowParty(file=file),)], clock_of(config).now_ns())
    if outcome.error is not None:
        raise outcome.error


def introduce(config: Config, governance: Signer) -> Envelope:
    """Say who the party is and where it is reached."""
    introduction = Introduction(
        party=config.party,
        title=config.title or config.party,
        endpoint=config.endpoint,
        governance=b64encode(governance.public).decode(),
        said_at_ns=system_ns(),
    )
    return sign_payload(format_introduction(introduction), governance)


def designate_operational(
    config: Config, governance: Signer, signer: Signer, validity: Validity
) -> Envelope:
    """Let a key sign the party's statements."""
    return _designate(
        governance,
        Designation(
            party=config.party,
            purpose="operational",
            public=b64encode(signer.public).decode(),
            valid_from_ns=validity.from_ns,
            valid_until_ns=validity.until_ns,
            said_at_ns=validity.from_ns,
        ),
    )


def designate_tls(
    home: Home, config: Config, governance: Signer, *, days: int
) -> Envelope:
    """Draw a TLS key and let its certificate hold the node's end of links."""
    now_ns = system_ns()
    pem = new_certificate(
        config.party,
        home.tls_key_path,
        home.certificate_path,
        now=datetime_of(now_ns),
        days=days,
    )
    return _designate(governance, tls_designation(config, pem, now_ns, days))


def tls_designation(config: Config, pem: str, now_ns: int, days: int) -> Designation:
    """What is to be signed of a certificate, for so many days from now."""
    return Designation(
        party=config.party,
        purpose="tls",
        public=certificate_pin(pem),
        certificate=pem,
        valid_from_ns=now_ns - EARLIER_NS,
        valid_until_ns=now_ns + days * DAY_NS,
        said_at_ns=now_ns,
    )


def draw_next(home: Home, config: Config, purpose: Purpose, days: int) -> Designation:
    """Draw the key that is to come into use next, and word its designation.

    What has been drawn before and is not in use yet is taken up again.

    Raises:
        EdgeError: It cannot be written.
    """
    now_ns, keys = system_ns(), home.keys
    if purpose == "tls":
        if not keys.waits("tls"):
            key, pem = keys.next / TLS_KEY, keys.next / TLS_CERTIFICATE
            key.unlink(missing_ok=True)
            new_certificate(config.party, key, pem, now=datetime_of(now_ns), days=days)
        pem_text = (keys.next / TLS_CERTIFICATE).read_text("ascii")
        return tls_designation(config, pem_text, now_ns, days)
    if not keys.waits("operational"):
        new_signer(keys.next / OPERATIONAL)
    return Designation(
        party=config.party,
        purpose="operational",
        public=keys.next_public("operational"),
        valid_from_ns=now_ns - EARLIER_NS,
        valid_until_ns=now_ns + days * DAY_NS,
        said_at_ns=now_ns,
    )


def _designate(governance: Signer, designation: Designation) -> Envelope:
    return sign_payload(format_statement(designation), governance)


def sign_paper(paper: Instrument, governance: Signer) -> Envelope:
    """Sign an instrument; only the governance key's signature counts."""
    return sign_payload(format_statement(paper), governance)
