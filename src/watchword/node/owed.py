"""What somebody owes an answer to: enquiries, recalls, incidents, reviews.

Source:
    Articles 3, 6(h) and 17 of the agreement of 2016, as the example text
    paraphrases them.
"""

from __future__ import annotations

from collections.abc import Iterator

from watchword.model.message import Answer, Disposal, Enquiry, Incident, Recall
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS
from watchword.node.banners import to_review
from watchword.node.situation import Situation
from watchword.node.tasks import Task
from watchword.node.wording import SHORT, message_words, window_words


def owed(situation: Situation) -> Iterator[Task]:
    """Every answer that is due, ours and the others'."""
    yield from _enquiries(situation)
    yield from _recalls(situation)
    yield from _incidents(situation)
    yield from _reviews(situation)


def _enquiries(situation: Situation) -> Iterator[Task]:
    answered = {(said.enquiry, said.party) for _, said in situation.of(Answer)}
    for name, enquiry in situation.of(Enquiry):
        if (name, enquiry.to) in answered:
            continue
        ours = enquiry.to == situation.party
        if not ours and enquiry.party != situation.party:
            continue
        yield Task(
            kind="answer",
            who=enquiry.to,
            about=name,
            since_ns=enquiry.said_at_ns,
            due_ns=enquiry.due_ns,
            what=_with(f"{enquiry.party} asks {window_words(enquiry)}", enquiry.says),
            hint=f"watchword answer {name[:SHORT]} --outcome ..." if ours else "",
        )


def _recalls(situation: Situation) -> Iterator[Task]:
    disposed = {(said.report, said.party) for _, said in situation.of(Disposal)}
    for name, recall in situation.of(Recall):
        for holder in _holders(situation, recall):
            if (recall.report, holder) in disposed:
                continue
            ours = holder == situation.party
            hint = f"watchword dispose {recall.report[:SHORT]} --outcome ..."
            yield Task(
                kind="recall",
                who=holder,
                about=name,
                since_ns=recall.said_at_ns,
                due_ns=recall.due_ns,
                what=_with(
                    f"{recall.party} asks to {recall.wants} {recall.report[:SHORT]}",
                    recall.says,
                ),
                hint=hint if ours else "",
            )


def _holders(situation: Situation, recall: Recall) -> tuple[PartyId, ...]:
    """This desk, if it holds the report, and those it has passed it to."""
    came = [c for c in situation.came if c.report == recall.report]
    others = [w.recipient for w in situation.went if w.report == recall.report]
    own = [situation.party] if came and recall.party != situation.party else []
    return tuple(dict.fromkeys((*own, *others)))


def _incidents(situation: Situation) -> Iterator[Task]:
    told = {
        said.follows for _, said in situation.of(Incident) if said.stage == "result"
    }
    for name, incident in situation.of(Incident):
        if incident.stage != "opened" or name in told:
            continue
        days = situation.handling(incident.agreement).result_days
        due_ns = incident.result_due_ns or incident.said_at_ns + days * DAY_NS
        ours = incident.party == situation.party
        follow = f"watchword incident follow {name[:SHORT]} --stage result --says ..."
        yield Task(
            kind="incident",
            who=incident.party,
            about=name,
            since_ns=incident.said_at_ns,
            due_ns=due_ns,
            what=_with(f"the result of an incident, {incident.harm}", incident.says),
            hint=follow if ours else "",
        )


def _reviews(situation: Situation) -> Iterator[Task]:
    for name, record in to_review(situation.said, situation.party):
        yield Task(
            kind="review",
            who=situation.party,
            about=name,
            since_ns=record.said_at_ns,
            due_ns=None,
            what=f"{record.party} gives to know: {message_words(record)}",
            hint=f"watchword acknowledge {name[:SHORT]}",
        )


def _with(words: str, says: str) -> str:
    return f"{words} · {says}" if says else words
