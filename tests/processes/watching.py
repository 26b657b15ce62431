"""A node that is watched: its health is asked for, and a webhook is told."""

from __future__ import annotations

import urllib.error
import urllib.request

from tests.processes.nodes import Node

from watchword.cli.processes import free_address
from watchword.edge.keyfiles import write_secret

HOOK_FILE = "hook.secret"


def watch(node: Node, hook: str) -> str:
    """Have a node that is not up listen for its health and tell a webhook."""
    address = free_address()
    write_secret(node.folder / HOOK_FILE, b"a secret of the hook\n")
    with node.home.config_path.open("a", encoding="utf-8") as file:
        file.write(
            f'health_listen = "{address}"\nlog_level = "debug"\n'
            f'[[notify]]\nkind = "webhook"\nurl = "{hook}"\n'
            f'secret_file = "{HOOK_FILE}"\n'
        )
    return address


def health(address: str, path: str) -> tuple[int, bytes]:
    """What the node answers there."""
    url = f"http://{address}/{path}"
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def metrics(address: str) -> dict[str, float]:
    """Every sample, by its name and labels."""
    status, text = health(address, "metrics")
    assert status == 200
    lines = (line for line in text.decode().splitlines() if not line.startswith("#"))
    pairs = (line.rsplit(" ", 1) for line in lines)
    return {name: float(value) for name, value in pairs}
