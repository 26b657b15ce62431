"""Can these numbers belong to one flight?  From apogee, range and flight time.

Two models: an ellipse that nothing ballistic beats (``ellipse.py``, K0), and
a generic missile with its band (``generic.py``, K1).  They say whether a
reported time can belong to a reported apogee and range, how far the same
missile would fly on a standard trajectory, and what class that makes likely.

It knows no tracks, no sensors and no types of missiles, and says nothing about
where anything was launched or will land.  Read ``check.py`` first.
"""
