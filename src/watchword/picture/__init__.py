"""What a node holds true as of an instant, folded from the reports it holds.

Pure, and blind to the order of arrival: the same reports with the same fields
open give the same bytes.  Read ``picture.py`` first; ``fold.py`` does the same
one report at a time, ``table.py`` makes rows of it for people.
"""
