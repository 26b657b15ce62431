"""A world in one process: desks, the letters between them, one seed.

Rule 1: the clock jumps to the next letter; nothing sleeps.
Rule 2: a letter is bytes, read at its end as the server reads a body.
Rule 3: the same seed and the same calls give the same day, byte for byte.
Rule 4: what a desk says itself is taken at once, at the world's instant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Final

import msgspec
from msgspec.structs import replace

from watchword.agreements.terms import parse_terms
from watchword.edge.writer import Outcome
from watchword.errors import EdgeError, StoreError, UsageError
from watchword.model.agreement import (
    Approval,
    CompletionNote,
    Instrument,
    Posture,
    Signature,
)
from watchword.model.field import Value
from watchword.model.judgement import Judgement
from watchword.model.message import AnyMessage, Record, Word
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.time import DAY_NS, MINUTE_NS, SECOND_NS, Instant
from watchword.node.effects import Hold, Offer, Quarantine
from watchword.node.inputs import AddSigned, FileReport, Input, KnowParty, Say, Wake
from watchword.node.receive import wants_waking
from watchword.node.words import next_word_ns
from watchword.sim.agenda import Agenda
from watchword.sim.desk import SimDesk
from watchword.sim.keys import Keys, keys_of, party_file
from watchword.sim.link import FAIR, Cut, Weather
from watchword.sim.post import Letter, Post
from watchword.trust.signed import sign_payload
from watchword.wire.statement import format_statement

BEGINS_NS: Final = 1_640_995_200 * SECOND_NS
"""2022-01-01, where a world begins unless told otherwise."""

SETTLE_DAYS: Final = 10
"""After so long in fair weather everything has arrived that ever will."""

SETTLE_MINUTES: Final = 10
"""Within so many minutes more there is one in which nothing is on its way."""

MakeDesk = Callable[[Keys, Random, float, frozenset[str]], SimDesk]


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What a world begins with.

    Args:
        seed: Everything random comes from it.
        parties: Who has a desk.
        weather: How bad the links are.
        skew_s: How far a party's clock runs ahead, seconds; 0 if not named.
        labels: Label keys that every desk accepts without an agreement.
        begins_ns: The first instant.
    """

    seed: int
    parties: tuple[PartyId, ...]
    weather: Weather = FAIR
    skew_s: Mapping[PartyId, float] = msgspec.field(default_factory=dict)
    labels: frozenset[str] = frozenset()
    begins_ns: int = BEGINS_NS


