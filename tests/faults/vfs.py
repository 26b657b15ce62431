"""A disk that can fail: what SQLite writes passes through it, and may not last.

It knows of every file what has reached the platter: what was there when it was
opened, and what was written before a sync that succeeded.  ``clone`` writes the
files as they are found after a power cut: of what was not synced, each sector
by itself is there or not.  A sync that fails loses what it should have kept,
as Linux does: the next one succeeds and does not bring it back.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

import apsw

SECTOR_BYTES: Final = 512
BASE: Final = "unix"

Write = tuple[int, bytes]


def nothing() -> None:
    """Nobody watches."""


@dataclass
class Platter:
    """One file: what lasts, and what was written since."""

    lasting: bytearray
    written: list[Write] = field(default_factory=list)

    def synced(self) -> None:
        for at, data in self.written:
            put(self.lasting, at, data)
        self.written.clear()

    def found(self, rng: Random | None) -> bytes:
        """The file after a power cut; without ``rng`` only what lasts."""
        image = bytearray(self.lasting)
        for at, data in self.written if rng else ():
            for start in range(0, len(data), SECTOR_BYTES):
                if rng is not None and rng.random() < 0.5:
                    put(image, at + start, data[start : start + SECTOR_BYTES])
        return bytes(image)


def put(image: bytearray, at: int, data: bytes) -> None:
    """Write into a file, which grows with zeros where it is too short."""
    image.extend(bytes(max(0, at - len(image))))
    image[at : at + len(data)] = data


class Disk(apsw.VFS):
    """The disk under every database that is opened while it is mounted.

    Args:
        name: SQLite knows it by this name; another one for every disk.
        root: The folder it is mounted at.

    Attributes:
        platters: By path.
        watch: Called before and after everything that is written or synced.
        is_full: Nothing that makes a file longer can be written.
        is_read_only: Nothing can be written at all.
        is_lying: A sync succeeds and keeps nothing.
        syncs_until_failure: So many more succeed, and one fails; ``None``: none.
        fails_for_good: Once one has failed, all do.
    """

    def __init__(self, name: str, root: Path) -> None:
        self.name = name
        self.root = root
        self.watch: Callable[[], None] = nothing
        self.platters: dict[Path, Platter] = {}
        self.is_full = False
        self.is_read_only = False
        self.is_lying = False
        self.syncs = 0
        self.syncs_until_failure: int | None = None
        self.fails_for_good = False
        super().__init__(name, BASE)

    def mend(self) -> None:
        """Everything works again; what was lost stays lost."""
        self.is_full = self.is_read_only = self.is_lying = self.fails_for_good = False
        self.syncs_until_failure = None

    @contextmanager
    def mounted(self) -> Iterator[Disk]:
        """Every database that is opened in the block is on this disk."""
        apsw.set_default_vfs(self.name)
        try:
            yield self
        finally:
            apsw.set_default_vfs(BASE)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: ANN401, N802
        """Open a file of SQLite's."""
        if name is None:  # A file for the time of one statement only.
            return apsw.VFSFile(BASE, name, flags)
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name)
        if not path.is_relative_to(self.root):
            return apsw.VFSFile(BASE, name, flags)
        file = File(self, name, flags)
        if path not in self.platters:
            self.platters[path] = Platter(bytearray(path.read_bytes()))
        file.platter = self.platters[path]
        return file

    def xDelete(self, name: str, syncdir: bool) -> None:  # noqa: FBT001, N802
        """Delete one."""
        self.platters.pop(Path(name), None)
        super().xDelete(name, syncdir)

    def clone(self, folder: Path, rng: Random | None = None) -> Path:
        """What is found after a power cut now; who writes goes on undisturbed."""
        for path, platter in self.platters.items():
            if not path.name.endswith("-shm") and path.exists():
                copy = folder / path.relative_to(self.root)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(platter.found(rng))
        return folder


class File(apsw.VFSFile):
    """An open file of a disk's."""

    platter: Platter

    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:  # noqa: ANN401
        self.disk = disk
        super().__init__(BASE, name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        """Write, unless the disk is full or read-only."""
        if self.disk.is_read_only:
            raise failed(apsw.IOError, apsw.SQLITE_IOERR_WRITE)
        if self.disk.is_full and offset + len(data) > self.xFileSize():
            raise apsw.FullError("the disk is full")
        self.disk.watch()
        super().xWrite(data, offset)
        self.platter.written.append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        """Cut it; what is cut off is taken to be gone at once."""
        super().xTruncate(newsize)
        self.platter.synced()
        del self.platter.lasting[newsize:]

    def xSync(self, flags: int) -> None:  # noqa: N802
        """Make durable what was written, unless that fails."""
        disk = self.disk
        disk.watch()
        disk.syncs += 1
        if disk.syncs_until_failure is not None:
            disk.syncs_until_failure -= 1
            if disk.syncs_until_failure < 0:
                disk.syncs_until_failure = 0 if disk.fails_for_good else None
                self.platter.written.clear()
                raise failed(apsw.IOError, apsw.SQLITE_IOERR_FSYNC)
        if not disk.is_lying:
            super().xSync(flags)
            self.platter.synced()
            disk.watch()

    def xGetLastError(self) -> tuple[int, str]:  # noqa: N802
        return errno.EIO, "the disk failed"


def failed(kind: type[apsw.Error], code: int) -> apsw.Error:
    """An error as the operating system's layer of SQLite would give it."""
    error: Any = kind("the disk failed")
    error.extendedresult = code
    return error  # type: ignore[no-any-return]
