from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from watchword.edge.certificate import new_certificate
from watchword.edge.keyfiles import new_signer, read_signer
from watchword.edge.keyfolder import KeyFolder
from watchword.model.party import PartyId

PARTY = PartyId("desk.example")
NOW = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    new_signer(tmp_path / "operational.key")
    draw_tls(tmp_path)
    folder = KeyFolder(tmp_path)
    new_signer(folder.next / "operational.key")
    draw_tls(folder.next)
    return folder


def draw_tls(path: Path) -> None:
    new_certificate(PARTY, path / "tls.key", path / "tls.pem", now=NOW, days=1)


def test_a_key_replaced_is_kept_and_opens_still(
    folder: KeyFolder, tmp_path: Path
) -> None:
    used, waiting = (
        read_signer(tmp_path / "operational.key"),
        read_signer(folder.next / "operational.key"),
    )
    assert folder.others() == [waiting]
    folder.adopt("operational")
    assert read_signer(tmp_path / "operational.key") == waiting
    assert folder.others() == [used]
    assert not folder.waits("operational")


def test_a_certificate_goes_with_its_key_even_when_half_was_done(
    folder: KeyFolder, tmp_path: Path
) -> None:
    pin = folder.next_public("tls")
    before = folder.public("tls")
    # As a power cut leaves it: the key is in its place, the certificate is not.
    (folder.next / "tls.key").replace(tmp_path / "tls.key")
    folder.settle()
    assert folder.public("tls") == pin != before
    assert not folder.waits("tls")


def test_a_certificate_whose_key_is_there_is_left_to_wait(folder: KeyFolder) -> None:
    before = folder.public("tls")
    folder.settle()
    assert folder.public("tls") == before
    assert folder.waits("tls")
    folder.adopt("tls")
    assert folder.public("tls") != before
