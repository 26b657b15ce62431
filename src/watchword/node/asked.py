"""What may go and waits for a will, and what nobody has asked for.

Rule 1: a report waits for a person where will alone stands against it; a halt
        is a will, and waits for nobody.
Rule 2: who tells on request, and is not asked, tells nothing.  That is shown as
        what it is: on one day of 2019 a launch went unexchanged like that.

Source:
    Article 1 of the agreement of 2016 as the example text paraphrases it, and
    its history of 31 October 2019.
"""

from __future__ import annotations

from collections.abc import Iterator

from watchword.agreements.posture import holding
from watchword.agreements.state import PERMITTING, AgreementState
from watchword.model.agreement import AgreementId, Stance, topic_matches
from watchword.model.message import Enquiry
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.time import DAY_NS
from watchword.node.banners import state_banners
from watchword.node.situation import Situation, Stayed
from watchword.node.tasks import Task
from watchword.node.wording import SHORT, brief

WILL = frozenset({"posture"})


def waiting_for_will(situation: Situation) -> Iterator[Task]:
    """Reports that a person could let go, and those nobody asked for."""
    for stayed in situation.stayed:
        header = situation.headers.get(stayed.report)
        if header is None or header.originator != situation.party:
            continue
        wills = {
            agreement: _stance(situation, agreement, stayed.recipient, header)
            for agreement, codes in stayed.codes.items()
            if codes == WILL
        }
        open_to = [name for name, will in wills.items() if will != "halt"]
        if not open_to:
            continue
        asked_for = [n for n in open_to if wills[n] == "on-request"]
        event = _event_of(situation, stayed.report)
        if asked_for and event and not _went(situation, event):
            yield _nobody_asked(situation, stayed, header, asked_for[0])
        else:
            yield _release(situation, stayed, header, wills[open_to[0]])


def _stance(
    situation: Situation, agreement: AgreementId, recipient: PartyId, header: Header
) -> Stance:
    found = holding(
        situation.wills.get(agreement, {}),
        situation.party,
        recipient,
        header.topic,
        situation.at_ns,
    )
    return found[1].stance if found else "case-by-case"


def _event_of(situation: Situation, report: str) -> tuple[str, ...]:
    return next((event for event in situation.seen if report in event), ())


def _went(situation: Situation, event: tuple[str, ...]) -> bool:
    return any(went.report in event for went in situation.went)


def _release(
    situation: Situation, stayed: Stayed, header: Header, will: Stance
) -> Task:
    return Task(
        kind="release",
        who=situation.party,
        about=stayed.report,
        since_ns=stayed.at_ns,
        due_ns=None,
        what=f"{header.topic} said {brief(header.said_at_ns)}"
        f" stays from {stayed.recipient}: {will}",
        hint=f"watchword release {stayed.report[:SHORT]} --to {stayed.recipient}",
    )


def _nobody_asked(
    situation: Situation, stayed: Stayed, header: Header, agreement: AgreementId
) -> Task:
    asked = any(
        said.party == situation.party
        and said.to == stayed.recipient
        and topic_matches(header.topic, said.topic)
        and said.from_ns <= header.said_at_ns + DAY_NS
        and said.to_ns > header.said_at_ns - DAY_NS
        for _, said in situation.of(Enquiry)
    )
    kind = header.kind.replace("_", " ")
    release = f"watchword release {stayed.report[:SHORT]} --to {stayed.recipient}"
    return Task(
        kind="nobody-asked",
        who=situation.party,
        about=stayed.report,
        since_ns=stayed.at_ns,
        due_ns=None,
        what=f"nobody asked: {kind} seen here, your report of"
        f" {brief(header.said_at_ns)} went to nobody;"
        f" {stayed.recipient} has not asked" + ("" if asked else ", nor have you"),
        hint=release if asked else _ask(stayed, header, agreement),
    )


def _ask(stayed: Stayed, header: Header, agreement: AgreementId) -> str:
    # A day to both sides: the other end may have seen it earlier or said it later.
    from_ns, to_ns = header.said_at_ns - DAY_NS, header.said_at_ns + DAY_NS
    return (
        f"watchword ask {stayed.recipient} --agreement {agreement}"
        f" --topic {header.topic} --from {brief(from_ns)} --to {brief(to_ns)}"
        " --due ..."
    )


def agreements_to_watch(situation: Situation) -> Iterator[Task]:
    """Agreements under a notice, or read differently."""
    for name, state in situation.states.items():
        effect = state.by_reading.get(situation.party)
        for banner in state_banners(state, situation.party, situation.at_ns):
            yield Task(
                kind="agreement",
                who=situation.party,
                about=name,
                since_ns=state.since_ns or situation.at_ns,
                due_ns=effect.ends_at_ns if effect else None,
                what=banner,
                hint=_watch(state, situation.party),
            )


def _watch(state: AgreementState, party: PartyId) -> str:
    if state.state_under(party) == "NOTICE_GIVEN" and state.state in PERMITTING:
        return f"watchword posture set {state.agreement} on-request"
    return f"watchword agreement timeline {state.agreement}"
