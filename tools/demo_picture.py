"""Draw docs/demo.svg from a run of the demo: ``python tools/demo_picture.py``."""

from __future__ import annotations

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
WANTED_DAYS = ("2022-01-11", "2022-03-16", "2022-05-04", "2022-06-05")


def main() -> None:
    """Run the demo in colour and keep the parts that fit a screen."""
    run = subprocess.run(
        [sys.executable, "-m", "watchword", "demo", "--dir", "demo"],
        cwd=ROOT,
        env={"FORCE_COLOR": "1", "PATH": "", "HOME": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    out = Console(record=True, width=100, file=StringIO())
    for line in kept(run.stdout.splitlines()):
        out.print(Text.from_ansi(line), soft_wrap=True)
    svg = out.export_svg(title="watchword demo")
    # No font is fetched from anywhere: the reader's own will do.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    (ROOT / "docs" / "demo.svg").write_text(svg, encoding="utf-8")


def kept(lines: list[str]) -> list[str]:
    """The head, some days, and everything from the refusals on."""
    shown: list[str] = []
    keep, tail = True, False
    for line in lines:
        plain = Text.from_ansi(line).plain
        tail = tail or plain.startswith("refused")
        if re.match(r"\d{4}-\d\d-\d\d ", plain):
            keep = plain.startswith(WANTED_DAYS)
        if keep or tail:
            shown.append(line)
    return shown


if __name__ == "__main__":
    main()
