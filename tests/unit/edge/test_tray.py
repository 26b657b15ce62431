"""Files of a tray: none is read half, and each is found again where it went."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from watchword.edge.tray import SLIP, look, put_away, read_file, remove_marked
from watchword.errors import MalformedError, TooLargeError


def write(folder: Path, name: str, data: bytes = b"a text") -> None:
    (folder / name).write_bytes(data)


def test_files_are_seen_by_name_and_those_not_finished_are_not(tmp_path: Path) -> None:
    for name in ("b.txt", "a", ".hidden", "c.part", "d.tmp", "e.txt~"):
        write(tmp_path, name)
    (tmp_path / "done").mkdir()
    assert [seen.name for seen in look(tmp_path)] == ["a", "b.txt"]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        look(tmp_path / "nowhere")


def test_a_file_that_has_changed_since_it_was_seen_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, "a")
    (seen,) = look(tmp_path)
    assert read_file(tmp_path, seen) == b"a text"
    write(tmp_path, "a", b"a text that is longer")
    assert read_file(tmp_path, seen) is None
    (seen,) = look(tmp_path)
    write(tmp_path, "b", b"another text, longer.")
    (tmp_path / "b").rename(tmp_path / "a")
    assert read_file(tmp_path, seen) is None
    (tmp_path / "a").unlink()
    assert read_file(tmp_path, seen) is None


def test_what_is_no_plain_file_is_neither_followed_nor_waited_for(
    tmp_path: Path,
) -> None:
    write(tmp_path, ".secret", b"a key")
    (tmp_path / "link").symlink_to(tmp_path / ".secret")
    (tmp_path / "link-to-folder").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    for seen in look(tmp_path):
        with pytest.raises(MalformedError) as caught:
            read_file(tmp_path, seen)
        assert caught.value.code == "unreadable"
    assert len(look(tmp_path)) == 3


def test_a_file_longer_than_any_statement_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "long").open("wb") as file:
        file.truncate(10_000_000_000)
    (seen,) = look(tmp_path)
    with pytest.raises(TooLargeError):
        read_file(tmp_path, seen)


def test_what_came_of_a_file_stands_beside_it_and_nothing_is_written_over(
    tmp_path: Path,
) -> None:
    for number in range(3):
        write(tmp_path, "a.txt", b"%d" % number)
        (seen,) = look(tmp_path)
        put_away(tmp_path, seen, "done", f"slip {number}")
    assert look(tmp_path) == []
    found = {each.name: each.read_text() for each in (tmp_path / "done").iterdir()}
    assert found == {
        "a.txt": "0",
        "a-2.txt": "1",
        "a-3.txt": "2",
        f"a.txt{SLIP}": "slip 0\n",
        f"a-2.txt{SLIP}": "slip 1\n",
        f"a-3.txt{SLIP}": "slip 2\n",
    }


def test_a_file_that_somebody_took_away_meanwhile_leaves_its_outcome(
    tmp_path: Path,
) -> None:
    write(tmp_path, "a")
    (seen,) = look(tmp_path)
    (tmp_path / "a").unlink()
    put_away(tmp_path, seen, "refused", "refused: not-text")
    assert [p.name for p in (tmp_path / "refused").iterdir()] == [f"a{SLIP}"]


def test_a_marked_file_is_removed_and_leaves_a_name_that_says_nothing(
    tmp_path: Path,
) -> None:
    for name in ("needle-1", "needle-2"):
        write(tmp_path, name, b"needle")
        (seen,) = look(tmp_path)
        remove_marked(tmp_path, seen, "refused: rule", "2026-05-04T120000")
    assert look(tmp_path) == []
    names = sorted(p.name for p in (tmp_path / "refused").iterdir())
    first = "marked-2026-05-04T120000"
    assert names == [f"{first}-2{SLIP}", f"{first}{SLIP}"]


def test_what_came_under_its_name_while_it_was_read_stays_to_be_read(
    tmp_path: Path,
) -> None:
    write(tmp_path, "a.txt")
    (seen,) = look(tmp_path)
    write(tmp_path, ".a.txt", b"another text")
    (tmp_path / ".a.txt").rename(tmp_path / "a.txt")
    put_away(tmp_path, seen, "done", "proposal")
    remove_marked(tmp_path, seen, "refused: rule", "2026-05-04T120000")
    assert (tmp_path / "a.txt").read_bytes() == b"another text"
    (again,) = look(tmp_path)
    put_away(tmp_path, again, "done", "proposal")
    assert look(tmp_path) == []
