"""The kept picture: slices of any size and any memory give the full fold's bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.desks import line, pair, taking
from tests.unit.fusion.told import value_of
from tests.vaults import destroy

from watchword.edge.judgements import held_judgements
from watchword.edge.picturestore import PictureStore
from watchword.model.field import Value
from watchword.model.judgement import Judgement, Verdict
from watchword.node.inputs import Say
from watchword.picture.canonical import picture_bytes
from watchword.picture.picture import picture
from watchword.wire.envelope import Envelope
from watchword.wire.sealed import seal
from watchword.wire.statement import SealedReport

CLOCKS = ("05:59", "06:00", "06:08", "06:14", "06:42", "23:55")
TIMES = {
    "observed_at": [f"2022-05-24T{clock}" for clock in CLOCKS],
    "observed_hour": ["2022-05-24T05:00", "2022-05-24T06:00"],
    "stated_on": ["2022-05-24", "2022-05-25"],
    "range_km": ["~300", "470", "760"],
    "site": ["Sunan", "Punggye-ri"],
}
MEMORIES = st.sampled_from((0, 1500, 1_000_000))


@st.composite
def contents(draw: st.DrawFn) -> Mapping[str, Value]:
    names = draw(st.sets(st.sampled_from(sorted(TIMES)), min_size=1))
    return {n: value_of(n, draw(st.sampled_from(TIMES[n]))) for n in sorted(names)}


class South:
    """A desk to which north tells reports piece by piece, in any order."""

    def __init__(self, most_bytes: int) -> None:
        self.north, self.desk = pair()
        self.desk.pictures = PictureStore(self.desk.store, most_bytes=most_bytes)
        self.reports: list[str] = []
        self._lines = 0

    @property
    def pictures(self) -> PictureStore:
        return self.desk.pictures

    def tell(self, envelope: Envelope, disclosed: tuple[str, ...]) -> None:
        self._lines += 1
        self.desk.do(taking(line(envelope, self._lines, disclosed)))

    def file(
        self, data: st.DataObject, fields: Mapping[str, Value]
    ) -> Callable[[], None]:
        """Tell a part of it now; the rest is for whoever calls what comes back."""
        corrects = data.draw(st.sampled_from(["", "", *self.reports[-2:]]))
        authority = data.draw(st.sampled_from(("KR_JCS", "JP_MOD", "KP_KCNA")))
        header = msgspec.structs.replace(
            self.north.header(corrects=corrects), attributed_to=authority
        )
        sealed = seal(fields, self.north.draw(32))
        envelope = self.north.sign(SealedReport(header=header, sealed=sealed.digests))
        late = data.draw(st.sets(st.sampled_from(sorted(fields))))
        texts = sealed.disclosures
        self.tell(envelope, tuple(texts[n] for n in sorted(texts) if n not in late))
        self.reports.append(envelope.name)
        return lambda: self.tell(envelope, tuple(texts[n] for n in sorted(late)))

    def fold_some(self, data: st.DataObject) -> None:
        """Fold a few entries, or some steps of a slice; leave it there."""
        if data.draw(st.booleans()):
            self.pictures.fold(most=data.draw(st.integers(1, 6)))
        else:
            steps = iter(range(data.draw(st.integers(1, 12))))
            self.pictures.fold_until(lambda: next(steps, None) is None)

    def judge(self, data: st.DataObject) -> None:
        """Decide something about reports held, or undo it; nonsense is refused."""
        made = [name for name, _ in held_judgements(self.desk.store)]
        verdicts: list[Verdict] = ["same", "same", "apart", "withdrawn"]
        verdicts += ["undone"] if made else []
        verdict = data.draw(st.sampled_from(verdicts))
        two = data.draw(st.permutations(self.reports))[:2]
        if verdict in ("same", "apart") and len(two) < 2:
            return
        reports = {"same": two, "undone": []}.get(verdict, two[:1])
        said = Judgement(
            party=self.desk.party,
            said_at_ns=self.desk.now_ns + len(made),
            verdict=verdict,
            reports=tuple(sorted(reports)),
            others=tuple(two[1:]) if verdict == "apart" else (),
            undoes=data.draw(st.sampled_from(made)) if verdict == "undone" else "",
            because="seen on the plot",
        )
        self.desk.take(Say(statement=said))

    def check(self) -> None:
        kept = self.pictures.picture()
        full = picture(self.pictures.said(), None, self.pictures.judged())
        full = msgspec.structs.replace(full, destroyed=self.pictures.destroyed())
        assert picture_bytes(kept) == picture_bytes(full)
        groups = {frozenset(group) for group in self.pictures.groups()}
        assert groups == {frozenset(event.members) for event in full.events}


@given(st.data(), MEMORIES)
def test_slices_of_any_size_and_any_memory_give_the_bytes_of_the_full_fold(
    data: st.DataObject, most_bytes: int
) -> None:
    south = South(most_bytes)
    later: list[Callable[[], None]] = []
    for fields in data.draw(st.lists(contents(), min_size=1, max_size=7)):
        later.append(south.file(data, fields))
        while data.draw(st.booleans()):
            south.fold_some(data)
        if data.draw(st.integers(0, 3)) == 0:
            south.check()
        if data.draw(st.integers(0, 2)) == 0:
            later.pop(data.draw(st.integers(0, len(later) - 1)))()
    for rest in data.draw(st.permutations(later)):
        rest()
        south.fold_some(data)
    south.check()


@given(st.data(), MEMORIES)
def test_judgements_mixed_in_give_the_bytes_of_the_full_fold(
    data: st.DataObject, most_bytes: int
) -> None:
    south = South(most_bytes)
    later: list[Callable[[], None]] = []
    for fields in data.draw(st.lists(contents(), min_size=2, max_size=7)):
        later.append(south.file(data, fields))
        while data.draw(st.booleans()):
            south.judge(data)
            if data.draw(st.booleans()):
                south.fold_some(data)
        if data.draw(st.integers(0, 3)) == 0:
            south.check()
        if data.draw(st.integers(0, 2)) == 0:
            later.pop(data.draw(st.integers(0, len(later) - 1)))()
        if data.draw(st.integers(0, 5)) == 0:
            south.desk.pictures = PictureStore(south.desk.store, most_bytes=most_bytes)
    for rest in data.draw(st.permutations(later)):
        rest()
        south.judge(data)
        south.fold_some(data)
    if data.draw(st.integers(0, 3)) == 0:
        destroy(south.desk, data.draw(st.sampled_from(south.reports)))
    south.check()


@given(st.data(), MEMORIES)
def test_when_every_judgement_is_undone_the_picture_is_as_before(
    data: st.DataObject, most_bytes: int
) -> None:
    south = South(most_bytes)
    for fields in data.draw(st.lists(contents(), min_size=2, max_size=5)):
        south.file(data, fields)()
    before = picture_bytes(south.pictures.picture())
    for _ in range(data.draw(st.integers(1, 4))):
        south.judge(data)
        south.fold_some(data)
    for number in range(1000, 1100):
        counting = set(south.pictures.judged().counts)
        made = dict(held_judgements(south.desk.store))
        left = [n for n in counting if made[n].verdict != "undone"]
        if not left:
            break
        said = Judgement(
            party=south.desk.party,
            said_at_ns=south.desk.now_ns + number,
            verdict="undone",
            undoes=min(left),
            because="a drill",
        )
        south.desk.do(Say(statement=said))
        south.fold_some(data)
    assert not south.pictures.judged().withdrawn
    assert picture_bytes(south.pictures.picture()) == before


@given(st.data(), MEMORIES)
def test_nothing_of_a_destroyed_report_stays_in_memory_or_picture(
    data: st.DataObject, most_bytes: int
) -> None:
    south = South(most_bytes)
    for fields in data.draw(st.lists(contents(), min_size=1, max_size=5)):
        south.file(data, fields)()
        if data.draw(st.booleans()):
            south.fold_some(data)
    gone = data.draw(st.sampled_from(south.reports))
    destroy(south.desk, gone)
    assert not any(south.pictures.remembers(name) for name in south.reports)
    if data.draw(st.booleans()):
        south.fold_some(data)
    south.check()
    assert not south.pictures.remembers(gone)
    assert gone not in {n for group in south.pictures.groups() for n in group}


@given(st.data(), MEMORIES)
def test_whoever_goes_on_from_the_store_alone_comes_to_the_same(
    data: st.DataObject, most_bytes: int
) -> None:
    """A process that ends amid a slice loses what was in memory, and no more."""
    south = South(most_bytes)
    for fields in data.draw(st.lists(contents(), min_size=2, max_size=6)):
        rest = south.file(data, fields)
        south.fold_some(data)
        if data.draw(st.booleans()):
            south.desk.pictures = PictureStore(south.desk.store, most_bytes=most_bytes)
        if data.draw(st.booleans()):
            rest()
            south.fold_some(data)
    south.check()
