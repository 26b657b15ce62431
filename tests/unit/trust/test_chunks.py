from __future__ import annotations

from watchword.trust.chunks import open_chunk, seal_chunk

KEY = bytes(range(32))


def test_a_chunk_opens_in_its_place_and_nowhere_else() -> None:
    sealed = seal_chunk(KEY, 3, b"what was said", is_last=False)
    assert open_chunk(KEY, 3, sealed, is_last=False) == b"what was said"
    assert open_chunk(KEY, 4, sealed, is_last=False) is None
    assert open_chunk(KEY, 3, sealed, is_last=True) is None
    assert open_chunk(bytes(32), 3, sealed, is_last=False) is None


def test_bytes_that_were_never_sealed_do_not_open() -> None:
    sealed = seal_chunk(KEY, 0, b"x" * 40, is_last=True)
    for data in (b"", sealed[:-1], sealed + b"x", bytes([sealed[0] ^ 1]) + sealed[1:]):
        assert open_chunk(KEY, 0, data, is_last=True) is None
