from __future__ import annotations

from pathlib import Path

import pytest

from watchword.edge.config import (
    Config,
    format_config,
    parse_address,
    parse_config,
)
from watchword.errors import UsageError
from watchword.model.marking import label_key
from watchword.model.party import PartyId

TEXT = """
party = "desk.example"
endpoint = "https://desk.example:7400"
listen = "0.0.0.0:7400"
"""


def test_what_is_not_said_has_a_plain_value() -> None:
    config = parse_config(TEXT, {})
    assert config == Config(
        party=PartyId("desk.example"),
        endpoint="https://desk.example:7400",
        listen="0.0.0.0:7400",
    )
    assert (config.profile, config.clock, config.store_max_mb) == (
        "open",
        "system",
        None,
    )
    assert config.status == "actual"


def test_an_exercise_node_files_exercises() -> None:
    assert parse_config(TEXT + 'profile = "exercise"', {}).status == "exercise"


def test_the_labels_of_the_traffic_light_are_known_without_an_agreement() -> None:
    labels = parse_config(TEXT, {}).labels
    assert label_key("tlp: green") in labels
    assert label_key("SECRET") not in labels
    assert len(labels) == 5


def test_the_environment_has_the_last_word() -> None:
    environment = {
        "WATCHWORD_TITLE": "표제",
        "WATCHWORD_LISTEN": "127.0.0.1:9",
        "WATCHWORD_STORE_MAX_MB": "1.5",
        "WATCHWORD_PARTY": "other.example",
        "WATCHWORD_OTHER": "x",
    }
    config = parse_config(TEXT + "store_max_mb = 10000\n", environment)
    assert (config.title, config.listen) == ("표제", "127.0.0.1:9")
    assert config.store_max_mb == 1.5
    assert config.party == "desk.example"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "party =",
        "party = 7",
        TEXT + 'colour = "blue"',
        TEXT + 'profile = "secret"',
        TEXT + 'clock = "sundial"',
        TEXT + 'store_max_mb = "much"',
        TEXT + "store_max_mb = nan",
        TEXT + "store_max_mb = inf",
        TEXT + "store_max_mb = 0",
        TEXT + "store_max_mb = -5",
        TEXT + 'store = "mysql://host/database"',
        TEXT + 'store = "postgresql://me:secret@host/database"',
        TEXT + 'store = "postgresql://me@host/database?password=secret"',
        TEXT + 'store = "postgresql://me@host/database"\nstore_max_mb = 5',
        TEXT + TEXT,
        TEXT.replace("desk.example", "Desk Example"),
        TEXT.replace("0.0.0.0:7400", "7400"),
    ],
)
def test_a_wrong_setting_is_one_documented_error(text: str) -> None:
    with pytest.raises(UsageError):
        parse_config(text, {})


def test_a_store_in_postgresql_is_named_without_its_password() -> None:
    url = "postgresql://me@host/database?sslmode=verify-full"
    config = parse_config(TEXT + f'store = "{url}"\n', {})
    assert config.store == url
    assert parse_config(format_config(config), {}) == config
    with pytest.raises(UsageError) as caught:
        parse_config(TEXT, {"WATCHWORD_STORE": "postgresql://me:secret@host/d"})
    assert "secret" not in f"{caught.value} {caught.value.hint}"


def test_an_unknown_setting_is_named() -> None:
    with pytest.raises(UsageError, match="colour"):
        parse_config(TEXT + 'colour = "blue"', {})


def test_a_wrong_word_in_the_environment_is_refused_too() -> None:
    with pytest.raises(UsageError):
        parse_config(TEXT, {"WATCHWORD_STORE_MAX_MB": "much"})
    with pytest.raises(UsageError):
        parse_config(TEXT, {"WATCHWORD_CLOCK": "sundial"})


@pytest.mark.parametrize("title", ["Desk", 'a "b" \\ c', "표제 → desk", "a\nb\x01"])
def test_settings_read_back(title: str) -> None:
    config = Config(
        party=PartyId("desk.example"),
        title=title,
        endpoint="https://[::1]:7400",
        listen="[::1]:7400",
        clock="replay",
        replay_from="2022-01-01T00:00Z",
        store_max_mb=12.5,
    )
    assert parse_config(format_config(config), {}) == config


def test_an_address_is_host_and_port() -> None:
    assert parse_address("127.0.0.1:7400") == ("127.0.0.1", 7400)
    assert parse_address("[::1]:0") == ("::1", 0)
    for wrong in ("", "host", "host:", ":1", "host:-1", "host:65536", "host:x"):
        with pytest.raises(UsageError):
            parse_address(wrong)


