"""What the last commit said, as it is sent."""

from __future__ import annotations

from tests.desks import PACT, SOUTH, pair

from watchword.edge.outbox import MOST_LINES, Outbox
from watchword.edge.tray import Tray
from watchword.node.receive import origin_of
from watchword.wire.line import Channel

ORIGIN = "a/b/c/routine"


def test_lines_are_there_once_a_checkpoint_covers_them() -> None:
    tray = Tray()
    tray.put(ORIGIN, b"one")
    assert tray.after(ORIGIN, 6, 9) is None
    tray.sign(ORIGIN, 7, "note")
    found = tray.after(ORIGIN, 6, 9)
    assert found is not None
    assert (found.last, found.lines, found.note) == (7, (b"one",), "note")


def test_who_holds_more_or_less_reads_the_log() -> None:
    tray = Tray()
    for line in (b"one", b"two"):
        tray.put(ORIGIN, line)
    tray.sign(ORIGIN, 7, "note")
    assert tray.after(ORIGIN, 4, 9) is None
    assert tray.after(ORIGIN, 6, 9) is None
    assert tray.after(ORIGIN, 5, 1) is None
    assert tray.after(ORIGIN, 5, 2) is not None


def test_the_next_commit_leaves_nothing_of_the_last() -> None:
    tray = Tray()
    tray.put(ORIGIN, b"one")
    tray.sign(ORIGIN, 7, "note")
    tray.clear()
    assert tray.after(ORIGIN, 6, 9) is None
    tray.sign(ORIGIN, 7, "note")
    assert tray.after(ORIGIN, 6, 9) is None


def test_a_batch_is_the_same_from_the_tray_and_from_the_log() -> None:
    north, _ = pair()
    origin = origin_of(
        Channel(agreement=PACT, sender=north.party, recipient=SOUTH, lane="routine")
    )
    log = Outbox(north.store, north.party)
    seen = 0
    for _ in range(5):
        after = log.size_of(origin)
        north.report()
        told = north.writer.tray.after(origin, after, MOST_LINES)
        assert told is not None
        seen += len(told.lines)
        assert north.outbox.batch_of(origin, after, MOST_LINES) == log.batch_of(
            origin, after, MOST_LINES
        )
    assert seen == 5
