"""Each thing that can be wrong with a node is found, and named with a hint."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.listeners import certified, hooked
from tests.unit.edge.test_commands import NORTH, PACT, SOUTH, Office

from watchword.edge.clock import system_ns
from watchword.edge.commands.doctor import Doctor
from watchword.edge.config import parse_address
from watchword.edge.finding import Finding
from watchword.edge.home import Home
from watchword.edge.homechecks import check_home
from watchword.edge.partnercheck import check_partners
from watchword.edge.readiness import Readiness
from watchword.model.time import DAY_NS, SECOND_NS


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    office.agree()
    yield office
    for desk in office.desks.values():
        desk.close()


def outside(office: Office) -> dict[str, Finding]:
    """Of each check the worst finding."""
    return worst(check_home(office.desks[NORTH].home))


def inside(office: Office) -> dict[str, Finding]:
    return worst(office.run(Doctor(partners=False)))


def worst(found: object) -> dict[str, Finding]:
    rows: dict[str, Finding] = {}
    order = ("ok", "warn", "fail")
    for finding in found:  # type: ignore[attr-defined]
        known = rows.get(finding.check)
        if known is None or order.index(finding.state) > order.index(known.state):
            rows[finding.check] = finding
    return rows


def test_a_sound_node_has_nothing_that_fails(office: Office) -> None:
    found = {**outside(office), **inside(office)}
    wrong = {check: f.says for check, f in found.items() if f.state == "fail"}
    assert set(wrong) <= {"port"}  # The office's port is nobody's to listen on.
    assert found["keys"].says == "the governance key lies in the node's folder"
    assert found["agreement"].says == f"{PACT} IN_FORCE"
    for check in ("folder", "settings", "store", "operational key", "certificate"):
        assert found[check].state == "ok"


def test_where_there_is_no_node_it_says_so(tmp_path: Path) -> None:
    (finding,) = check_home(Home(tmp_path / "none"))
    assert (finding.check, finding.state) == ("folder", "fail")


def test_a_folder_or_key_that_others_may_read_is_found(office: Office) -> None:
    home = office.desks[NORTH].home
    home.path.chmod(0o755)
    home.tls_key_path.chmod(0o644)
    found = outside(office)
    assert found["folder"].hint == f"chmod 700 {home.path}"
    assert found["keys"].state == "fail"
    assert "tls.key" in found["keys"].says


def test_settings_that_are_none_are_found(office: Office) -> None:
    home = office.desks[NORTH].home
    home.config_path.write_text("party = 1\n")
    found = outside(office)
    assert found["settings"].state == "fail"
    assert "store" not in found


def test_a_store_of_another_version_is_found(office: Office) -> None:
    office.desks[NORTH].store.run("PRAGMA user_version = 99")
    assert "schema 99" in outside(office)["store"].says


def test_a_store_that_is_none_is_found(office: Office) -> None:
    home = office.desks[NORTH].home
    for path in home.path.glob("store.sqlite*"):
        path.unlink()
    home.store_path.write_bytes(b"no store" * 1000)
    assert outside(office)["store"].state == "fail"


def test_a_port_that_somebody_listens_on_is_found(office: Office) -> None:
    home = office.desks[NORTH].home
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        text = home.config_path.read_text()
        home.config_path.write_text(
            text.replace('listen = "127.0.0.1:1"', f'listen = "127.0.0.1:{port}"')
        )
        assert outside(office)["port"].state == "fail"
        with home.lock():
            found = outside(office)
        assert (found["port"].state, found["process"].says) == ("ok", "the node is up")


def test_a_key_or_certificate_that_counts_for_nothing_is_found(office: Office) -> None:
    home = office.desks[NORTH].home
    home.certificate_path.write_text("no certificate")
    desk = office.desks[NORTH]
    readiness = Readiness(desk)
    assert [reason.check for reason in readiness.reasons()] == ["certificate"]
    assert inside(office)["certificate"].state == "fail"
    other = office.desks[SOUTH].home
    home.certificate_path.write_bytes(other.certificate_path.read_bytes())
    assert "no designation" in inside(office)["certificate"].says
    assert [reason.check for reason in readiness.reasons()] == ["certificate"]


def test_a_clock_before_the_last_write_or_the_ledger_is_found(office: Office) -> None:
    desk = office.desks[NORTH]
    assert desk.store.path is not None
    assert inside(office)["clock"].state == "ok"
    later_s = (system_ns() + DAY_NS) / SECOND_NS
    os.utime(desk.store.path, (later_s, later_s))
    assert "last write" in inside(office)["clock"].says
    os.utime(desk.store.path)
    desk.store.run("UPDATE entry SET known_at_ns = ?", (system_ns() + DAY_NS,))
    os.utime(desk.store.path)
    assert "yet to come" in inside(office)["clock"].says


def test_a_partner_whose_clock_is_ahead_is_found(office: Office) -> None:
    desk = office.desks[NORTH]
    desk.store.run(
        "UPDATE statement SET said_at_ns = ? WHERE party = ? AND kind = 'instrument'",
        (system_ns() + DAY_NS, SOUTH),
    )
    finding = inside(office)["clock"]
    assert finding.state == "warn"
    assert "a partner has said something" in finding.says


def test_a_partner_that_shows_another_certificate_is_found(
    office: Office, tmp_path: Path
) -> None:
    desk = office.desks[NORTH]

    async def tried() -> list[Finding]:
        async with hooked(certified(tmp_path / "tls")) as other:
            endpoint = other.url.removesuffix("/alerts")
            parse_address(endpoint.removeprefix("https://"))
            desk.store.run(
                "UPDATE party SET endpoint = ? WHERE party = ?", (endpoint, SOUTH)
            )
            return await check_partners(desk)

    (finding,) = asyncio.run(tried())
    assert finding.state == "fail"
    assert "shows another certificate" in finding.says


@pytest.mark.parametrize(
    ("endpoint", "says"),
    [
        ("https://127.0.0.1:1", "does not take a connection"),
        ("https://nowhere.invalid:7400", "has no address"),
    ],
)
def test_how_far_the_way_to_a_partner_goes_is_said(
    office: Office, endpoint: str, says: str
) -> None:
    desk = office.desks[NORTH]
    desk.store.run("UPDATE party SET endpoint = ? WHERE party = ?", (endpoint, SOUTH))
    (finding,) = asyncio.run(check_partners(desk))
    assert finding.state == "fail"
    assert says in finding.says


def test_a_node_without_partners_or_agreements_is_told_what_to_do(
    tmp_path: Path,
) -> None:
    lone = Office(tmp_path / "lone")
    found = worst(lone.run(Doctor()))
    assert found["partner"].hint == "watchword party import FILE"
    assert found["agreement"].hint == "watchword agreement sign FILE"
    for desk in lone.desks.values():
        desk.close()


def test_a_store_that_cannot_write_is_not_ready(office: Office) -> None:
    desk = office.desks[NORTH]
    assert Readiness(desk).reasons() == ()
    desk.store.run("PRAGMA query_only = 1")
    (reason,) = Readiness(desk).reasons()
    assert (reason.check, reason.says) == ("store", "store-read-only")


def test_a_picture_that_stands_still_is_not_ready(office: Office) -> None:
    desk = office.desks[NORTH]
    desk.sight.stuck_since_ns = system_ns() - DAY_NS
    assert [reason.check for reason in Readiness(desk).reasons()] == ["picture"]


def test_a_store_that_was_put_back_is_not_ready_until_partners_were_asked(
    office: Office,
) -> None:
    desk = office.desks[NORTH]
    desk.store.set_meta("restored", b"{}")
    assert [reason.check for reason in Readiness(desk).reasons()] == ["restored"]
    assert inside(office)["restored"].state == "warn"
