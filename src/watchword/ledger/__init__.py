"""What was said, in order: Merkle tree, proofs, tiles, notes (C2SP words).

Pure: bytes and hashes in, values out.  Knows no agreements, no store and no
clock.  Read ``tree.py`` first, then ``note.py`` and ``checkpoint.py``, then
``proof.py``.
"""
