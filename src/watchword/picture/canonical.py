"""The bytes by which two nodes compare their pictures."""

from __future__ import annotations

import msgspec

from watchword.picture.picture import Picture


def picture_bytes(picture: Picture) -> bytes:
    """The picture as JSON with sorted keys, no spaces, in UTF-8.

    Equal pictures give equal bytes on one platform.  They are for comparing
    and for digests; nothing is read back from them.
    """
    return msgspec.json.encode(picture, order="sorted")