class World:
    """Desks that know each other, and virtual time.

    >>> desks = (PartyId("desk-a.example"), PartyId("desk-b.example"))
    >>> world = World(Setting(seed=1, parties=desks))
    >>> world.run(days=30)
    >>> len(world.letters)
    0

    Args:
        setting: What it begins with.
        make_desk: What a desk is; another one to try out a broken one.

    Attributes:
        desks: Every desk, by its party.
        post: The letters between them, and how they travel.
    """

    def __init__(self, setting: Setting, make_desk: MakeDesk = SimDesk) -> None:
        self._agenda = Agenda(setting.begins_ns)
        self._random = Random(setting.seed)  # noqa: S311 (a toss, not a secret)
        self.desks: dict[PartyId, SimDesk] = {}
        for party in setting.parties:
            random = Random(f"{setting.seed} {party}")  # noqa: S311
            keys, skew_s = keys_of(party, setting.seed), setting.skew_s.get(party, 0.0)
            self.desks[party] = make_desk(keys, random, skew_s, setting.labels)
        self.post = Post(self._agenda, self.desks, self._random, self.take)
        self.post.weather = setting.weather
        self._introduce_everyone()

    def _introduce_everyone(self) -> None:
        files = [party_file(desk.keys, self.now_ns) for desk in self.desks.values()]
        for party in self.desks:
            for file in files:
                self.take(party, [KnowParty(file=file)])

    @property
    def now_ns(self) -> int:
        """The world's instant."""
        return self._agenda.now_ns

    @property
    def letters(self) -> Sequence[Letter]:
        """Everything that ever left a desk."""
        return self.post.letters

    def run(self, *, days: float = 0.0, seconds: float = 0.0) -> None:
        """Let virtual time pass."""
        until_ns = self.now_ns + int(days * DAY_NS) + int(seconds * SECOND_NS)
        self._agenda.run(until_ns)
        self._agenda.advance(until_ns)

    def settle(self) -> bool:
        """Let links and machines be good, and run until nothing is on its way.

        Returns:
            Whether everything has come to rest; it always does unless a
            partner refuses a batch for good.
        """
        self.post.clear_up()
        for desk in self.desks.values():
            if desk.is_up:
                desk.store.restore_power()
        until_ns = self.now_ns + SETTLE_DAYS * DAY_NS
        # A word that is said for ever may be on its way at just that moment.
        return any(
            self._agenda.run(until_ns + minute * MINUTE_NS)
            for minute in range(SETTLE_MINUTES)
        )

    def adopt(self, text: str) -> None:
        """Have every party of an agreement sign it, and say it has completed.

        Raises:
            WatchwordError: The text cannot be read, or a desk refuses.
        """
        terms = parse_terms(text)
        for party in terms.parties:
            dated = Instant(ns=self.desks[party].clock_ns(self.now_ns))
            signature = Signature(
                agreement=terms.id,
                party=party,
                note=f"signed-{terms.version}",
                dated=dated,
                version=terms.version,
                text=text,
            )
            self.add_paper(signature)
            if terms.entry == "completion" and terms.version == 1:
                note = CompletionNote(
                    agreement=terms.id, party=party, note="completed", dated=dated
                )
                self.add_paper(note)

    def assure(self, text: str) -> None:
        """Have every party give the assurance that an agreement asks for, if any.

        Raises:
            WatchwordError: The text cannot be read, or a desk refuses.
        """
        terms = parse_terms(text)
        if not any(clause.rule == "no-assurance" for clause in terms.clauses):
            return
        for party in terms.parties:
            record = Record(
                party=party,
                agreement=terms.id,
                said_at_ns=self.now_ns,
                kind="assurance",
                items=("clearance", "protection", "purpose"),
            )
            self.say(record)

    def add_paper(self, paper: Instrument) -> str:
        """Have a party's governance key sign a paper; answer with its name.

        Raises:
            WatchwordError: The desk refuses it, or is down.
        """
        governance = self.desk(paper.party).keys.governance
        envelope = sign_payload(format_statement(paper), governance)
        return self._name(paper.party, AddSigned(envelope=envelope))

    def file(self, header: Header, fields: Mapping[str, Value]) -> str:
        """File a report at its originator's desk, now; answer with its name.

        Args:
            header: As it is signed, but for when: that is by the desk's clock.
            fields: What was observed.

        Raises:
            WatchwordError: The desk refuses it, or is down: nothing was filed.
        """
        desk = self.desk(header.originator)
        header = replace(header, said_at_ns=desk.clock_ns(self.now_ns))
        given = FileReport(header=header, fields=fields, secret=desk.draw(32))
        return self._name(header.originator, given)

    def say(self, statement: Posture | Approval | AnyMessage | Judgement) -> str:
        """State a will, decide, judge or send a message, now; answer with its name.

        Raises:
            WatchwordError: The desk refuses it, or is down.
        """
        said_at_ns = self.desk(statement.party).clock_ns(self.now_ns)
        statement = replace(statement, said_at_ns=said_at_ns)
        return self._name(statement.party, Say(statement=statement))

    def _name(self, party: PartyId, given: Input) -> str:
        outcome = self.take(party, [given])
        return next(e.name for e in outcome.effects if isinstance(e, Hold))

    def desk(self, party: PartyId) -> SimDesk:
        """The desk of a party.

        Raises:
            UsageError: It has none.
            EdgeError: It is down.
        """
        if party not in self.desks:
            raise UsageError(f"{party} has no desk in this world")
        if not self.desks[party].is_up:
            raise EdgeError(f"the desk of {party} is down")
        return self.desks[party]

    def take(self, party: PartyId, unit: Sequence[Input]) -> Outcome:
        """Have a desk take a unit now.

        Raises:
            WatchwordError: It refuses, or it is down, or it has crashed.
        """
        desk = self.desk(party)
        try:
            outcome = desk.submit(unit, self.now_ns)
        except StoreError:
            self._go_down(party)
            raise
        if outcome.error is not None:
            raise outcome.error
        self._react(party, outcome)
        self._fold_a_little(desk)
        return outcome

    def _react(self, party: PartyId, outcome: Outcome) -> None:
        for effect in outcome.effects:
            if isinstance(effect, Offer):
                way = (party, effect.channel.recipient)
                self._agenda.after(0, partial(self.post.call, way))
            if isinstance(effect, Quarantine) and effect.until_ns is not None:
                self._wake_at(party, effect.until_ns)
        held = (e.statement for e in outcome.effects if isinstance(e, Hold))
        if any(isinstance(statement, Instrument | Word) for statement in held):
            self._wake_for_word(party)

    def _wake_for_word(self, party: PartyId) -> None:
        """Some agreements ask for a word now and then, for ever."""
        desk = self.desks[party]
        word_ns = next_word_ns(desk.view, desk.clock_ns(self.now_ns))
        if word_ns is not None:
            deed = partial(self._wake, party)
            self._agenda.at(desk.world_ns(word_ns), deed, for_ever=True)

    def _fold_a_little(self, desk: SimDesk) -> None:
        if self._random.random() < 0.5:
            try:
                desk.fold(self._random.randint(1, 20))
            except StoreError:
                self._go_down(desk.party)

    def _wake_at(self, party: PartyId, clock_ns: int) -> None:
        at_ns = self.desks[party].world_ns(clock_ns)
        self._agenda.at(at_ns, partial(self._wake, party))

    def _wake(self, party: PartyId) -> None:
        desk = self.desks[party]
        if desk.is_up and wants_waking(desk.view, desk.clock_ns(self.now_ns)):
            self._carefully(party, Wake())
        while desk.is_up and desk.view.due(desk.clock_ns(self.now_ns)):
            self._carefully(party, Wake())

    def _carefully(self, party: PartyId, given: Input) -> None:
        try:
            self.take(party, [given])
        except StoreError:
            return  # It has crashed, and asks again when it is up.

    def cut(self, cut: Cut) -> None:
        """Let one direction of a link carry nothing for a while."""
        self.post.cuts.append(cut)

    def crash(self, party: PartyId, *, after_writes: int, down_s: float) -> None:
        """Have a desk crash in the next thing it does.

        Args:
            party: Whose desk.
            after_writes: After so many writes of that transaction; when there
                are fewer, after its commit and before anything is answered.
            down_s: How long it stays down.
        """
        desk = self.desks[party]
        desk.store.testing_only_crash_after = after_writes
        desk.down_s = down_s

    def _go_down(self, party: PartyId) -> None:
        desk = self.desks[party]
        desk.crash()
        delay_ns = int(desk.down_s * SECOND_NS)
        self._agenda.after(delay_ns, partial(self._come_up, party))

    def _come_up(self, party: PartyId) -> None:
        desk = self.desks[party]
        desk.restart()
        for until_ns in desk.waits_until_ns():
            self._wake_at(party, until_ns)
        self._wake_for_word(party)
        self.post.start(party)
