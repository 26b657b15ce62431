"""Each group of faults: what breaks, what is promised, and the tests that show it.

docs/reference/faults.md is written from this table.  A test is named by its file
below ``tests/`` and its name; a file alone stands for all its tests.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Promise(NamedTuple):
    """One group.

    Args:
        number: Of the group; a group may have several rows.
        fault: What breaks, or who lies.
        promised: What holds all the same.
        tests: What shows it.
    """

    number: int
    fault: str
    promised: str
    tests: tuple[str, ...]


PROMISES: Final = (
    Promise(
        1,
        "SIGKILL at each of fourteen named points: before and after the insert, after"
        " the commit, before the push, in the middle of a frame, around the partner's"
        " commit, its cursor, the receipt and the picture's cursor",
        "what was acknowledged is there exactly once, at both ends, in order",
        (
            "faults/test_kill_points.py",
            (
                "processes/test_kill.py::"
                "test_no_kill_loses_or_doubles_what_was_acknowledged"
            ),
            "processes/test_destruction.py",
        ),
    ),
    Promise(
        1,
        "a control: the disk lies about syncs, or the store does not sync, and the"
        " power fails; rows are taken from a store by hand; a desk answers too early",
        "the oracle objects: had it not, the rows above would show nothing",
        (
            (
                "faults/test_power_loss.py::"
                "test_control_a_disk_that_lies_about_syncs_is_caught_by_the_oracle"
            ),
            (
                "faults/test_power_loss.py::"
                "test_control_a_store_that_does_not_sync_is_caught_by_the_oracle"
            ),
            (
                "processes/test_kill.py::"
                "test_the_check_sees_what_has_been_taken_from_a_store"
            ),
            "processes/test_kill.py::test_a_report_entered_twice_is_seen",
            (
                "property/test_law_3.py::"
                "test_the_oracle_finds_a_desk_that_answers_before_it_commits"
            ),
        ),
    ),
    Promise(
        2,
        "the power fails at any write or sync, what was not synced is torn by sectors;"
        " SQLite's log is cut off at any byte",
        "what was acknowledged has been synced, and the node goes on; what is left of"
        " a log is a beginning of what was said, and verifies",
        (
            (
                "faults/test_power_loss.py::"
                "test_what_was_acknowledged_outlives_a_power_cut_at_any_write"
            ),
            (
                "faults/test_power_loss.py::"
                "test_a_desk_goes_on_from_what_a_power_cut_has_left"
            ),
            (
                "faults/test_power_loss.py::"
                "test_a_wal_cut_off_at_any_byte_leaves_a_beginning_of_what_was_said"
            ),
        ),
    ),
    Promise(
        3,
        "a page of the store or of its log is torn, zeroed, or has a bit flipped",
        "whatever is signed, sealed or in a tree is found damaged when it is opened,"
        " read or verified (`store-damaged`); a log that does not fit its last"
        " checkpoint is neither served from nor signed for",
        ("faults/test_damage.py", "unit/edge/test_verify.py"),
    ),
    Promise(
        4,
        "the disk is full, read-only or fails to sync; the store has reached its bound",
        "nothing is acknowledged or receipted, everything can still be read, and the"
        " node goes on by itself when the disk works again",
        (
            (
                "faults/test_disk_errors.py::"
                "test_a_desk_whose_disk_fails_acknowledges_nothing_and_can_still_be_read"
            ),
            (
                "faults/test_disk_errors.py::"
                "test_a_desk_whose_disk_fails_gives_no_receipt_and_is_offered_it_again"
            ),
            "faults/test_disk_errors.py::test_a_desk_goes_on_when_its_disk_works_again",
            "processes/test_store_full.py",
        ),
    ),
    Promise(
        5,
        "a sync fails once, what it should have kept is lost, and the next succeeds",
        "a failed sync is never taken for one that did not fail: what was acknowledged"
        " before and after it is on the disk",
        (
            (
                "faults/test_disk_errors.py::"
                "test_a_sync_that_failed_is_never_taken_for_one_that_did_not"
            ),
        ),
    ),
    Promise(
        6,
        "a link delays, splits, coalesces, truncates, drops, doubles or swaps bytes,"
        " hangs, or gives a byte at a time; whole batches come twice or before their"
        " time",
        "everything arrives once and in order: at once over a link that is only slow,"
        " else when it is whole again",
        (
            (
                "faults/test_bad_links.py::"
                "test_a_link_that_is_only_slow_delivers_everything"
            ),
            (
                "faults/test_bad_links.py::"
                "test_what_a_broken_link_held_back_arrives_once_when_it_is_whole"
            ),
            "faults/test_doubled_requests.py",
            (
                "faults/test_replay.py::"
                "test_batches_that_come_again_in_any_order_change_nothing"
            ),
            (
                "faults/test_replay.py::"
                "test_batches_that_come_before_their_time_are_a_gap_and_lose_nothing"
            ),
            (
                "processes/test_link_bounds.py::"
                "test_who_says_nothing_or_little_is_cut_and_others_are_answered"
            ),
        ),
    ),
    Promise(
        7,
        "six hours without a link while reports pile up: 500 by default, 100,000 with"
        " `WATCHWORD_ROUNDS=4000`",
        "they come in the order of their numbers, in batches with a bound on lines,"
        " bytes and memory; what is urgent goes before all that waits",
        (
            (
                "faults/test_backlog.py::"
                "test_after_six_hours_without_a_link_everything_comes_in_order_and_in_bounds"
            ),
            "faults/test_backlog.py::test_what_is_urgent_goes_before_the_whole_backlog",
        ),
    ),
    Promise(
        8,
        "a link carries one way only, or comes and goes every second",
        "the other way goes on, and nothing is lost or doubled",
        (
            (
                "faults/test_bad_links.py::"
                "test_a_link_that_carries_one_way_only_does_not_stop_the_other_way"
            ),
            "faults/test_bad_links.py::test_a_link_that_flaps_every_second_loses_nothing",
        ),
    ),
    Promise(
        9,
        "up to 199 partners take the connection and never answer",
        "the partner that does answer gets everything meanwhile; what waits for the"
        " others waits in the log",
        ("faults/test_slow_partner.py",),
    ),
    Promise(
        10,
        "clocks ten minutes ahead or behind, a leap second, steps back and forth",
        "numbers and order do not depend on the clock; the ledger's time never goes"
        " back; what is said in a partner's future waits for its time there",
        (
            "faults/test_backlog.py::test_numbers_and_order_do_not_depend_on_the_clock",
            (
                "faults/test_backlog.py::"
                "test_a_clock_that_steps_back_and_forth_leaves_the_ledger_in_order"
            ),
            (
                "sim/test_world.py::"
                "test_a_clock_that_runs_ahead_makes_the_others_wait_for_its_word"
            ),
            (
                "unit/node/test_bad_input.py::"
                "test_a_future_time_waits_and_enters_when_its_time_has_come"
            ),
        ),
    ),
    Promise(
        11,
        "what was said is said again: later, after the end of an agreement, or to"
        " another partner than it was written for",
        "it changes nothing; a line is taken by the recipient that its log names, and"
        " by no other; a receipt never moves custody back",
        (
            "faults/test_replay.py",
            (
                "unit/node/test_bad_input.py::"
                "test_a_replayed_number_with_the_same_bytes_is_receipted_again"
            ),
            "unit/node/test_bad_input.py::test_a_channel_that_leads_to_another_party",
        ),
    ),
    Promise(
        12,
        "signatures that are forged, malleable or of a key of small order; a wrong,"
        " rotated or revoked key; another body under a name or a number",
        "what is not signed by a key that counts is not acted on; it is kept as"
        " evidence and the channel goes on",
        (
            "unit/trust/test_keys.py::test_a_signature_has_no_second_spelling",
            "unit/trust/test_keys.py::test_a_key_of_small_order_verifies_nothing",
            "unit/trust/test_keys.py::test_one_changed_bit_anywhere_is_no_signature",
            "unit/trust/test_authority.py",
            "unit/node/test_bad_input.py::test_a_bad_signature",
            "unit/node/test_bad_input.py::test_an_unknown_key",
            "unit/node/test_bad_input.py::test_a_key_whose_designation_has_ended",
            (
                "unit/node/test_bad_input.py::"
                "test_a_replayed_number_with_other_bytes_is_evidence_of_a_fork"
            ),
            "processes/test_rotation.py",
        ),
    ),
    Promise(
        13,
        "a partner signs two histories of one log: on purpose, or because it was put"
        " back from a copy; a log is cut short",
        "it is found, both sides' signed words are kept, and nothing more of that log"
        " is taken; a node that was put back asks its partners before it signs",
        (
            "faults/test_two_histories.py",
            "processes/test_restored.py",
            "unit/edge/test_restored.py",
            "processes/test_link_tls.py::test_a_checkpoint_over_other_lines_is_a_fork",
            (
                "unit/node/test_bad_input.py::"
                "test_an_older_checkpoint_of_another_history_is_a_fork_too"
            ),
        ),
    ),
    Promise(
        14,
        "lines that are too long, too deep, packed, without end, or a million; numbers"
        " that are none, keys twice, bytes that are no UTF-8; real lines with anything"
        " done to them",
        "any bytes give a value or one documented error, in bounded time and memory,"
        " and the node goes on",
        (
            "fuzz/test_parsers.py",
            "property/test_wire.py::test_any_bytes_give_a_value_or_one_wire_error",
            "property/test_parcel.py",
            "processes/test_link_bounds.py",
            (
                "processes/test_link_tls.py::"
                "test_what_is_no_batch_is_refused_with_its_word"
            ),
            "unit/node/test_bad_input.py::test_not_a_number",
            "unit/node/test_bad_input.py::test_duplicate_keys",
        ),
    ),
    Promise(
        15,
        "the will is halted, or the agreement ends, while reports are being filed",
        "nothing is released after the commit of a halt; what only the law kept back"
        " goes once, in order, when it permits again",
        ("faults/test_suspension.py", "unit/node/test_redecide.py"),
    ),
    Promise(
        16,
        "a courier's file is cut, comes twice or out of order, is lost, or is mixed"
        " with another's",
        "what is whole and in order is taken, what is missing is named and asked for"
        " again, and nothing is taken twice",
        ("unit/edge/test_courier.py", "processes/test_courier.py"),
    ),
    Promise(
        17,
        "an upgrade is killed in the middle; a node is copied while it writes, loses"
        " its disk and is put back",
        "the store is as it was before, or as it is after; a copy is whole and"
        " verifies, or is refused",
        (
            "unit/edge/test_migrate.py",
            "unit/edge/test_migrations.py",
            "unit/edge/test_backup.py",
            "processes/test_backup.py",
        ),
    ),
    Promise(
        18,
        "SIGTERM while feeds, halves of requests and commands are open",
        "the node ends in order within five seconds",
        (
            "processes/test_feeds.py::test_nodes_with_open_feeds_end_at_once",
            (
                "processes/test_link_bounds.py::"
                "test_a_node_ends_in_five_seconds_whatever_is_open_and_its_log_says_no_more"
            ),
            (
                "processes/test_link_tls.py::"
                "test_open_connections_do_not_keep_a_node_from_ending"
            ),
        ),
    ),
    Promise(
        19,
        "days that are made up: filings, crashes, cuts, lost and doubled letters, wrong"
        " clocks, in a world whose network and time follow from one seed",
        "the five laws hold; the seed is printed and gives the same day again",
        (
            "property/test_law_3.py",
            "property/test_machine.py",
            "property/test_link.py",
            "sim/test_world.py",
        ),
    ),
    Promise(
        20,
        "another database below: the store in PostgreSQL; its server is killed, or the"
        " node over it",
        "the same suite passes over both, with the same refusals; what was acknowledged"
        " is there when the server is back, and there are never two writers",
        (
            "postgres/test_same_suite.py",
            "postgres/test_postgres.py",
            "postgres/test_processes.py",
        ),
    ),
)
