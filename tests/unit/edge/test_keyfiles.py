from __future__ import annotations

from pathlib import Path

import pytest

from watchword.edge.keyfiles import (
    HEADER,
    new_signer,
    read_secret,
    read_signer,
    write_secret,
)
from watchword.errors import EdgeError, UsageError


def test_a_new_key_is_for_its_owners_eyes_only_and_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "operational.key"
    signer = new_signer(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert read_signer(path) == signer
    assert new_signer(tmp_path / "other.key") != signer


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "governance.key"
    before = new_signer(path)
    with pytest.raises(UsageError, match="there already"):
        new_signer(path)
    with pytest.raises(UsageError):
        write_secret(path, b"other")
    assert read_signer(path) == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o644])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "operational.key"
    new_signer(path)
    path.chmod(mode)
    with pytest.raises(UsageError, match="others may read") as caught:
        read_signer(path)
    assert "chmod 600" in caught.value.hint
    path.chmod(0o400)
    assert read_signer(path)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        HEADER.encode(),
        f"{HEADER}\n???\n".encode(),
        f"{HEADER}\nAAAA\n".encode(),
        f"{HEADER}\n{'A' * 43}=\nmore\n".encode(),
        f"{HEADER} \n{'A' * 43}=\n".encode(),
    ],
)
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "operational.key"
    write_secret(path, data)
    assert read_secret(path) == data
    with pytest.raises(UsageError, match="no key file"):
        read_signer(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read_signer(tmp_path / "none.key")
    (tmp_path / "file").write_text("")
    with pytest.raises(EdgeError, match="cannot write"):
        write_secret(tmp_path / "file" / "keys" / "key", b"")
