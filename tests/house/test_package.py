from __future__ import annotations

import tomllib
from fnmatch import fnmatch

from tests.house.house import ROOT

PACKAGE = ROOT / "src" / "watchword"


def test_every_data_file_is_in_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    globs = project["tool"]["setuptools"]["package-data"]["watchword"]
    data = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    ]
    assert data
    left_out = [
        name
        for name in data
        if not any(fnmatch(name, glob.replace("**/", "*")) for glob in globs)
    ]
    assert left_out == []


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    text = (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    assert f'__version__ = "{project["project"]["version"]}"' in text
