"""Watchword: an exchange of reports under agreements that the software keeps.

It monitors and warns; it steers, intercepts and targets nothing.  Not
accredited for classified information: use public or exercise data only.
"""

from __future__ import annotations

__version__ = "0.1.0"