WATCHED = """
health_listen = "127.0.0.1:7499"
log = "text"
receipt_minutes = 30

[[notify]]
kind = "webhook"
url = "https://hook.example/alerts"
secret_file = "keys/hook"
what = ["warning", "fork"]

[[notify]]
kind = "mail"
host = "mail.example"
from = "node@desk.example"
to = ["duty@desk.example"]
"""


def test_who_is_told_is_read_and_written_again() -> None:
    config = parse_config(TEXT + WATCHED, {})
    first, second = config.notify
    assert (first.what, second.sender, second.port) == (
        ("warning", "fork"),
        "node@desk.example",
        587,
    )
    assert parse_config(format_config(config), {}) == config
    assert "notify" not in format_config(parse_config(TEXT, {}))


@pytest.mark.parametrize(
    "wrong",
    [
        'health_listen = "7499"',
        'log = "xml"',
        'log_level = "all"',
        "receipt_minutes = 0",
        "silent_minutes = -1",
        '[[notify]]\nkind = "pigeon"',
        '[[notify]]\nkind = "mail"\nhost = "m"\nfrom = "a@b"\nto = ["c@d"]\nwhy = 1',
        '[[notify]]\nkind = "webhook"\nurl = "http://hook.example/"\nsecret_file = "s"',
    ],
)
def test_settings_by_which_nothing_is_watched_are_refused(wrong: str) -> None:
    with pytest.raises(UsageError):
        parse_config(TEXT + wrong, {})


def test_a_node_posts_to_everybody_and_dials_nobodys_feed_unless_it_is_told() -> None:
    config = parse_config(TEXT, {})
    partner = PartyId("inside.example")
    assert config.sends_to(partner)
    assert not config.receives_from(partner)


@pytest.mark.parametrize(
    ("dial", "sends", "receives"),
    [
        ("send", True, False),
        ("receive", False, True),
        ("both", True, True),
        ("none", False, False),
    ],
)
def test_one_partner_may_be_dialled_otherwise_than_the_rest(
    dial: str, *, sends: bool, receives: bool
) -> None:
    own = f'[partner."inside.example"]\ndial = "{dial}"\n'
    config = parse_config(TEXT + own, {"WATCHWORD_DIAL": "none"})
    inside, other = PartyId("inside.example"), PartyId("other.example")
    assert (config.sends_to(inside), config.receives_from(inside)) == (sends, receives)
    assert not config.sends_to(other)
    assert parse_config(format_config(config), {}) == config


@pytest.mark.parametrize(
    "text",
    ['dial = "maybe"', '[partner."no party"]\ndial = "none"', "[partner.x]\nx = 1"],
)
def test_another_way_of_dialling_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_config(f"{TEXT}\n{text}\n", {})


TRAYS = """
[[tray]]
name = "jcs"
path = "/srv/statements/jcs"
authority = "KR_JCS"
language = "ko"
still_s = 5

[[tray]]
name = "news"
path = "statements"

[[proposer]]
name = "tiny"
seconds = 30
"""


def test_trays_and_proposers_are_read_and_written_again() -> None:
    config = parse_config(TEXT + TRAYS, {})
    first, second = config.tray
    assert (first.authority, first.language, first.still_s) == ("KR_JCS", "ko", 5.0)
    assert first.folder(Path("/node")) == Path("/srv/statements/jcs")
    assert second.folder(Path("/node")) == Path("/node/statements")
    assert [each.name for each in config.proposer] == ["tiny"]
    assert parse_config(format_config(config), {}) == config
    plain = parse_config(TEXT, {})
    assert (plain.tray, plain.proposer) == ((), ())
    assert "tray" not in format_config(plain)


@pytest.mark.parametrize(
    "wrong",
    [
        '[[tray]]\nname = "a"',
        '[[tray]]\nname = "a"\npath = ""',
        '[[tray]]\nname = "A b"\npath = "x"',
        '[[tray]]\nname = "a"\npath = "x"\nlanguage = "tlh"',
        '[[tray]]\nname = "a"\npath = "x"\nstill_s = 0',
        '[[tray]]\nname = "a"\npath = "x"\n[[tray]]\nname = "a"\npath = "y"',
        '[[tray]]\nname = "a"\npath = "x"\n[[tray]]\nname = "b"\npath = "x/"',
        '[[proposer]]\nname = "grammar"',
        '[[proposer]]\nname = "a"\nseconds = 4000',
        '[[proposer]]\nname = "a"\n[[proposer]]\nname = "a"',
        '[[feeds]]\nname = "a"',
    ],
)
def test_trays_and_proposers_that_cannot_be_are_refused(wrong: str) -> None:
    with pytest.raises(UsageError):
        parse_config(TEXT + wrong, {})
