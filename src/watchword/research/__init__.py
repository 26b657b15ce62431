"""For researchers: a node's picture as tables and plots in Python.

It reads through the same door as the command line, files nothing, and must not
know tables of the store.  Read ``node.py`` first.
"""
