"""Everything that the rules can ask about a request, but its fields.

Two requests on the same grounds are answered alike.  Whoever gives a rule
something new to ask about adds it here; a property test asks both ways.
"""

from __future__ import annotations

from bisect import bisect_right

from watchword.agreements.case import Request, open_enquiry
from watchword.agreements.memory import Grounds
from watchword.agreements.standing import Standing


def grounds_of(request: Request, standing: Standing) -> Grounds | None:
    """The grounds; ``None`` where the very report is asked about by its name.

    Instead of the instant it is the moment that is compared: between two of
    them nothing that was said begins or ends.
    """
    report = request.report
    about = (request.name, request.recipient)
    if report.publication is not None or about in standing.said.named:
        return None
    marking, enquiry = report.marking, open_enquiry(request, standing)
    return (
        request.sender,
        request.recipient,
        request.via,
        request.purpose,
        request.held,
        report.kind,
        report.status,
        report.originator,
        report.originators,
        report.topic,
        marking.label,
        marking.releasable_to,
        marking.purposes,
        bisect_right(standing.moments, request.at_ns),
        enquiry and enquiry.name,
    )
