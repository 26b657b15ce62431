from __future__ import annotations

from watchword.edge.sight import MENDED_NS, Sight


def test_a_link_is_down_since_it_first_was_and_over_when_it_works() -> None:
    sight = Sight()
    sight.see_links({"desk.south": {"state": "down", "code": "down"}}, 5)
    sight.see_links({"desk.south": {"state": "refused", "code": "gap"}}, 9)
    (down,) = sight.down
    assert (down.partner, down.since_ns, down.code) == ("desk.south", 5, "gap")
    sight.see_links({"desk.south": {"state": "connected"}}, 11)
    assert sight.down == ()
    sight.see_links({"desk.south": {"state": "undialled"}}, 12)
    sight.see_links({}, 13)
    assert sight.down == ()


def test_a_store_that_failed_is_believed_when_it_has_not_for_a_while() -> None:
    sight = Sight()
    sight.fail_store("store-full", 5)
    sight.mend_store(6)
    assert sight.store_code == "store-full"
    sight.fail_store("store-full", 7)
    sight.mend_store(6 + MENDED_NS)
    assert (sight.store_code, sight.store_since_ns) == ("store-full", 5)
    sight.mend_store(8 + MENDED_NS)
    assert sight.store_code == ""
    sight.fail_store("store", 9 + MENDED_NS)
    assert sight.store_since_ns == 9 + MENDED_NS


def test_a_picture_is_stuck_while_it_lags_and_does_not_move() -> None:
    sight = Sight()
    sight.see_picture(3, 10, 0)
    assert sight.stuck_since_ns is None
    sight.see_picture(3, 10, 1)
    assert sight.stuck_since_ns == 1
    sight.see_picture(2, 10, 2)
    assert sight.stuck_since_ns == 1
    sight.see_picture(2, 11, 3)
    assert sight.stuck_since_ns is None
    sight.see_picture(2, 11, 4)
    assert sight.stuck_since_ns == 4
    sight.see_picture(0, 11, 5)
    assert sight.stuck_since_ns is None
