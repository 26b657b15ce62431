from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.desks import NORTH, NOW, PACT, MemoryDesk
from tests.vaults import CONTENT_KEY, disposal

from watchword.edge.itemkeys import KEYS_AN_EPOCH, Erased, ItemKeys
from watchword.errors import LedgerError, StoreError

CERTIFICATE = MemoryDesk(NORTH).sign(disposal(MemoryDesk(NORTH), "ab" * 32))


def gone(name: str) -> Erased:
    return Erased(
        name=name, at_ns=NOW, certificate=CERTIFICATE, basis={PACT: ("art-1",)}
    )


def files(path: Path) -> bytes:
    """The file's bytes, and of what SQLite has beside it."""
    return b"".join(each.read_bytes() for each in path.parent.iterdir())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "itemkeys.sqlite"


def test_a_key_is_durable_once_it_is_flushed(path: Path) -> None:
    keys = ItemKeys(path, CONTENT_KEY)
    first, unused = keys.key_for("a"), ItemKeys(path, CONTENT_KEY)
    with pytest.raises(LedgerError):
        unused.key_of("a")
    keys.flush()
    keys.close()
    again = ItemKeys(path, CONTENT_KEY)
    assert again.key_of("a") == again.key_for("a") == first
    assert again.key_for("b") != first


def test_each_commit_reaches_the_disk_and_the_file_is_the_owners(path: Path) -> None:
    keys = ItemKeys(path, CONTENT_KEY)
    assert keys.value("PRAGMA journal_mode") == "wal"
    assert keys.value("PRAGMA synchronous") == 2
    assert keys.value("PRAGMA secure_delete") == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keys_lie_there_wrapped_under_the_content_key(path: Path) -> None:
    keys = ItemKeys(path, CONTENT_KEY)
    key = keys.key_for("a")
    keys.flush()
    assert key not in files(path)
    with pytest.raises(LedgerError) as caught:
        ItemKeys(path, bytes(32))
    assert caught.value.code == "key-missing"


@pytest.mark.slow
def test_an_erased_key_is_nowhere_in_the_file_and_is_not_drawn_again(
    path: Path,
) -> None:
    """Among thousands, so that SQLite has split and filled many pages."""
    keys = ItemKeys(path, CONTENT_KEY)
    names = [f"{number * 7919 % 3001:064d}" for number in range(3000)]
    for start in range(0, len(names), 100):
        for name in names[start : start + 100]:
            keys.key_for(name)
        keys.flush()
    wrapped = dict(keys.rows("SELECT name, wrapped FROM key"))
    victims = names[::37]
    assert all(wrapped[name] in files(path) for name in victims)
    keys.erase([gone(name) for name in victims], "picture")
    left = files(path)
    assert not [name for name in victims if wrapped[name] in left]
    assert all(wrapped[name] in left for name in names if name not in victims)
    assert [each.name for each in keys.all_erased()] == sorted(victims)
    for ask in (keys.key_of, keys.key_for):
        with pytest.raises(LedgerError) as caught:
            ask(victims[0])
        assert caught.value.code == "destroyed"


def test_erasing_draws_the_named_key_anew_over_the_old_one(path: Path) -> None:
    keys = ItemKeys(path, CONTENT_KEY)
    before = keys.key_for("picture")
    keys.flush()
    wrapped = keys.value("SELECT wrapped FROM key")
    keys.erase([], "picture")
    assert keys.key_of("picture") != before
    assert wrapped not in files(path)


def test_erasing_again_changes_nothing_more(path: Path) -> None:
    keys = ItemKeys(path, CONTENT_KEY)
    keys.key_for("a")
    keys.flush()
    for _ in range(2):
        keys.erase([gone("a"), gone("never there")], "picture")
    assert [each.name for each in keys.all_erased()] == ["a", "never there"]
    assert keys.erased("a") == gone("a")
    assert keys.erased("b") is None


def test_erasing_is_all_or_nothing(path: Path) -> None:
    keys = ItemKeys(path, CONTENT_KEY)
    for name in ("a", "b"):
        keys.key_for(name)
    keys.flush()
    keys.run(
        "CREATE TRIGGER testing_only_fail BEFORE UPDATE ON key WHEN old.name = 'b'"
        " BEGIN SELECT RAISE(ABORT, 'as if the disk had failed'); END"
    )
    with pytest.raises(StoreError):
        keys.erase([gone("a"), gone("b")], "picture")
    assert [*keys.all_erased()] == []
    assert keys.key_of("a") != keys.key_of("b")


def test_keys_of_another_file_are_taken_over_and_none_is_replaced(
    path: Path, tmp_path: Path
) -> None:
    keys, other = ItemKeys(path, CONTENT_KEY), ItemKeys(tmp_path / "k2", CONTENT_KEY)
    own, theirs = keys.key_for("a"), other.key_for("b")
    other.key_for("a")
    for each in (keys, other):
        each.flush()
    keys.adopt(other)
    assert (keys.key_of("a"), keys.key_of("b")) == (own, theirs)


def test_a_file_that_cannot_be_made_is_a_failing_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        ItemKeys(tmp_path / "no folder" / "itemkeys.sqlite", CONTENT_KEY)


