"""The formats in which events leave, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

from watchword.formats import (
    events_csv,
    events_geojson,
    events_kml,
    events_parquet,
    optional,
)
from watchword.formats.sheet import Sheet

ExportFormat = Literal["csv", "parquet", "geojson", "kml"]

WRITERS: Final[Mapping[str, Callable[[Sheet], bytes]]] = {
    "csv": events_csv.write,
    "parquet": events_parquet.write,
    "geojson": events_geojson.write,
    "kml": events_kml.write,
}


def check_can_write(name: ExportFormat) -> None:
    """Look whether what a format needs is installed, before anything is numbered.

    Raises:
        UsageError: It is not.
    """
    if name == "parquet":
        optional.module("pyarrow.parquet")
