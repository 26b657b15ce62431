"""A group that shows what it is about when no command of it is named."""

from __future__ import annotations

from typing import Final

from typer import Context
from typer.core import TyperGroup

SHOW: Final = "show"


class ShowsByDefault(TyperGroup):
    """``watchword picture 3`` is ``watchword picture show 3``."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put the command's name in where none stands."""
        named = bool(args) and (
            args[0] in self.commands or args[0] in ctx.help_option_names
        )
        return super().parse_args(ctx, args if named else [SHOW, *args])