def test_what_was_left_in_the_log_before_the_file_is_settled_when_it_is_opened(
    path: Path, tmp_path: Path
) -> None:
    """As after a power cut between the commit of an erasing and its end."""
    keys = ItemKeys(path, CONTENT_KEY)
    keys.key_for("a")
    keys.flush()
    keys.run("PRAGMA wal_checkpoint(TRUNCATE)")
    wrapped = keys.value("SELECT wrapped FROM key")
    keys.run("UPDATE key SET wrapped = zeroblob(60)")
    cut = tmp_path / "cut"
    cut.mkdir()
    for each in (path, path.with_name(f"{path.name}-wal")):
        (cut / each.name).write_bytes(each.read_bytes())
    assert wrapped in files(cut / path.name)
    again = ItemKeys(cut / path.name, CONTENT_KEY)
    assert wrapped not in files(cut / path.name)
    again.close()


def test_a_fresh_key_is_taken_over_from_the_row_that_was_committed(
    path: Path,
) -> None:
    """As after a crash: the file has the epoch's key, the store has the row."""
    keys = ItemKeys(path, CONTENT_KEY)
    drawn = keys.key_for("a")
    row = keys.fresh()
    assert row is not None
    assert drawn not in row[1]
    again = ItemKeys(path, CONTENT_KEY)
    with pytest.raises(LedgerError):
        again.key_of("a")
    again.take_over([row])
    assert again.key_of("a") == drawn
    assert ItemKeys(path, CONTENT_KEY).key_of("a") == drawn


def test_what_a_transaction_that_failed_has_drawn_goes_with_the_next(
    path: Path,
) -> None:
    keys = ItemKeys(path, CONTENT_KEY)
    drawn = keys.key_for("a")
    assert keys.fresh() is not None
    row = keys.fresh()
    assert row is not None
    keys.kept()
    assert keys.fresh() is None
    again = ItemKeys(path, CONTENT_KEY)
    again.take_over([row])
    assert again.key_of("a") == drawn


def test_a_row_of_an_epoch_that_is_over_opens_nothing(path: Path) -> None:
    keys = ItemKeys(path, CONTENT_KEY)
    keys.key_for("a")
    row, epoch = keys.fresh(), keys.value("SELECT wrapped FROM epoch")
    assert row is not None
    keys.kept()
    keys.erase([gone("a")], "picture")
    assert epoch not in files(path)
    keys.close()
    again = ItemKeys(path, CONTENT_KEY)
    again.take_over([row])
    assert again.rows("SELECT name FROM key") == []
    with pytest.raises(LedgerError) as caught:
        again.key_of("a")
    assert caught.value.code == "destroyed"


def test_a_row_that_was_changed_is_not_believed(path: Path) -> None:
    keys = ItemKeys(path, CONTENT_KEY)
    keys.key_for("a")
    row = keys.fresh()
    assert row is not None
    mark, sealed = row
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    with pytest.raises(LedgerError) as caught:
        ItemKeys(path, CONTENT_KEY).take_over([(mark, changed)])
    assert caught.value.code == "store-damaged"


def test_an_epoch_ends_by_itself_after_many_keys(path: Path) -> None:
    keys = ItemKeys(path, CONTENT_KEY)
    marks = set()
    for number in range(2 * KEYS_AN_EPOCH):
        keys.key_for(f"{number}")
        row = keys.fresh()
        assert row is not None
        marks.add(row[0])
        keys.kept()
    assert len(marks) == 2
    assert keys.value("SELECT count(*) FROM key") == 2 * KEYS_AN_EPOCH
    assert keys.value("SELECT count(*) FROM epoch") == 1


def test_nothing_is_committed_while_it_is_in_doubt_whether_an_epoch_is_over(
    path: Path,
) -> None:
    keys = ItemKeys(path, CONTENT_KEY)
    keys.key_for("a")
    keys.kept()
    keys.run(
        "CREATE TRIGGER testing_only_fail BEFORE UPDATE ON epoch"
        " BEGIN SELECT RAISE(ABORT, 'as if the disk had failed'); END"
    )
    with pytest.raises(StoreError):
        keys.flush()
    keys.key_for("b")
    with pytest.raises(StoreError):
        keys.fresh()
    keys.run("DROP TRIGGER testing_only_fail")
    assert keys.fresh() is None
    names = {name for (name,) in keys.rows("SELECT name FROM key")}
    assert names == {"a", "b"}


def test_a_copy_of_the_keys_has_no_key_of_an_epoch(path: Path, tmp_path: Path) -> None:
    keys = ItemKeys(path, CONTENT_KEY)
    keys.key_for("a")
    row = keys.fresh()
    assert row is not None
    keys.kept()
    folder = tmp_path / "copies"
    folder.mkdir()
    copied = folder / "itemkeys.sqlite"
    for _ in keys.copy_to(copied):
        pass
    assert keys.value("SELECT wrapped FROM epoch") not in files(copied)
    copy = ItemKeys(copied, CONTENT_KEY)
    copy.take_over([row])
    with pytest.raises(LedgerError):
        copy.key_of("a")


def test_nothing_is_committed_under_an_epoch_that_was_found_in_the_file(
    path: Path, tmp_path: Path
) -> None:
    """The file may have been copied while the node was down."""
    first = ItemKeys(path, CONTENT_KEY)
    first.key_for("a")
    first.close()
    folder = tmp_path / "copied by hand"
    folder.mkdir()
    (folder / path.name).write_bytes(path.read_bytes())
    keys = ItemKeys(path, CONTENT_KEY)
    keys.key_for("b")
    assert keys.fresh() is None
    assert keys.value("SELECT 1 FROM key WHERE name = 'b'") == 1
    keys.key_for("c")
    row = keys.fresh()
    assert row is not None
    copy = ItemKeys(folder / path.name, CONTENT_KEY)
    copy.take_over([row])
    with pytest.raises(LedgerError):
        copy.key_of("c")
