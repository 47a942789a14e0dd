"""The fluid of a pandapipes file: numbers out of its nested JSON. The classes it names choose how we read, nothing of them is built."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from glueckauf.supply.engine.imports.problems import ImportRefused, Remark, UnknownElement
from glueckauf.supply.engine.pipes.fluid import Curve, Fluid, constant

PLACE = "Fluid"
WORKING_K = np.array([260.0, 400.0])
SMALLEST = {"density": 0.01, "viscosity": 1e-7, "heat_capacity": 100.0}
LARGEST = {"density": 5000.0, "viscosity": 10.0, "heat_capacity": 50_000.0}
KILOJOULES = (0.5, 20.0)  # from carbon dioxide at 0.8 to hydrogen at 14.3 kJ/(kg K); no fluid has so few joules


def plain(value: Any) -> Any:
    """Without the wrappers {"_class", "_object"}, whose content may again be JSON in a string."""
    if isinstance(value, dict) and "_object" in value:
        inner = value["_object"]
        return plain(json.loads(inner) if isinstance(inner, str) else inner)
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def fluid(outer: Mapping[str, Any]) -> tuple[Fluid, tuple[Remark, ...]]:
    """Raises ImportRefused where numbers are missing or impossible, UnknownElement for a property we cannot hold."""
    try:
        given = plain(outer["fluid"])
        properties = given["all_properties"]
        is_gas = given["is_gas"] is True
        compressibility, slope = line(properties["compressibility"]) if is_gas else (1.0, 0.0)
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        if isinstance(error, ImportRefused):
            raise
        raise ImportRefused(PLACE, "Das Netz nennt kein Fluid mit seinen Stoffwerten.") from error
    heat, told = in_joules(curve("heat_capacity", properties))
    found = Fluid(
        name=str(given.get("name") or ""),
        is_gas=is_gas,
        density=checked("density", curve("density", properties)),
        viscosity=checked("viscosity", curve("viscosity", properties)),
        heat_capacity=checked("heat_capacity", heat),
        compressibility=compressibility,
        compressibility_per_bar=slope,
    )
    return found, told


def in_joules(given: Curve) -> tuple[Curve, tuple[Remark, ...]]:
    """Nets that came from STANET or OpenModelica give the heat capacity in kJ/(kg K)."""
    low, high = KILOJOULES
    if not (np.isfinite(given.y).all() and (given.y >= low).all() and (given.y <= high).all()):
        return given, ()
    value = f"{given.y[0]:.4g}".replace(".", ",")
    text = f"Die Wärmekapazität {value} gilt als Kilojoule je Kilogramm und Kelvin."
    return Curve(x=given.x, y=given.y * 1000), (Remark(place=PLACE, text=text),)


def line(given: Mapping[str, Any]) -> tuple[float, float]:
    """Offset and slope of K over bar."""
    if not {"offset", "value"} & set(given):
        raise UnknownElement(PLACE, "Eine Kompressibilität, die keine Gerade über dem Druck ist, kennt der Import nicht.")
    offset, slope = float(given.get("offset", given.get("value"))), float(given.get("slope", 0.0))
    if not np.isfinite([offset, slope]).all() or not 0.5 < offset < 1.5:
        raise ImportRefused(PLACE, "Die Kompressibilität ist keine Zahl um 1.")
    return offset, slope


def curve(name: str, properties: Mapping[str, Any]) -> Curve:
    """A table over kelvin, a straight line or a constant; positive everywhere, kelvin rising."""
    given = properties.get(name)
    if not isinstance(given, dict):
        raise ImportRefused(PLACE, f"Der Stoffwert {name} fehlt.")
    try:
        if {"x", "y"} <= set(given):
            found = Curve(x=np.array(given["x"], dtype=np.float64), y=np.array(given["y"], dtype=np.float64))
        elif {"slope", "offset"} <= set(given):
            ends = np.array([200.0, 500.0])
            found = Curve(x=ends, y=float(given["offset"]) + float(given["slope"]) * ends)
        elif "value" in given:
            found = constant(float(given["value"]))
        else:
            raise UnknownElement(PLACE, f"Der Stoffwert {name} hat eine Form, die der Import nicht kennt.")
    except (TypeError, ValueError, OverflowError) as error:
        if isinstance(error, UnknownElement):
            raise
        raise ImportRefused(PLACE, f"Der Stoffwert {name} ist keine Zahlenreihe.") from error
    return found


def checked(name: str, found: Curve) -> Curve:
    """Refuses what could not be interpolated or is no property of matter."""
    if found.x.ndim != 1 or found.x.shape != found.y.shape or len(found.x) < 2 or not np.isfinite([found.x, found.y]).all():
        raise ImportRefused(PLACE, f"Der Stoffwert {name} ist keine Tabelle mit mindestens zwei Zeilen.")
    if (np.diff(found.x) <= 0).any() or (found.y <= 0).any() or (found(WORKING_K) <= 0).any():
        raise ImportRefused(PLACE, f"Die Tabelle {name} muss nach Temperatur steigen und von -13 bis 127 °C über 0 bleiben.")
    if (found(WORKING_K) < SMALLEST[name]).any() or (found(WORKING_K) > LARGEST[name]).any():
        raise ImportRefused(PLACE, f"Der Stoffwert {name} ist keiner von Gas oder Wasser in SI-Einheiten.")
    return found
