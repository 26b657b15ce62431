"""Other people's files, read and written: pure codecs, one file a format.

Bytes in, rows of a source out; events in, bytes out.  It must not know parties'
keys, agreements or what a node holds: whoever calls has asked who may see it.
Read ``source.py`` first for what comes in, ``sheet.py`` for what goes out.
"""
