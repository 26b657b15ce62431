"""The command line: one file a command group; words and errors are the node's.

Read ``main.py`` first.  Nothing is decided here: a command is built, given to
the node, and its answer shown, as a table or as JSON.
"""
