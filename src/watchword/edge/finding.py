"""What looking a node over finds: one line a check, with what to do about it."""

from __future__ import annotations

from typing import Literal

import msgspec

State = Literal["ok", "warn", "fail"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one check found.

    Args:
        check: What was looked at.
        state: ``fail``: it does not work, or will not be safe; ``warn``: soon,
            or perhaps.
        says: In one line.
        hint: What to do; empty where nothing is to be done.
    """

    check: str
    state: State
    says: str
    hint: str = ""


def ok(check: str, says: str) -> Finding:
    """Nothing is wrong."""
    return Finding(check=check, state="ok", says=says)


def warn(check: str, says: str, hint: str = "") -> Finding:
    """It will be wrong, or perhaps is."""
    return Finding(check=check, state="warn", says=says, hint=hint)


def fail(check: str, says: str, hint: str = "") -> Finding:
    """It is wrong."""
    return Finding(check=check, state="fail", says=says, hint=hint)
