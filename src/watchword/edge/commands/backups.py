"""Copying a node while it runs."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec

from watchword.edge.backup import back_up
from watchword.edge.desk import Desk


class Backup(msgspec.Struct, frozen=True, kw_only=True, tag="backup"):
    """Copy the store, and apart from it the item keys.

    Args:
        folder: Where the store's copy goes, an absolute path.
        keys_folder: Where the copy of the keys goes, an absolute path.
    """

    folder: str
    keys_folder: str

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Copy some pages at a time; what comes in meanwhile goes first."""
        for _ in back_up(desk.store, Path(self.folder), Path(self.keys_folder)):
            await asyncio.sleep(0)
        erased = sum(1 for _ in desk.store.content.keys.all_erased())
        return {"store": self.folder, "keys": self.keys_folder, "erased": erased}
