"""Setting up the exercise: each desk with a node, papers, postures, partners."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from watchword.agreements.terms import parse_terms
from watchword.edge.commands.papers import AddPaper
from watchword.edge.commands.parties import PartyImport
from watchword.edge.commands.releases import PostureSet
from watchword.edge.config import Config
from watchword.edge.desk import Desk
from watchword.edge.home import Home
from watchword.edge.keyfiles import new_signer
from watchword.edge.setup import Validity, init_node, sign_paper
from watchword.model.agreement import AgreementId, Instrument, Posture
from watchword.model.message import Record
from watchword.model.party import PartyId
from watchword.model.time import format_ns, ns_of, parse_instant
from watchword.node.inputs import Say
from watchword.record.desks import desks, exercise, postures
from watchword.record.library import agreement_text, shipped_papers
from watchword.trust.keys import Signer
from watchword.wire.introduction import PartyFile

AGREEMENTS: Final = ("gsomia-2016", "tisa-2014")
"""The agreements of the exercise."""

UNDERLYING: Final = ("fictional-leg-1987", "fictional-leg-2007")
"""Those that the legs of the second rest on."""

ASSURED: Final = ("clearance", "protection", "purpose")
KEYS_FROM_NS: Final = parse_instant("2011-01-01Z").ns
KEYS_DAYS: Final = 36_500
"""The exercise's keys hold over the whole of the history it replays."""


class Staged(msgspec.Struct, frozen=True, kw_only=True):
    """A desk of the exercise, ready to run.

    Args:
        party: Its name.
        folder: Its node's folder.
        listen: Where it listens.
    """

    party: PartyId
    folder: Path
    listen: str


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """How an act of the exercise begins.

    Args:
        begins_ns: The instant of the replay clock; of the shipped history
            there are the papers that had been made by then.
        postures: What the desks are willing to tell.
    """

    begins_ns: int
    postures: tuple[Posture, ...]


def first_act() -> Opening:
    """The opening of the first act: the record of 2022."""
    return Opening(begins_ns=ns_of(exercise().postures_said_at), postures=postures())


def short(party: str) -> str:
    """A party's name within the exercise: its last part."""
    return party.rsplit(".", 1)[-1]


def stage(
    folder: Path, address: Callable[[], str], opening: Opening | None = None
) -> tuple[Staged, ...]:
    """Make every desk's node below a folder; nothing runs yet.

    Args:
        folder: Where to; a folder for each desk is made in it.
        address: Answers with a free ``host:port`` each time.
        opening: How the act begins; ``None``: the first one.
    """
    opening = opening or first_act()
    staged = tuple(
        Staged(party=party, folder=folder / short(party), listen=address())
        for party in desks()
    )
    keys = {desk.party: _key(desk) for desk in staged}
    files = {desk.party: _node(desk, keys[desk.party], opening) for desk in staged}
    for desk in staged:
        asyncio.run(_furnish(desk, keys[desk.party], files, opening))
    return staged


def _key(desk: Staged) -> Signer:
    return new_signer(Home(desk.folder).governance_path)


def _node(desk: Staged, governance: Signer, opening: Opening) -> PartyFile:
    config = Config(
        party=desk.party,
        title=f"EXERCISE {short(desk.party)}",
        profile="exercise",
        endpoint=f"https://{desk.listen}",
        listen=desk.listen,
        clock="replay",
        replay_from=format_ns(opening.begins_ns),
    )
    validity = Validity(from_ns=KEYS_FROM_NS, days=KEYS_DAYS)
    return init_node(Home(desk.folder), config, governance, validity)


async def _furnish(
    staged: Staged,
    governance: Signer,
    files: dict[PartyId, PartyFile],
    opening: Opening,
) -> None:
    desk = Desk(Home(staged.folder))
    try:
        for party, file in files.items():
            if party != staged.party:
                await PartyImport(file=file).run(desk)
        for paper in papers_of(staged.party, desk.clock.now_ns()):
            await AddPaper(envelope=sign_paper(paper, governance)).run(desk)
        for record in assurances(desk):
            await desk.submit(Say(statement=record))
        for posture in opening.postures:
            if posture.party == staged.party:
                await _posture(posture).run(desk)
    finally:
        desk.close()


def papers_of(party: PartyId, before_ns: int) -> Sequence[Instrument]:
    """The papers of the shipped history that a party had made by then."""
    names = (*AGREEMENTS, *UNDERLYING)
    found = [paper for name in names for paper in shipped_papers(name)]
    return [p for p in found if p.party == party and p.dated.end_ns <= before_ns]


def assurances(desk: Desk) -> Sequence[Record]:
    """What the desk assures under each agreement that asks it to."""
    party, said_at_ns = desk.config.party, desk.clock.now_ns()
    return [
        Record(
            party=party,
            agreement=terms.id,
            said_at_ns=said_at_ns,
            kind="assurance",
            items=ASSURED,
            says="EXERCISE: given before anything is provided.",
        )
        for terms in map(parse_terms, map(agreement_text, AGREEMENTS))
        if party in terms.parties
        and any(clause.rule == "no-assurance" for clause in terms.clauses)
    ]


def _posture(posture: Posture) -> PostureSet:
    return PostureSet(
        agreement=AgreementId(posture.agreement),
        stance=posture.stance,
        to=posture.recipient,
        topic=posture.topic,
        fields=posture.fields,
    )
