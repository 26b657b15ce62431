"""Bytes <-> values: the only room that knows JSON.

Any bytes at all give a value or one ``WireError``.  Signed bytes are stored as
they came and never written anew, so fields of newer nodes survive.  Knows no
keys: who signed is asked in ``trust``.  Read ``envelope.py`` first, then
``sealed.py`` and ``line.py``.
"""
