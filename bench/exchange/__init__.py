"""How fast and how surely reports pass from one node to another.

Real node processes on loopback, mutual TLS, synchronous=FULL, real launches as
reports with sealed fields and a real decision each; the peer is medallion, by
its baseline beside the designs.  Read ``measure.py`` first.
"""
