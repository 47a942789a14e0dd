"""Detectors on labelled years: how often chance alone alarms, and how soon what was put in is found. Seeds are fixed; none was tuned on."""

from statistics import median

import pytest

from glueckauf.telemetry.engine.burst import BurstRule, band, burst
from glueckauf.telemetry.engine.cusum import Cusum, CusumRule
from glueckauf.telemetry.engine.last_gasp import GaspRule, LastGasp, needed, outages
from glueckauf.telemetry.engine.night_flow import NightFlow, NightRule, smallest_hour
from glueckauf.telemetry.engine.usual import usual
from tests.make_signals import hours, minutes, nights, outage, silences

BURST, DROP = BurstRule(), BurstRule(share=0.01)
SIZES = {f"g{number}": 30 for number in range(100)}


def false_nights(seeds):
    """Alarms in years without a leak."""
    return sum(told is not None for seed in seeds for told in map(NightFlow().night, nights(seed)))


def found_nights(size, seeds):
    """Nights until a leak of this share of the level is told; None: not within 30."""
    for seed in seeds:
        watch, signal, begin = NightFlow(), nights(seed), 60 + seed % 200
        told = [watch.night(x + size * 10 if x is not None and n >= begin else x) for n, x in enumerate(signal[: begin + 30])]
        yield next((n - begin + 1 for n, one in enumerate(told) if one and n >= begin), None)


def found_hours(size, seeds):
    """Hours until a shift of this share of the level is told as such; None: not within 60 days."""
    for seed in seeds:
        watch, signal, begin = Cusum(), hours(seed, days=150), 24 * 90 + seed % 100 * 7
        told = [watch.value(x + size * 50 if x is not None and n >= begin else x) for n, x in enumerate(signal)]
        yield next((n - begin + 1 for n, one in enumerate(told) if one and n >= begin and one.difference > 0), None)


def false_hours(seeds):
    """Alarms in years without a shift."""
    return sum(told is not None for seed in seeds for told in map(Cusum().value, hours(seed)))


def told_bursts(signal, *, since=0, upwards=1, rule=BURST):
    """(hour, values since that hour began) of each that is told, hour by hour as the job of every 20 seconds sees them."""
    for hour in range(max(1, since), len(signal)):
        bands = {}
        for one in (hour - 1, hour):
            earlier = [signal[one - 24 * day] for day in range(1, rule.days + 1) if one >= 24 * day and signal[one - 24 * day]]
            if limits := band([(min(values), sum(values) / len(values), max(values)) for values in earlier], rule):
                bands[one] = limits
        before = len(signal[hour - 1])
        found = burst([(one, value) for one in (hour - 1, hour) for value in signal[one]], bands, rule, upwards=upwards)
        if found and found.number >= before:
            yield hour, found.number - before + 1


def false_bursts(seeds, *, days=120, upwards=1):
    """Alarms by chance in a year of a series, after the first four weeks."""
    rule = BURST if upwards > 0 else DROP
    found = sum(len(list(told_bursts(minutes(seed, days=days), since=28 * 24, upwards=upwards, rule=rule))) for seed in seeds)
    return found / len(seeds) / (days - 28) * 365


def found_bursts(size, seeds):
    """Values until a burst of this share of the mean level is told; None: not within the hour."""
    for seed in seeds:
        signal = minutes(seed, days=40)
        begin = 24 * 35 + seed * 7 % 100
        signal = [*signal[:begin], [value + size * 50 for value in signal[begin]]]
        yield next((number for _, number in told_bursts(signal, since=begin)), None)


def false_outages(seed):
    """In a year without any, of a group."""
    return len(outages(silences(seed), SIZES)) / len(SIZES)


def found_outages(seeds):
    """Seconds until a dark feeder is told among devices that fail by themselves; None: never."""
    noise = silences(9_001, days=60)
    for seed in seeds:
        begin, group, watch = 86_400.0 * (1 + seed), f"g{seed}", LastGasp(SIZES)
        signal = sorted([*outage(seed, group, at_s=begin), *noise])
        told = ((at, watch.fell_silent(at, device, one)) for at, device, one in signal)
        yield next((at - begin for at, found in told if found and found.group == group and begin <= at < begin + 60), None)


def of_found(delays):
    """(share found, median delay of those)."""
    delays = list(delays)
    heard = [delay for delay in delays if delay is not None]
    return len(heard) / len(delays), median(heard) if heard else None


def test_night_flow_alarms_by_chance_less_than_every_second_year_of_a_series():
    assert false_nights(range(5_000, 5_100)) / 100 <= 0.5


