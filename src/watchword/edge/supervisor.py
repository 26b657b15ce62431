"""Telling whoever started the node how it stands, where somebody listens.

Source:
    systemd, sd_notify(3): datagrams to the socket that ``NOTIFY_SOCKET`` names.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping


def tell(state: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Send one word, such as ``READY=1``; whether somebody was told.

    A supervisor that does not listen any more is no reason to stop.
    """
    address = environment.get("NOTIFY_SOCKET", "")
    if address[:1] not in ("/", "@"):
        return False
    if address.startswith("@"):
        address = f"\0{address[1:]}"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.connect(address)
            notify.sendall(state.encode())
    except OSError:
        return False
    return True
