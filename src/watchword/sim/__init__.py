"""A world in one process: real desks, virtual time, one seed, bad links.

For tests of the laws, and for operators who want to rehearse: every desk is
the code that ships, over a database in memory.  It knows no sockets and no
system clock, and nothing in it sleeps.  Read ``world.py`` first.
"""