@pytest.mark.parametrize(("size", "share", "nights"), [(0.2, 0.75, 4), (0.3, 0.95, 3), (0.5, 1.0, 2)])
def test_night_flow_finds_leaks_within_nights(size, share, nights):
    found, delay = of_found(found_nights(size, range(6_000, 6_060)))
    assert found >= share and delay <= nights


def test_one_night_is_a_pool_that_is_filled_and_two_clear_ones_are_a_leak_told_once():
    watch = NightFlow()
    told = [watch.night(10 + 0.1 * (n % 3)) for n in range(30)]
    told += [watch.night(x) for x in (18, 10, 18, 18, 18, 18, 18)]
    assert [n for n, one in enumerate(told) if one] == [33]
    assert told[33].onset == 32 and told[33].excess == pytest.approx(7.9, abs=0.2)


def test_a_leak_does_not_become_usual_before_the_baseline_is_over_and_nights_without_values_say_nothing():
    watch = NightFlow(NightRule(nights=20))
    for n in range(20):
        watch.night(10 + 0.1 * (n % 3))
    told = [watch.night(None if n % 4 == 3 else 14) for n in range(20)]
    assert sum(one is not None for one in told) == 1 and watch.is_over
    for _ in range(15):
        watch.night(14)
    assert not watch.is_over


def test_the_smallest_hour_needs_enough_hours():
    assert smallest_hour([3, None, 2, 5], least=3) == 2
    assert smallest_hour([None, None, 2, 5], least=3) is None


def test_cusum_alarms_by_chance_less_than_once_in_a_year_of_a_series():
    assert false_hours(range(7_000, 7_012)) / 12 <= 1.0


@pytest.mark.parametrize(("size", "share", "within"), [(0.1, 0.9, 72), (0.2, 1.0, 24)])
def test_cusum_finds_shifts_within_hours(size, share, within):
    found, delay = of_found(found_hours(size, range(8_000, 8_010)))
    assert found >= share and delay <= within


def test_cusum_names_the_begin_and_the_size_of_a_shift_and_tells_it_once():
    rule, noise = CusumRule(slots=1, rounds=20, threshold=8), (0.0, 0.1, -0.1, 0.05, -0.05)
    watch = Cusum(rule)
    told = [watch.value(5 + noise[n % 5] + (0.3 if n >= 200 else 0)) for n in range(230)]
    (found,) = [one for one in told if one]
    assert abs(found.onset - 200) <= 3 and found.difference == pytest.approx(0.3, abs=0.1)


def test_a_burst_is_told_with_its_third_value_and_chance_alone_tells_hardly_any():
    assert false_bursts(range(11_000, 11_004)) <= 2
    found, delay = of_found(found_bursts(1.0, range(12_000, 12_010)))
    assert found == 1 and delay == 3


def test_one_or_two_values_are_no_burst_and_what_was_beyond_from_the_first_value_on_was_told_before():
    limits = {0: band([(9.0, 10.0, 11.0)] * 14, BURST)}
    assert limits[0].high < 12 and band([(9.0, 10.0, 11.0)] * 13, BURST) is None

    def told(*values, upwards=1):
        return burst([(0, value) for value in values], limits, BURST, upwards=upwards)

    assert told(10, 20, 20, 10, 20) is None
    found = told(10, 20, 20, 20, 20)
    assert (found.onset, found.number, found.excess) == (1, 3, 10)
    assert told(20, 20, 20, 20) is None and told(10, 2, 2, 2) is None
    assert told(10, 2, 2, 2, upwards=-1).excess == -8
    assert burst([(5, 20)] * 9, limits, BURST, upwards=1) is None


def test_single_silences_of_three_thousand_devices_in_a_year_are_no_outage():
    assert false_outages(9_000) <= 0.05


def test_an_outage_is_seen_within_seconds_among_them():
    found, delay = of_found(found_outages(range(40)))
    assert found == 1 and delay <= 30


def test_one_device_that_flaps_is_one_device_and_one_that_speaks_leaves():
    watch = LastGasp({"g": 5}, GaspRule(least=2, share=0.1))
    assert [watch.fell_silent(at, "a", "g") for at in (0, 10, 20)] == [None] * 3
    watch.speaks("a", "g")
    assert watch.fell_silent(30, "b", "g") is None
    assert watch.fell_silent(31, "a", "g").devices == ("b", "a")
    assert watch.fell_silent(500, "c", "g") is None


@pytest.mark.parametrize(("size", "wanted"), [(0, 3), (3, 3), (15, 3), (30, 6), (31, 7)])
def test_how_many_devices_it_takes(size, wanted):
    assert needed(size, GaspRule()) == wanted


def test_what_is_usual_is_not_moved_by_a_few_wrong_values_and_never_without_spread():
    assert usual([1, 2, 3, 4, 5, 1e9]).level == 3.5 and usual([7, 7, 7]).spread > 0
