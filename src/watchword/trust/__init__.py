"""Who said it: keys, signatures, and what a party's governance key designates.

Pure: seeds and instants are arguments.  Knows no agreements, no ledger, no
files.  Read ``keys.py`` first, then ``authority.py``.
"""
