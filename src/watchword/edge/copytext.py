"""A copy of a report as a page to read: both labels stand first and last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from watchword.model.text import printable


def copy_text(copy: Mapping[str, Any]) -> str:
    """The page; what ``commands.copies.copy_plain`` answers is what it is made of.

    There is no other way to a page, and this one cannot leave the marking out.
    """
    lines = [*_marking(copy), "", *_head(copy), "", *_content(copy), ""]
    return "\n".join(printable(line) for line in [*lines, *_marking(copy)]) + "\n"


def _marking(copy: Mapping[str, Any]) -> Iterator[str]:
    yield str(copy["status"]).upper()
    yield f"{copy['label']}  ({copy['originator']})"
    if copy["own_label"]:
        yield f"{copy['own_label']}  ({copy['party']})"
    for originator in copy["originators"]:
        yield f"contains what {originator} originated"
    yield from copy["caveats"]
    if copy["releasable_to"] is not None:
        yield f"releasable to {', '.join(copy['releasable_to']) or 'nobody'}"
    if copy["purposes"]:
        yield f"for {', '.join(copy['purposes'])} only"
    yield f"copy {copy['copy']} of {copy['report'][:16]}"


def _head(copy: Mapping[str, Any]) -> Iterator[str]:
    yield f"for      {copy['recipient']}"
    yield f"purpose  {copy['purpose']}"
    yield f"made     {copy['made_at']}  {copy['made_by']}".rstrip()


def _content(copy: Mapping[str, Any]) -> Iterator[str]:
    header = copy["header"]
    yield f"{header['kind']} · {header['topic']} · {header.get('form', 'electronic')}"
    if header.get("attributed_to"):
        yield f"attributed to {header['attributed_to']}"
    if header.get("language"):
        yield f"translated into {header['language']} by {header['translator']}"
    if header.get("publication"):
        yield f"published: {header['publication']['where']}"
    for name, value in sorted(copy["fields"].items()):
        yield f"  {name}: {value}"
    keys = ", ".join(signed["keyid"] for signed in copy["signed"]["signatures"])
    yield f"statement {copy['report']}"
    yield f"signed by {keys}"
