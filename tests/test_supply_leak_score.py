"""Night flow, CUSUM and the rule of the contest, by hand, by chance and against the official report."""

import re
from datetime import datetime
from pathlib import Path

import make_leaks
import make_water
import numpy as np
import pytest

from glueckauf.supply.engine.water.detection import Cusum, District, GapTooLarge, Usual, alarms, balance, night_means, out_of_order, usual
from glueckauf.supply.engine.water.distance import node_distances, pipe_distances
from glueckauf.supply.engine.water.score import Claim, Leak, score
from tests.shared import SHARED


def test_what_flows_into_a_district_and_out_of_it():
    district = District(id="nord", meters=np.array([0, 2]), signs=np.array([1.0, -1.0]))
    assert balance([district], np.array([[5.0, 9, 2], [6, 9, np.nan]]))[:, 0] == pytest.approx([3, np.nan], nan_ok=True)


def test_a_night_is_the_mean_from_two_to_four_and_a_gap_is_no_night():
    hours = np.tile(np.arange(24.0), 3)
    hours[24:27] = np.nan  # readings of 0, 1, 2 o'clock are missing: half of the window remains
    hours[50:52] = np.nan
    assert night_means(hours, step_s=3600) == pytest.approx([2.5, 3.0, np.nan], nan_ok=True)
    assert night_means(hours[1:], step_s=3600, start_s=3600)[0] == 2.5
    assert night_means(np.stack([hours, hours + 1], axis=1), step_s=3600)[0].tolist() == [2.5, 3.5]
    assert out_of_order(np.array([1.0, -5, 900, np.nan]), low=0, high=100).tolist() == [False, True, True, True]


def test_what_is_usual_needs_five_nights_and_minds_no_outlier():
    assert usual(np.array([10.0, 11, 9, 10, 500])).level == 10
    with pytest.raises(GapTooLarge):
        usual(np.array([10.0, 11, np.nan, 9, 10]))


def test_a_new_leak_is_seen_with_its_begin_and_size_and_told_once():
    chance = np.random.default_rng(3)
    nights = 60 + chance.normal(0, 1, 120)
    nights[50:] += 6
    nights[40:45] = np.nan
    found = alarms(nights, usual(nights[:30]))
    assert len(found) == 1
    assert 50 <= found[0].night <= 53 and abs(found[0].onset - 50) <= 5
    assert found[0].excess == pytest.approx(6, abs=2.5)


def test_a_second_leak_on_top_of_the_first_is_a_second_alarm():
    chance = np.random.default_rng(4)
    nights = 60 + chance.normal(0, 1, 150)
    nights[50:] += 6
    nights[90:] += 8
    found = alarms(nights, usual(nights[:40]))
    assert [each.night in range(at, at + 4) for each, at in zip(found, (50, 90), strict=True)] == [True, True]
    assert [each.excess for each in found] == pytest.approx([6, 8], abs=2.5)


def test_a_repair_is_no_alarm_and_the_next_leak_is_one():
    chance = np.random.default_rng(6)
    nights = 60 + chance.normal(0, 1, 160)
    nights[50:90] += 6
    nights[120:] += 6
    assert [each.night in range(at, at + 4) for each, at in zip(alarms(nights, usual(nights[:40])), (50, 120), strict=True)] == [True, True]


def test_chance_alone_alarms_as_rarely_as_said_and_a_small_shift_is_found():
    """Ten in 200,000 nights with a known level; more, because a false one makes the level be learned anew from few nights."""
    chance, truth = np.random.default_rng(5), Usual(level=0.0, spread=1.0)
    false = sum(len(alarms(chance.normal(0, 1, 1000), truth)) for _run in range(200))
    print("false alarms in 200,000 nights:", false)
    assert 2 <= false <= 40
    delay = [alarms(chance.normal(1, 1, 200), truth)[0].night for _run in range(100)]
    assert 12 <= np.mean(delay) <= 22
    assert len(alarms(chance.normal(0, 1, 1000), truth, Cusum(slack=0.1, threshold=2))) > 10  # a loose rule cries wolf


def test_a_claim_is_worth_the_water_saved_and_a_false_one_costs_a_crew():
    leak = Leak(pipe=0, start=10, end=100, flow_m3h=np.where((np.arange(200) >= 9) & (np.arange(200) < 100), 12.0, 0.0))
    metres = np.array([[0.0, 150.0, 400.0]])
    claims = [Claim(2, 20), Claim(1, 50), Claim(0, 60), Claim(0, 5), Claim(0, 150)]
    judged = score(claims, [leak], metres)
    assert [each.claim.step for each in judged] == [5, 20, 50, 60, 150]
    assert [each.leak for each in judged] == [None, None, 0, None, None]
    # 51 steps of 5 minutes at 12 m³/h are 51 m³
    assert [each.eur for each in judged] == pytest.approx([-500, -500, 51 * 0.8 - 250, 0, -500])


def test_of_two_leaks_in_reach_the_nearest_that_is_not_found_counts():
    flow = np.ones(100)
    leaks = [Leak(pipe=row, start=0, end=99, flow_m3h=flow * size) for row, size in ((0, 12), (1, 24))]
    metres = np.array([[0.0, 100.0], [100.0, 0.0]])
    assert [each.leak for each in score([Claim(1, 1), Claim(1, 2), Claim(1, 3)], leaks, metres)] == [1, 0, None]


def official(name):
    """Alarms of a file, and the scores of its report in order."""
    folder = Path(SHARED / "supply/battledim")
    lines = [line.split(",") for line in (folder / f"{name}.txt").read_text().splitlines() if line and not line.startswith("#")]
    report = (folder / f"{name}_report.txt").read_text(errors="replace")
    return [(pipe.strip(), step_of(time.strip())) for pipe, time in lines], [
        float(each) for each in re.findall(r"^Score: (\S+)", report, re.M)
    ]


def step_of(text):
    return int((datetime.fromisoformat(text) - datetime(2019, 1, 1)).total_seconds() // 300)


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["PERFECT_TEAM", "test_team"])
def test_our_rule_gives_the_official_report_to_the_cent(name):
    grid = make_water.town()
    leaks = make_leaks.leaks_2019(grid)
    alarms_given, theirs = official(name)
    metres = pipe_distances(grid, node_distances(grid), [leak.pipe for leak in leaks])
    judged = score([Claim(grid.pipes.id.index(pipe), step) for pipe, step in alarms_given], leaks, metres)
    assert [each.eur for each in judged] == pytest.approx(theirs[: len(judged)], abs=1e-3)
    assert len(judged) == len(alarms_given) and round(sum(each.eur for each in judged), 2) == 523_153.82
