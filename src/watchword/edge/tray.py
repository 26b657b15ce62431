"""The files of one tray: which stand there, what one holds, where it goes.

    tray/2022-06-05.txt               waits to be read
    tray/done/2022-06-05.txt          was read; ``….slip`` beside it says what came
    tray/refused/2022-06-05.txt       was not; ``….slip`` beside it says why
    tray/refused/marked-….slip        bore a national marking, and was removed

Names that begin with a dot or end in ``.part``, ``.tmp`` or ``~`` are left alone:
whoever writes slowly does so under one of these, and renames in the end.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

import msgspec

from watchword.edge.statementfile import MOST_BYTES
from watchword.errors import MalformedError, TooLargeError

Where = Literal["done", "refused"]

UNFINISHED: Final = (".part", ".tmp", "~")
SLIP: Final = ".slip"
MOST_AT_ONCE: Final = 1000
"""So many files are looked at in one look; the others wait."""

# Everything here waits for a disk, which may be far away: none of it in the loop.

_OPEN: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it stood at one look.

    Args:
        name: Its name.
        inode: Which file.
        size: Its bytes.
        written_ns: When it was written last.
    """

    name: str
    inode: int
    size: int
    written_ns: int


def look(folder: Path) -> list[Seen]:
    """What stands there to be read, by name.

    Raises:
        OSError: It cannot be looked into.
    """
    found: list[Seen] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.endswith(UNFINISHED):
                continue
            with suppress(FileNotFoundError):
                if not entry.is_dir(follow_symlinks=False):
                    found.append(_seen(entry.name, entry.stat(follow_symlinks=False)))
    return sorted(found, key=lambda each: each.name)[:MOST_AT_ONCE]


def _seen(name: str, of: os.stat_result) -> Seen:
    return Seen(name=name, inode=of.st_ino, size=of.st_size, written_ns=of.st_mtime_ns)


def read_file(folder: Path, seen: Seen) -> bytes | None:
    """The bytes of a file; ``None``: it is another by now, so look again.

    Raises:
        TooLargeError: It is longer than any statement.
        MalformedError: It is no plain file, or may not be read (``unreadable``).
    """
    try:
        handle = os.open(folder / seen.name, _OPEN)
    except FileNotFoundError:
        return None
    except OSError:
        raise _unreadable() from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise _unreadable()
        if seen.size > MOST_BYTES:
            raise TooLargeError(
                f"it is longer than {MOST_BYTES} bytes", code="too-large"
            )
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(MOST_BYTES + 1)
        return data if _seen(seen.name, os.fstat(handle)) == seen else None
    except OSError:
        raise _unreadable() from None
    finally:
        os.close(handle)


def _unreadable() -> MalformedError:
    return MalformedError("it is no plain file that may be read", code="unreadable")


def put_away(folder: Path, seen: Seen, where: Where, says: str) -> None:
    """Move a file out of the tray, and write beside it what came of it.

    What has come under its name meanwhile stays, to be read.

    Raises:
        OSError: It stands where it stood.
    """
    to = folder / where
    to.mkdir(exist_ok=True)
    place = _free(to, seen.name)
    place.with_name(place.name + SLIP).write_text(f"{says}\n", encoding="utf-8")
    with suppress(FileNotFoundError):  # Somebody has taken it away.
        (folder / seen.name).rename(place)
        if _seen(seen.name, place.lstat()) != seen:
            place.rename(folder / seen.name)


def remove_marked(folder: Path, seen: Seen, says: str, at: str) -> None:
    """Remove a file of which nothing may be kept, and write that it was there.

    Raises:
        OSError: It stands where it stood.
    """
    file = folder / seen.name
    with suppress(FileNotFoundError):
        if _seen(seen.name, file.lstat()) != seen:
            return  # It is another by now, and is read anew.
        file.unlink()
    to = folder / "refused"
    to.mkdir(exist_ok=True)
    place = _free(to, f"marked-{at}{SLIP}")
    place.write_text(f"{says}\n", encoding="utf-8")


def _free(folder: Path, name: str) -> Path:
    """A place of that name, or of the first number at which nothing stands."""
    stem, dot, ending = name.rpartition(".")
    place, number = folder / name, 1
    while os.path.lexists(place):
        number += 1
        stemmed = f"{stem}-{number}{dot}{ending}" if stem else f"{name}-{number}"
        place = folder / stemmed
    return place
