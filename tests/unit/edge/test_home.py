from __future__ import annotations

from pathlib import Path

import pytest

from watchword.edge.config import Config
from watchword.edge.home import LONGEST_SOCKET_PATH, Home
from watchword.edge.keyfiles import new_signer
from watchword.errors import EdgeError, UsageError
from watchword.model.party import PartyId

CONFIG = Config(
    party=PartyId("desk.example"),
    endpoint="https://127.0.0.1:1",
    listen="127.0.0.1:1",
)


def test_two_writers_cannot_both_be_the_one(tmp_path: Path) -> None:
    with Home(tmp_path).lock():
        with pytest.raises(EdgeError) as caught, Home(tmp_path).lock():
            pytest.fail("there were two")
        assert caught.value.exit_code == 7
    with Home(tmp_path).lock():
        assert Home(tmp_path).lock_path.exists()


def test_the_lock_is_given_up_when_the_writer_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), Home(tmp_path).lock():
        raise ZeroDivisionError
    with Home(tmp_path).lock():
        assert Home(tmp_path).lock_path.exists()


def test_settings_are_written_and_read(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.write_config(CONFIG)
    assert home.config() == CONFIG


def test_a_folder_without_a_node_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no node") as caught:
        Home(tmp_path / "nowhere").config()
    assert "watchword init" in caught.value.hint


def test_settings_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.config_path.write_bytes(b'party = "\xff"')
    with pytest.raises(UsageError, match="UTF-8"):
        home.config()


def test_the_nodes_key_is_the_operational_one(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with pytest.raises(UsageError):
        home.signer()
    assert new_signer(home.operational_path) == home.signer()


def test_a_socket_fits_the_systems_bound_however_deep_the_folder(
    tmp_path: Path,
) -> None:
    near = Home(Path("/n"))
    assert near.socket_path == Path("/n/node.sock")
    deep = Home(tmp_path / ("x" * 120))
    other = Home(tmp_path / ("y" * 120))
    assert len(str(deep.socket_path)) <= LONGEST_SOCKET_PATH
    assert deep.socket_path != other.socket_path
    assert deep.socket_path == Home(deep.path).socket_path
