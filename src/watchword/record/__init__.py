"""The shipped record and example agreements, as data, with little code.

The only room that knows the shipped parties.  Everything made from it is an
exercise.  Read ``README.md`` here first, then ``library.py``.
"""
