"""What the last commit said, as it is sent."""

from __future__ import annotations

from tests.desks import PACT, SOUTH, pair

from watchword.edge.lastlines import LastLines
from watchword.edge.outbox import MOST_LINES, Outbox
from watchword.node.receive import origin_of
from watchword.wire.line import Channel

ORIGIN = "a/b/c/routine"


def test_lines_are_there_once_a_checkpoint_covers_them() -> None:
    last_lines = LastLines()
    last_lines.put(ORIGIN, b"one")
    assert last_lines.after(ORIGIN, 6, 9) is None
    last_lines.sign(ORIGIN, 7, "note")
    found = last_lines.after(ORIGIN, 6, 9)
    assert found is not None
    assert (found.last, found.lines, found.note) == (7, (b"one",), "note")


def test_who_holds_more_or_less_reads_the_log() -> None:
    last_lines = LastLines()
    for line in (b"one", b"two"):
        last_lines.put(ORIGIN, line)
    last_lines.sign(ORIGIN, 7, "note")
    assert last_lines.after(ORIGIN, 4, 9) is None
    assert last_lines.after(ORIGIN, 6, 9) is None
    assert last_lines.after(ORIGIN, 5, 1) is None
    assert last_lines.after(ORIGIN, 5, 2) is not None


def test_the_next_commit_leaves_nothing_of_the_last() -> None:
    last_lines = LastLines()
    last_lines.put(ORIGIN, b"one")
    last_lines.sign(ORIGIN, 7, "note")
    last_lines.clear()
    assert last_lines.after(ORIGIN, 6, 9) is None
    last_lines.sign(ORIGIN, 7, "note")
    assert last_lines.after(ORIGIN, 6, 9) is None


def test_a_batch_is_the_same_from_memory_and_from_the_log() -> None:
    north, _ = pair()
    origin = origin_of(
        Channel(agreement=PACT, sender=north.party, recipient=SOUTH, lane="routine")
    )
    log = Outbox(north.store, north.party)
    seen = 0
    for _ in range(5):
        after = log.size_of(origin)
        north.report()
        told = north.writer.last_lines.after(origin, after, MOST_LINES)
        assert told is not None
        seen += len(told.lines)
        assert north.outbox.batch_of(origin, after, MOST_LINES) == log.batch_of(
            origin, after, MOST_LINES
        )
    assert seen == 5
