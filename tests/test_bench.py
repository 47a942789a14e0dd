"""The bench measures and says what it measured; how fast this machine is, is no test."""

import json
import subprocess
import sys

import pytest

from bench.results import read, renewed, row, table, write
from bench.supply_run import Took, both, turns
from tests.sizes import ROOT


def test_a_goal_is_met_from_its_own_side():
    assert row("main.rate", 40, "1/s", ">= 40")["met"] is True
    assert row("main.time", 10.4, "ms", "<= 10")["met"] is False
    assert row("main.told", 1, "s")["met"] is None


def test_the_file_has_the_agreed_names(tmp_path):
    rows = [row("main.rate", 41.26, "1/s", ">= 40", rival="somebody 2/s", ratio=1.234)]
    write(rows, tmp_path / "results.json")
    (found,) = json.loads((tmp_path / "results.json").read_text())
    assert list(found) == ["name", "value", "unit", "goal", "met", "rival", "ratio", "machine"]
    assert (found["value"], found["ratio"]) == (41.3, 1.23)
    assert "somebody" in table(rows)


def test_a_run_of_some_measurements_leaves_the_others_where_they_stand(tmp_path):
    one, two, again, more = row("main.a", 1, "s"), row("main.b", 2, "s"), row("main.a", 3, "s"), row("main.c", 4, "s")
    write([one, two], tmp_path / "results.json")
    assert renewed(read(tmp_path / "results.json"), [again, more]) == [again, two, more]
    assert read(tmp_path / "none.json") == []


def test_sides_take_turns_and_the_first_turn_does_not_count():
    came = []
    sides = {name: lambda name=name: came.append(name) or Took(len(came), 0.0) for name in ("ours", "theirs")}
    found = turns(sides, quick=False)
    assert came == ["ours", "theirs"] * 8
    assert (found["ours"].wall, found["theirs"].wall) == (9, 10)  # the medians of 3, 5, … 15 and of 4, 6, … 16


def test_a_ratio_to_a_rival_is_a_row_with_its_goal():
    rows = {r["name"]: r for r in both("supply.x", Took(0.5, 0.4), Took(1.0, 1.2), rival="somebody (best)", goal="<= 0.6", least=1.5)}
    assert rows["supply.x"]["met"] and rows["supply.x"]["rival"] == "somebody (best) 1 s"
    assert (rows["supply.x.ratio_somebody"]["value"], rows["supply.x.ratio_somebody"]["met"]) == (2, True)
    assert rows["supply.x.cpu"]["ratio"] == 3


def test_without_data_each_part_says_so_by_name(tmp_path):
    words = [sys.executable, "-m", "bench.supply_networks", "--data", str(tmp_path / "none"), "--rows", str(tmp_path / "rows.json")]
    said = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True, timeout=110).stderr
    assert [f"supply {part}: no data" in said for part in ("pipes", "closure", "leak")] == [True] * 3
    assert not (tmp_path / "rows.json").exists()


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize(
    ("module", "expected"),
    [("letters", "main.letter.seal"), ("pages", "main.pages.form_step"), ("telemetry", "supply.telemetry.http.sqlite")],
)
def test_a_quick_run_measures_the_real_house(tmp_path, module, expected):
    words = ["--quick", "--database", "sqlite", "--rows", str(tmp_path / "rows.json")]
    subprocess.run([sys.executable, "-m", f"bench.{module}", *words], cwd=ROOT, check=True, timeout=500)
    rows = {r["name"]: r for r in json.loads((tmp_path / "rows.json").read_text())}
    assert rows[expected]["value"] > 0
