"""The peer: medallion 3.0.0, by the baseline that lies beside the designs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from watchword.errors import UsageError

ROOT: Final = Path(__file__).parents[2]
BASELINE: Final = (
    ROOT.parent / "shared" / "bench" / "exchange" / "medallion_baseline.py"
)
PLACE: Final = ROOT / ".peer"
WANTED: Final = ("medallion==3.0.0", "taxii2-client==2.3.0", "setuptools<81")


def install() -> Path:
    """The peer's own environment, made once; its Python.

    Raises:
        UsageError: The baseline is not there, or the peer cannot be installed.
    """
    if not BASELINE.exists():
        raise UsageError(f"{BASELINE} is missing: the peer is driven by it")
    python = PLACE / "bin" / "python"
    if not (PLACE / "bin" / "medallion").exists():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE)], check=True)
        quiet = ("--quiet", "--disable-pip-version-check")
        command = [str(python), "-m", "pip", "install", *quiet, *WANTED]
        if subprocess.run(command, check=False).returncode:
            raise UsageError("the peer could not be installed")
    return python


def visible_s(python: Path, held: int, rounds: int) -> Mapping[str, float]:
    """How long until a second client sees an object; p50 and p99, seconds."""
    command = [str(python), str(BASELINE), "--held", str(held), "--rounds", str(rounds)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said: Mapping[str, Any] = json.loads(done.stdout)
    found: Mapping[str, float] = said["visible_s"][str(held)]
    return found
