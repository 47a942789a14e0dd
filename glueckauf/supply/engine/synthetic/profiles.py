"""Quarter-hours of a leap year by plain formulas: households, heat pumps, PV. Invented weather, no measurement in it.

Index 0 is 1 January 0:00, a Monday, Central European Time all year. Values are shares of a device's `p_kw`, 0 to 1.

- Household: a ground of 0.3 and bells in the morning, at noon and in the evening, 20 % more in winter than in the yearly mean, times noise.
- Heat pump: proportional to 15 °C (the heating limit of degree days G20/15) minus the temperature outside, full at -10 °C; 70 % at night.
- Temperature: 10 °C - 9 K in winter + 9 K in summer, 3 K over the day, and a first-order autoregression from day to day.
- PV: angle of incidence on a roof of 35° (Duffie & Beckman, Solar Engineering, 1.6.2; declination of Cooper 1969), clear sky of Haurwitz
  (1945), losses of 20 % and a cloudiness of the day, twice as thick in winter.
"""

from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.power.grid import Floats
from glueckauf.supply.engine.power.series import Profiles

DAYS, PER_DAY = 366, 96
STEPS = DAYS * PER_DAY
HOUSEHOLDS, HEAT_PUMPS = 12, 4
ROOFS = {"pv-sued": 0.0, "pv-ost": -90.0, "pv-west": 90.0}  # degrees from south
TILT = 35.0
YIELD = 0.8  # what inverter, heat and dirt leave
HEATING_LIMIT, DESIGN = 15.0, -10.0  # °C
DAY = np.repeat(np.arange(DAYS), PER_DAY)
HOUR = np.tile(np.arange(PER_DAY) / 4, DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Of each step: °C, and the share of the clear sky that comes through."""

    outside: Floats
    sky: Floats


def profiles(rng: np.random.Generator, *, longitude: float = 7.2, latitude: float = 51.5) -> Profiles:
    """All of them under one weather."""
    sky = weather(rng)
    found = {f"haushalt-{at}": household(rng) for at in range(HOUSEHOLDS)}
    found |= {f"waermepumpe-{at}": heat_pump(rng, sky) for at in range(HEAT_PUMPS)}
    found |= {name: pv(sky, azimuth, longitude, latitude) for name, azimuth in ROOFS.items()}
    return Profiles(names=tuple(found), values=np.stack(list(found.values()), axis=1).astype(np.float32))


def weather(rng: np.random.Generator) -> Weather:
    """Colder and warmer days follow each other; clouds are thicker in winter."""
    drift = np.zeros(DAYS)
    for day, push in enumerate(rng.normal(0, 1.5, DAYS)):
        drift[day] = 0.8 * drift[day - 1] * (day > 0) + push
    outside = 10 - 9 * np.cos(2 * np.pi * (DAY - 20) / DAYS) + 3 * np.cos(2 * np.pi * (HOUR - 15) / 24) + drift[DAY]
    season = 0.8 - 0.25 * np.cos(2 * np.pi * (DAY - 10) / DAYS)
    return Weather(outside=outside, sky=np.clip(rng.beta(1.5, 1.2, DAYS)[DAY] * season * noise(rng, 0.1), 0, 1))


def noise(rng: np.random.Generator, spread: float) -> Floats:
    """Log-normal, at most two deviations, mean near 1."""
    found: Floats = np.exp(spread * np.clip(rng.normal(size=STEPS), -2, 2) - spread**2 / 2)
    return found


def bell(centre: Floats | float, width: float) -> Floats:
    """Of the hour."""
    found: Floats = np.exp(-(((HOUR - centre) / width) ** 2) / 2)
    return found


def household(rng: np.random.Generator) -> Floats:
    """One way to live: hours shifted by up to an hour, late mornings at the weekend."""
    early, late = rng.uniform(-1, 1, 2)
    free = DAY % 7 >= 5
    season = 1 + 0.2 * np.cos(2 * np.pi * (DAY - 15) / DAYS)
    morning = 0.5 * bell(np.where(free, 9.5, 7.0) + early, 1.2)
    noon = np.where(free, 0.45, 0.25) * bell(12.5, 1.5)
    evening = 0.9 * bell(19.5 + late / 2, 2.0)
    return scaled((0.3 + morning + noon + evening) * season * noise(rng, 0.2))


def heat_pump(rng: np.random.Generator, sky: Weather) -> Floats:
    """By the temperature outside; a little hot water in the morning all year."""
    need = np.clip((HEATING_LIMIT - sky.outside) / (HEATING_LIMIT - DESIGN), 0, 1)
    night = np.where((HOUR >= 22) | (HOUR < 5), 0.7, 1.0)
    return scaled((need * night + 0.15 * bell(6 + rng.uniform(-0.5, 0.5), 0.7)) * noise(rng, 0.1))


def pv(sky: Weather, azimuth: float, longitude: float, latitude: float) -> Floats:
    """Of the peak power; azimuth in degrees, west positive."""
    declination = np.radians(23.45) * np.sin(2 * np.pi * (284 + DAY + 1) / 365)
    turn = np.radians(15 * (HOUR + 4 * (longitude - 15) / 60 - 12))
    place, tilt, facing = np.radians([latitude, TILT, azimuth])
    height = np.sin(place) * np.sin(declination) + np.cos(place) * np.cos(declination) * np.cos(turn)
    incidence = (
        np.sin(declination) * (np.sin(place) * np.cos(tilt) - np.cos(place) * np.sin(tilt) * np.cos(facing))
        + np.cos(declination) * np.cos(turn) * (np.cos(place) * np.cos(tilt) + np.sin(place) * np.sin(tilt) * np.cos(facing))
        + np.cos(declination) * np.sin(tilt) * np.sin(facing) * np.sin(turn)
    )
    up = height > 0.01
    clear = 1.098 * np.exp(-0.057 / np.where(up, height, 1.0)) * np.maximum(incidence, 0)
    found: Floats = np.clip(np.where(up, YIELD * clear * sky.sky, 0), 0, 1)
    return found


def scaled(values: Floats) -> Floats:
    """To a largest value of 1."""
    found: Floats = values / values.max()
    return found
