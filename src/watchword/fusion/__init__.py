"""From reports to events: which belong together, and what they say together.

Pure: it would work on a spreadsheet.  It knows no keys, no rules of markings
and no bytes, and nothing about when or in which order reports arrived.  Read
``associate.py`` first, then ``combine.py``; ``fuse.py`` puts them together.
"""
