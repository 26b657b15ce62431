"""May it go, and why: dated papers in, states and decisions out.

Pure: knows no bytes on the wire, no keys, no clock and no party by name.
Read ``state.py`` first, which says what holds at an instant, then
``decide.py``, which says what may go and under which article.
"""
