"""Texts put into a folder wait, as proposals, for a person."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from tests.listeners import taking
from tests.processes.nodes import Node, ended, new_node, until
from tests.processes.watching import metrics, watch
from tests.proposers import install_proposers

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(180)]

NEEDLE: Final = "Hohenfels-Nadel"
TEXTS: Final = {
    "ko": "합참은 3일 오전 7시 40분경 북한이 평양 순안에서 동해상으로 탄도미사일 1발을"
    " 발사했다고 밝혔다. 비행거리는 약 670㎞, 고도는 약 90㎞다.",
    "ja": "防衛省は３日、北朝鮮が午前７時４０分ごろ、弾道ミサイル１発を東方向に"
    "発射したと発表した。飛翔距離は約670km、最高高度は約90kmと推定される。",
    "en": "North Korea fired one ballistic missile toward the East Sea at about"
    " 7:40 a.m. KST on May 3, the Joint Chiefs of Staff said. It flew about 670 km at"
    " a maximum altitude of about 90 km.",
    "de": "Nordkorea hat am Sonntag um 7.40 Uhr Ortszeit eine ballistische Rakete"
    " abgefeuert, teilte der Generalstab mit. Sie flog rund 670 Kilometer weit und"
    " erreichte eine Höhe von etwa 90 Kilometern.",
}


NOBODY: Final = "http://127.0.0.1:9/nobody"


def a_node(
    path: Path, *proposers: str, hook: str = NOBODY, still_s: float = 0.3
) -> tuple[Node, Path]:
    """A node with one tray, which is not up yet."""
    node, folder = new_node(path / "node", "desk-a.example"), path / "tray"
    folder.mkdir()
    watch(node, hook)
    named: dict[str, str | float] = {
        "name": "news",
        "path": str(folder),
        "still_s": still_s,
    }
    lines = ["[[tray]]", *(f"{key} = {json.dumps(v)}" for key, v in named.items())]
    for each in proposers:
        lines += ["[[proposer]]", f'name = "{each}"', "seconds = 20"]
    with node.home.config_path.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return node, folder


def put(folder: Path, name: str, text: str, published: str = "2026-05-03") -> None:
    """As whoever is careful does it: written under another name, and renamed."""
    part = folder / f".{name}"
    part.write_text(f"published: {published}\nauthority: XX_MOD\n\n{text}", "utf-8")
    part.rename(folder / name)


def sampled(node: Node) -> dict[str, float]:
    return metrics(node.home.config().health_listen)


def waiting(node: Node, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = node.json("proposal", "list", *options)["proposals"]
    return found


def until_put_away(folder: Path, where: str, count: int) -> list[Path]:
    """The slips in ``done`` or ``refused``, when there are so many."""

    def slips() -> list[Path]:
        return sorted((folder / where).glob("*.slip"))

    def is_away() -> bool:
        return len(slips()) == count and not standing(folder)

    until(is_away, 60)
    return slips()


def standing(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.is_file())


def fields(node: Node) -> list[dict[str, Any]]:
    reports: list[dict[str, Any]] = node.json("report", "list")
    return [each["fields"] for each in reports]


def test_a_text_in_each_language_waits_for_a_person_who_files_it(
    tmp_path: Path,
) -> None:
    node, folder = a_node(tmp_path)
    with ended(node):
        node.up()
        for language, text in TEXTS.items():
            put(folder, f"{language}.txt", text)
        until(lambda: len(waiting(node)) == len(TEXTS), 60)
        assert fields(node) == []
        assert {row["language"] for row in waiting(node)} == set(TEXTS)
        for row in waiting(node):
            shown = node.json("proposal", "show", row["id"][:8])
            text = TEXTS[row["language"]]
            assert shown["text"] == text
            assert shown["authority"] == "XX_MOD"
            words = {v["field"]: text[slice(*v["span"])] for v in shown["values"]}
            assert "670" in words["range_km"]
            filed = node.json("proposal", "file", row["id"][:8], "--label", "TLP:GREEN")
            assert filed["name"]
            assert not filed["outside"]
        assert waiting(node) == []
        assert {each["range_km"] for each in fields(node)} == {"~670"}
        assert sorted(each["text"] for each in fields(node)) == sorted(TEXTS.values())
        again = node.cli("proposal", "file", row["id"], "--label", "TLP:GREEN")
        assert again.code == 2
        assert len(fields(node)) == len(TEXTS)
        until_put_away(folder, "done", len(TEXTS))


def test_it_is_filed_exactly_as_read_would_file_it(tmp_path: Path) -> None:
    node, folder = a_node(tmp_path)
    with ended(node):
        node.up()
        put(folder, "a.txt", TEXTS["en"])
        until(lambda: len(waiting(node)) == 1)
        (row,) = waiting(node)
        node.json("proposal", "file", row["id"], "--label", "TLP:GREEN")
        given = ("--published", "2026-05-03", "--authority", "XX_MOD")
        (tmp_path / "b.txt").write_text(TEXTS["en"], "utf-8")
        node.json(
            *("read", str(tmp_path / "b.txt"), *given, "--label", "TLP:GREEN"),
            *("--lang", "en", "--yes"),
        )
        first, second = node.json("report", "list")
        own = ("name", "said_at")
        assert {k: v for k, v in first.items() if k not in own} == {
            k: v for k, v in second.items() if k not in own
        }


def test_the_same_text_twice_is_one_proposal_and_stays_discarded(
    tmp_path: Path,
) -> None:
    node, folder = a_node(tmp_path)
    with ended(node):
        node.up()
        put(folder, "a.txt", TEXTS["ko"])
        put(folder, "b.txt", TEXTS["ko"])
        first, second = until_put_away(folder, "done", 2)
        (row,) = waiting(node)
        assert row["id"][:12] in first.read_text()
        assert "known" in second.read_text()
        node.json("proposal", "discard", row["id"], "--why", "a drill")
        put(folder, "a.txt", TEXTS["ko"])
        until_put_away(folder, "done", 3)
        assert waiting(node) == []
        (kept,) = waiting(node, "--every")
        assert (kept["state"], kept["why"]) == ("discarded", "a drill")
        assert node.json("proposal", "show", row["id"])["text"] is None
        assert fields(node) == []


def test_whatever_cannot_be_read_is_refused_and_it_is_seen_why(
    tmp_path: Path,
) -> None:
    node, folder = a_node(tmp_path)
    (folder / "cp949.txt").write_bytes(TEXTS["ko"].encode("cp949"))
    (folder / "utf16.txt").write_bytes(TEXTS["en"].encode("utf-16"))
    (folder / "long.txt").write_bytes(b"a" * 1_000_001)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "odd.txt").write_text("published: yesterday\n\nA text.", "utf-8")
    (folder / "link.txt").symlink_to(node.home.operational_path)
    os.mkfifo(folder / "pipe.txt")
    (folder / os.fsdecode(b"\xff\xfe.txt")).write_bytes(b"\xff\xfe\xfa")
    (folder / "unfinished.txt.part").write_text(TEXTS["en"], "utf-8")
    (folder / "prose.txt").write_text("The weather was fine all day.", "utf-8")
    with ended(node):
        node.up()
        until(lambda: standing(folder) == ["unfinished.txt.part"], 60)
        until(lambda: len([*(folder / "refused").glob("*.slip")]) == 8)
        said = {
            each.name.removesuffix(".slip"): each.read_text().strip()
            for each in (folder / "refused").glob("*.slip")
        }
        del said[os.fsdecode(b"\xff\xfe.txt")]
        assert said == {
            "cp949.txt": "refused: not-text",
            "utf16.txt": "refused: not-text",
            "long.txt": "refused: too-large",
            "empty.txt": "refused: no-text",
            "odd.txt": "refused: wrong-header",
            "link.txt": "refused: unreadable",
            "pipe.txt": "refused: unreadable",
        }
        prose = folder / "done" / "prose.txt.slip"
        until(prose.exists)
        assert prose.read_text() == "nothing to propose\n"
        assert waiting(node) == []
        (tray,) = node.json("proposal", "trays")["trays"]
        assert tray["refused"]["not-text"] == 3
        assert (
            sampled(node)['watchword_tray_refused{code="unreadable",tray="news"}'] == 2
        )
        checks = json.loads(node.cli("doctor", "--json").out)
        assert ("tray news", "warn") in [(c["check"], c["state"]) for c in checks]
        assert "cp949" not in node.log()


def test_of_a_text_with_a_national_marking_nothing_is_kept_anywhere(
    tmp_path: Path,
) -> None:
    node, folder = a_node(tmp_path)
    marked = {
        "en": f"SECRET//NOFORN\n{TEXTS['en']} {NEEDLE}",
        "de": f"VS-NfD\n{TEXTS['de']} {NEEDLE}",
        "ja": f"【極秘】\n{TEXTS['ja']} {NEEDLE}",
        "ko": f"군사 II급 비밀\n{TEXTS['ko']} {NEEDLE}",
    }
    with ended(node):
        node.up()
        for language, text in marked.items():
            (folder / f"{NEEDLE}-{language}.txt").write_text(text, "utf-8")
        (folder / "TOP SECRET.txt").write_text(f"A launch. {NEEDLE}", "utf-8")
        until(lambda: not standing(folder), 60)
        slips = sorted((folder / "refused").iterdir())
        assert len(slips) == len(marked) + 1
        for each in slips:
            assert "rule: " in each.read_text()
        assert waiting(node, "--every") == []
        assert "national-marking" in node.log()
        node.stop()
    for path in tmp_path.rglob("*"):
        assert NEEDLE not in path.name
        if path.is_file():
            assert NEEDLE.encode() not in path.read_bytes(), path


def test_a_file_that_grows_is_read_when_it_stands_still(tmp_path: Path) -> None:
    node, folder = a_node(tmp_path, still_s=2.5)
    with ended(node):
        node.up()
        pieces = [TEXTS["en"][at : at + 20] for at in range(0, len(TEXTS["en"]), 20)]
        with (folder / "slow_2026-05-03.txt").open("a", encoding="utf-8") as file:
            for piece in pieces:
                file.write(piece)
                file.flush()
                os.fsync(file.fileno())
                # Each command takes a while, and nothing was read meanwhile.
                assert waiting(node) == []
        until(lambda: len(waiting(node)) == 1, 60)
        (row,) = waiting(node)
        assert node.json("proposal", "show", row["id"])["text"] == TEXTS["en"]
        assert row["published"] == "2026-05-03"


def test_a_tray_that_vanishes_is_an_alarm_until_it_is_back(tmp_path: Path) -> None:
    node, folder = a_node(tmp_path)
    usable = 'watchword_tray_usable{tray="news"}'
    with ended(node):
        node.up()
        until(lambda: sampled(node)[usable] == 1)
        folder.rename(tmp_path / "away")
        until(lambda: sampled(node)[usable] == 0)
        alerts = node.json("alert", "list")
        assert [(a["kind"], a["code"]) for a in alerts] == [("tray", "missing")]
        checks = json.loads(node.cli("doctor", "--json").out)
        assert ("tray news", "fail") in [(c["check"], c["state"]) for c in checks]
        put(tmp_path / "away", "a.txt", TEXTS["de"])
        (tmp_path / "away").rename(folder)
        until(lambda: len(waiting(node)) == 1, 60)
        until(lambda: [a["kind"] for a in node.json("alert", "list")] == ["proposal"])


def test_whoever_is_on_duty_is_told_that_a_proposal_waits_and_not_what_it_says(
    tmp_path: Path,
) -> None:
    with taking() as (hook, taken):
        node, folder = a_node(tmp_path, hook=hook)
        with ended(node):
            node.up()
            put(folder, "a.txt", TEXTS["en"])
            until(lambda: bool(taken), 60)
            (data,) = taken
            (told,) = json.loads(data.partition(b"\n\n")[2])["alerts"]
            (row,) = waiting(node)
            assert (told["kind"], told["about"]) == ("proposal", row["id"])
            for word in ("launch", "670", "XX_MOD", "a.txt", "Joint"):
                assert word.encode() not in data
                assert word not in node.log()
            assert sampled(node)["watchword_proposals_waiting"] == 1
            node.json("proposal", "discard", row["id"], "--why", "a drill")
            assert node.json("alert", "list") == []
            assert sampled(node)["watchword_proposals_waiting"] == 0


@pytest.mark.parametrize("after_s", [0.0, 0.2, 0.5, 0.9])
def test_a_node_killed_while_it_reads_loses_nothing_and_doubles_nothing(
    tmp_path: Path, after_s: float
) -> None:
    node, folder = a_node(tmp_path)
    many = [TEXTS["ko"].replace("670", str(600 + n)) for n in range(6)]
    with ended(node):
        node.up()
        for number, text in enumerate(many):
            put(folder, f"{number}.txt", text)
        until(lambda: len(waiting(node)) > after_s * len(many), 60)
        node.kill()
        node.up()
        until_put_away(folder, "done", len(many))
        texts = [node.json("proposal", "show", r["id"])["text"] for r in waiting(node)]
        assert sorted(texts) == sorted(many)


def with_proposers(path: Path) -> dict[str, str]:
    """The environment of a node beside which the tiny package is installed."""
    site = path / "site"
    site.mkdir()
    before = os.environ.get("PYTHONPATH", "")
    return {"PYTHONPATH": os.pathsep.join((str(install_proposers(site)), before))}


def made_by(rows: Sequence[dict[str, Any]]) -> list[tuple[str, bool]]:
    return sorted((row["made_by"], row["outside"]) for row in rows)


def test_what_an_outside_program_proposes_is_marked_wherever_it_is_shown(
    tmp_path: Path,
) -> None:
    node, folder = a_node(tmp_path, "seen")
    with ended(node):
        node.up(**with_proposers(tmp_path))
        put(folder, "a.txt", TEXTS["de"])
        until_put_away(folder, "done", 1)
        assert made_by(waiting(node)) == [("grammar", False), ("seen", True)]
        (row,) = [each for each in waiting(node) if each["outside"]]
        assert "seen (outside)" in node.words("proposal", "list")
        assert "seen (outside)" in node.words("proposal", "show", row["id"])
        shown = node.json("proposal", "show", row["id"])
        ((value,)) = shown["values"]
        assert TEXTS["de"][slice(*value["span"])] == "670"
        assert fields(node) == []
        node.json("proposal", "file", row["id"], "--label", "TLP:GREEN")
        (filed,) = fields(node)
        assert "outside program seen" in filed["source"]
        assert filed["text"] == TEXTS["de"]


def test_an_outside_program_that_fails_in_any_way_stops_nothing(
    tmp_path: Path,
) -> None:
    failing = ("dies", "raises", "floods", "lies", "exits", "eats", "gone", "broken")
    node, folder = a_node(tmp_path, *failing, "seen")
    with ended(node):
        node.up(**with_proposers(tmp_path))
        put(folder, "a.txt", TEXTS["en"])
        (slip,) = until_put_away(folder, "done", 1)
        assert made_by(waiting(node)) == [("grammar", False), ("seen", True)]
        for name in failing:
            assert f"proposer {name} failed" in slip.read_text()
        assert (
            sampled(node)[
                'watchword_proposer_failed{code="reading-failed",proposer="dies"}'
            ]
            == 1
        )
        assert "Joint Chiefs" not in node.log()
        assert node.json("proposal", "trays")["running"]


def test_an_outside_program_that_hangs_keeps_no_grammar_and_no_command_waiting(
    tmp_path: Path,
) -> None:
    node, folder = a_node(tmp_path, "sleeps")
    with node.home.config_path.open("r+", encoding="utf-8") as file:
        text = file.read().replace("seconds = 20", "seconds = 3")
        file.seek(0)
        file.write(text)
    with ended(node):
        node.up(**with_proposers(tmp_path))
        for language, text in TEXTS.items():
            put(folder, f"{language}.txt", text)
        until(lambda: len(waiting(node)) == len(TEXTS), 30)
        assert not [*(folder / "done").glob("ko*")] or standing(folder)
        until_put_away(folder, "done", len(TEXTS))
        assert "reading-timeout" in node.log()
        assert made_by(waiting(node)) == [("grammar", False)] * len(TEXTS)


def test_a_program_that_is_installed_and_not_named_is_not_run(tmp_path: Path) -> None:
    node, folder = a_node(tmp_path)
    with ended(node):
        node.up(**with_proposers(tmp_path))
        put(folder, "a.txt", TEXTS["en"])
        until_put_away(folder, "done", 1)
        assert made_by(waiting(node)) == [("grammar", False)]
