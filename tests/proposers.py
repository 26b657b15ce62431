"""A tiny package with proposers, installed the way any package is: by its metadata."""

from __future__ import annotations

from pathlib import Path
from typing import Final

CODE: Final = '''
import os, subprocess, sys, time


def seen(statement):
    """Offers a range wherever a text says km."""
    print("whatever is printed goes nowhere")
    at = statement["text"].find("670")
    if at < 0:
        return []
    return [
        {
            "kind": "launch",
            "topic": "missile.ballistic",
            "values": [{"field": "range_km", "value": "~670", "span": [at, at + 3]}],
        }
    ]


def dies(statement):
    os.abort()


def raises(statement):
    raise RuntimeError(statement["text"])


def sleeps(statement):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    time.sleep(600)


def floods(statement):
    for handle in range(3, 30):
        try:
            while True:
                os.write(handle, b"x" * 1_000_000)
        except OSError:
            pass
    return []


def lies(statement):
    value = {"field": "range_km", "value": "~470", "span": [0, 10_000_000]}
    return [{"kind": "launch", "topic": "missile.ballistic", "values": [value]}]


def exits(statement):
    sys.exit(0)


def eats(statement):
    return {"kind": "launch"}


def spies(statement):
    named = sorted(key for key in os.environ if key.startswith("WATCHWORD"))
    at = [0, 1]
    values = [{"field": "note", "value": repr(named), "span": at}]
    return [{"kind": "launch", "topic": "t", "values": values}]


not_callable = 5
'''

NAMES: Final = (
    "seen",
    "dies",
    "raises",
    "sleeps",
    "floods",
    "lies",
    "exits",
    "eats",
    "spies",
)


def install_proposers(folder: Path) -> Path:
    """Put the package into a folder as an installer does; the folder for the path."""
    (folder / "tiny_proposers.py").write_text(CODE, encoding="utf-8")
    info = folder / "tiny_proposers-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: tiny-proposers\nVersion: 1.0\n", encoding="utf-8"
    )
    entries = [f"{name} = tiny_proposers:{name}" for name in NAMES]
    entries += ["gone = tiny_proposers:gone", "broken = no_such_module:seen"]
    entries += ["not_callable = tiny_proposers:not_callable"]
    lines = ["[watchword.proposers]", *entries]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
