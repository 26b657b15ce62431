"""What a person or a script can ask of a node, running or not.

Each command is a frozen record with a ``run``; the command line builds it, the
local socket carries it.  Results are plain values, as ``--json`` prints them.
"""
