"""All that touches the world: clock, store, keys, links, the local socket.

The edge decides nothing.  It hands inputs to ``node.step``, applies the
effects in one transaction, signs there, and acknowledges after the commit.
Read ``writer.py`` first, then ``store.py`` and ``runtime.py``.
"""
