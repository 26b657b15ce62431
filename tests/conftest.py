"""What all tests share: how hard to look, from which seed, and the data beside."""

from __future__ import annotations

import os
from pathlib import Path
from random import SystemRandom
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from tests.stores import URL, new_database

from watchword.sim.store import FragileStore

ROOT: Final = Path(__file__).resolve().parents[1]
SHARED: Final = ROOT.parent / "shared" / "data"

for _name in ("default", "ci"):
    settings.register_profile(
        _name,
        max_examples=int(os.environ.get("WATCHWORD_EXAMPLES", "200")),
        # A shared machine pauses when it likes: slow says nothing about us.
        deadline=None,
        suppress_health_check=(HealthCheck.too_slow,),
        derandomize=False,
        print_blob=True,
    )
settings.load_profile("default")

if URL:
    FragileStore.new_database = staticmethod(new_database)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Draw a seed where none was given, before Hypothesis looks for one."""
    if config.getoption("--hypothesis-seed") is None:
        config.option.hypothesis_seed = str(SystemRandom().getrandbits(32))


def pytest_report_header(config: pytest.Config) -> str:
    profile = settings.get_current_profile_name()
    return (
        f"seed: {config.getoption('--hypothesis-seed')} · profile: {profile} · "
        f"examples: {settings().max_examples}"
    )


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say the seed again at the end: ``-q`` hides the header."""
    seed = config.getoption("--hypothesis-seed")
    terminalreporter.write_line(
        f"seed {seed}: repeat with make test SEED={seed}, or --hypothesis-seed={seed}"
    )


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """The run's seed, for tests that draw without Hypothesis."""
    return int(pytestconfig.getoption("--hypothesis-seed"))


@pytest.fixture(scope="session")
def rounds() -> int:
    """How often a test that kills processes does so."""
    return int(os.environ.get("WATCHWORD_ROUNDS", "20"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; it is never copied."""
    if not SHARED.is_dir():
        pytest.skip("the data folder beside the checkout, ../shared/data, is absent")
    return SHARED
