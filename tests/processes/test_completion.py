"""The shell completes commands: bash, zsh and fish, by what typer installs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.processes.nodes import environment

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(60)]

NAMED = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
"""The shell is named and not guessed: what runs the tests may be none."""


def said(*args: str, env: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "watchword", *args],
        check=False,
        capture_output=True,
        text=True,
        env=environment(env),
    )
    assert done.returncode == 0, done
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_is_shown_what_completes_watchword(shell: str) -> None:
    shown = said("--show-completion", shell, env=NAMED)
    assert "_WATCHWORD_COMPLETE" in shown
    assert "python" not in shown


@pytest.mark.parametrize(
    "asked",
    [
        {
            "_WATCHWORD_COMPLETE": "complete_bash",
            "COMP_WORDS": "watchword link ",
            "COMP_CWORD": "2",
        },
        {
            "_WATCHWORD_COMPLETE": "complete_zsh",
            "_TYPER_COMPLETE_ARGS": "watchword link ",
        },
        {
            "_WATCHWORD_COMPLETE": "complete_fish",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "_TYPER_COMPLETE_ARGS": "watchword link ",
        },
    ],
    ids=["bash", "zsh", "fish"],
)
def test_a_group_is_completed_with_its_commands(asked: Mapping[str, str]) -> None:
    shown = said(env=asked)
    assert "status" in shown
    assert "open" in shown


def test_what_is_installed_completes_in_a_real_bash(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash here")
    said("--install-completion", "bash", env={**NAMED, "HOME": str(tmp_path)})
    shim = tmp_path / "bin" / "watchword"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m watchword "$@"\n')
    shim.chmod(0o755)
    asked = (
        f". {tmp_path}/.bashrc; COMP_WORDS=(watchword shift h); COMP_CWORD=2;"
        ' _watchword_completion watchword; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        [bash, "--norc", "-c", asked],
        check=True,
        capture_output=True,
        text=True,
        env=environment({"PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}"}),
    )
    assert done.stdout.split() == ["hand-over"]
