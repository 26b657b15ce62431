"""The nouns: frozen values that are legal if they exist.

Knows no bytes, no keys, no clock.  Read ``report.py`` first, then
``agreement.py``; everything else is a part of those two.
"""
