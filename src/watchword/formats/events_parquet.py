"""Events as Parquet: typed columns, witnesses as lists, the cover as metadata.

Metadata of the file: ``watchword`` is the cover as JSON; of a column ``unit``.
It needs ``pyarrow``, which the extra ``research`` brings.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from watchword.formats.columns import Column, Holds, table_of
from watchword.formats.optional import module
from watchword.formats.sheet import Sheet

METADATA: Final = b"watchword"


def write(sheet: Sheet) -> bytes:
    """The file.

    Raises:
        UsageError: ``pyarrow`` is not installed.
    """
    pa, parquet = module("pyarrow"), module("pyarrow.parquet")
    table = table_of(sheet.events, sheet.labels)
    types = _types(pa)
    arrays = [
        pa.array([row.get(column.name) for row in table.rows], types[column.holds])
        for column in table.columns
    ]
    schema = pa.schema(
        [_field(pa, types, column) for column in table.columns],
        {METADATA: msgspec.json.encode(sheet.cover)},
    )
    out = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), out)
    return bytes(out.getvalue().to_pybytes())


def _types(pa: Any) -> dict[Holds, Any]:  # noqa: ANN401 (the library)
    witness = pa.struct(
        [
            ("authority", pa.string()),
            ("party", pa.string()),
            ("statement", pa.string()),
            ("value", pa.string()),
            ("sigma", pa.float64()),
            ("superseded", pa.bool_()),
        ]
    )
    return {
        "text": pa.string(),
        "number": pa.float64(),
        "instant": pa.timestamp("ns", "UTC"),
        "flag": pa.bool_(),
        "witnesses": pa.list_(witness),
    }


def _field(pa: Any, types: dict[Holds, Any], column: Column) -> Any:  # noqa: ANN401
    metadata = {b"unit": column.unit.encode()} if column.unit else None
    return pa.field(column.name, types[column.holds], metadata=metadata)
