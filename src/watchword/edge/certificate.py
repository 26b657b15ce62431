"""The node's own TLS certificate: self-signed, pinned by designation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from watchword.edge.keyfiles import write_secret
from watchword.model.party import PartyId


def new_certificate(
    party: PartyId, key_path: Path, certificate_path: Path, *, now: datetime, days: int
) -> str:
    """Draw a key, write it and its certificate, answer with the PEM text.

    No authority of the world's stands behind it and none is asked: partners
    pin it by the designation that the governance key signs.

    No two have one name: TLS libraries look for whom they trust by name, and
    while certificates change two of a party are trusted.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    serial = x509.random_serial_number()
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, party[:64]),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, f"{serial:x}"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(now.astimezone(UTC) - timedelta(hours=1))
        .not_valid_after(now.astimezone(UTC) + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(party)]), False)  # noqa: FBT003
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)  # noqa: FBT003
        .sign(key, hashes.SHA256())
    )
    write_secret(
        key_path,
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    certificate_path.write_bytes(pem)
    return pem.decode()
