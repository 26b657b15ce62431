"""``python -m watchword``."""

from __future__ import annotations

from watchword.cli.main import main

main()
