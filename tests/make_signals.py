"""Labelled signals for detectors: a year of noise as meters show it, and what is put into it. The same seed gives the same signal."""

import math
from random import Random


def nights(seed, *, days=365, level=10.0):
    """Smallest hour of each night, m³/h: season, weekends, noise that remembers, now and then a pool is filled, missing nights."""
    chance, noise, found = Random(seed), 0.0, []
    for day in range(days):
        noise = 0.3 * noise + chance.gauss(0, 0.04)
        usual = 1 + 0.1 * math.sin(2 * math.pi * day / 365) + (0.04 if day % 7 >= 5 else 0)
        pool = chance.uniform(0.2, 0.6) if chance.random() < 0.01 else 0
        found.append(None if chance.random() < 0.02 else level * (usual + noise + pool))
    return found


def hours(seed, *, days=365, level=50.0):
    """Hourly means of a district's inflow: a day's two peaks, weekends, season, noise that remembers, spikes, missing hours."""
    chance, noise, found = Random(seed), 0.0, []
    for hour in range(days * 24):
        noise = 0.4 * noise + chance.gauss(0, 0.06)
        of_day = 1 + 0.4 * math.sin(2 * math.pi * (hour % 24 - 8) / 12) + (0.1 if hour // 24 % 7 >= 5 else 0)
        season = 1 + 0.05 * math.sin(2 * math.pi * hour / 8760)
        spike = 0.5 if chance.random() < 0.001 else 0
        found.append(None if chance.random() < 0.01 else level * season * (of_day * (1 + noise) + spike))
    return found


def silences(seed, *, groups=100, size=30, days=365, each_days=20):
    """(second, device, group) of devices that fall silent by themselves: each about every `each_days`, whenever it likes."""
    chance, found = Random(seed), []
    for device in range(groups * size):
        second = chance.expovariate(1 / (each_days * 86400))
        while second < days * 86400:
            found.append((second, f"d{device}", f"g{device % groups}"))
            second += chance.expovariate(1 / (each_days * 86400))
    return found


def outage(seed, group, *, at_s, groups=100, size=30, heard=0.7, within_s=60):
    """Last gasps of a group whose feeder goes dark: most get through, within a minute."""
    chance = Random(seed)
    devices = [f"d{number}" for number in range(groups * size) if f"g{number % groups}" == group]
    return [(at_s + chance.uniform(0, within_s), device, group) for device in devices if chance.random() < heard]


def minutes(seed, *, days=90, level=50.0, step_min=5):
    """Values of each hour of a district's inflow: what `hours` has, with noise of single values, pulses read wrong, missing values, and
    hydrants opened for some minutes, twelve a year: they are unusual, and no leak."""
    chance, slow, opened, rows = Random(seed), 0.0, 0, []
    for hour in range(days * 24):
        slow = 0.4 * slow + chance.gauss(0, 0.05)
        of_day = 1 + 0.4 * math.sin(2 * math.pi * (hour % 24 - 8) / 12) + (0.1 if hour // 24 % 7 >= 5 else 0)
        usual, values = level * (1 + 0.05 * math.sin(2 * math.pi * hour / 8760)) * of_day * (1 + slow), []
        for _ in range(60 // step_min):
            if not opened and chance.random() < 12 / 8760 / 60 * step_min:
                opened = max(1, round(chance.uniform(1, 8) / step_min))
            pulse = chance.uniform(-1, 2) if chance.random() < 1e-4 else 0
            value = usual * (1 + chance.gauss(0, 0.03)) + level * ((0.6 if opened else 0) + pulse)
            opened = max(0, opened - 1)
            if chance.random() > 0.01:
                values.append(value)
        rows.append(values)
    return rows
