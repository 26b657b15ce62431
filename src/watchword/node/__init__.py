"""The core: ``step(view, input, at_ns) -> effects``.

Rule 1: nothing here reads a clock, a file, a socket or a random number.
Rule 2: nothing here writes; it returns what the edge is to do.
Rule 3: one door: own and partners' statements are admitted by the same code.

Read ``inputs.py`` and ``effects.py`` first, then ``step.py``.
"""
