"""What the engine found, in words a citizen reads, and what the evidence keeps of it. No id of the grid, no name of a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from glueckauf.supply.rules.asked import Address, Request
from glueckauf.supply.rules.devices import Device, Kind
from glueckauf.supply.rules.norms import CONSENT_KVA, CONTROLLED_FROM_KW, LARGEST_KW
from glueckauf.supply.rules.numbers import decimal, moment


class Outcome(StrEnum):
    """What a request gets from the grid. Only the first two are promises."""

    POSSIBLE = "possible"
    DIMMED = "dimmed"
    REINFORCE = "reinforce"
    UNKNOWN = "unknown"


PROMISES = frozenset({Outcome.POSSIBLE, Outcome.DIMMED})
PERSON = "Ein Mensch beim Netzbetreiber sieht sich das an und antwortet Ihnen."
WHY_UNKNOWN: Mapping[str, str] = {
    "grid": "Für diese Adresse liegt noch kein Netzmodell vor.",
    "address": "Zu dieser Adresse ist kein Hausanschluss hinterlegt.",
    "node": "Der Hausanschluss zu dieser Adresse hängt im Netzmodell an keiner Einspeisung.",
    "promise": "Ein früher zugesagtes Gerät hat im neuen Netzmodell keinen Platz mehr.",
    "method": "Das Netz an dieser Stelle lässt sich nicht mit dem üblichen Verfahren rechnen.",
    "solution": "Mit diesem Gerät findet die Netzberechnung keinen stabilen Zustand.",
    "large": f"Über {decimal(LARGEST_KW)} kW plant ein Mensch den Anschluss.",
    "engine": "Die Netzberechnung hat nicht rechtzeitig geantwortet.",
    "busy": "Am selben Netz wurde gerade zu viel auf einmal angefragt.",
}
QUANTITIES = {
    "transformer": "Transformator",
    "line": "Leitung",
    "voltage_low": "Spannung",
    "voltage_high": "Spannung",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer to one request. `code`: why it is unknown; `like`: of an unknown address, one that may have been meant; `said`: the
    engine's values, empty without an answer of it."""

    outcome: Outcome
    code: str = ""
    like: str = ""
    said: Mapping[str, Any] | None = None


def unknown(code: str, *, like: str = "") -> Found:
    """Nothing was promised."""
    return Found(outcome=Outcome.UNKNOWN, code=code, like=like)


def found(said: Mapping[str, Any]) -> Found:
    """From the engine."""
    return Found(outcome=Outcome(said["answer"]), said=said)


def reasons(request: Request, given: Found, *, synthetic: bool) -> tuple[str, ...]:
    """Sentences, the most important first."""
    device = request.device
    if given.outcome is Outcome.UNKNOWN or given.said is None:
        meant = f" Ähnlich geschrieben ist „{given.like}“." if given.like else ""
        return (WHY_UNKNOWN.get(given.code, WHY_UNKNOWN["engine"]) + meant, PERSON)
    lines = [headline(device, request.address, given), *burden(device, given)]
    lines += dimming(device, given)
    lines += reinforcement(device, given)
    lines += consent(device)
    if must_be_controllable(device):
        lines.append(f"Ab {decimal(CONTROLLED_FROM_KW)} kW muss der Netzbetreiber das Gerät steuern können (§ 14a EnWG). {PERSON}")
    if synthetic:
        lines.append("Gerechnet wurde mit einem synthetischen Netz: erfundene Leitungen, keine Auskunft über das wirkliche Netz.")
    return tuple(filter(None, lines))


def ask(address: Address, given: Found) -> str:
    """Of an address nobody knows, what the person may clear up herself; empty for everything else."""
    if given.code != "address":
        return ""
    meant = f"Meinten Sie „{given.like}“? " if given.like else ""
    return (
        f"Zu „{address.street} {address.house_number}, {address.postcode}“ ist beim Netzbetreiber kein Hausanschluss hinterlegt. {meant}"
        "Ist die Adresse falsch geschrieben, korrigieren Sie sie bitte, dann rechnen wir sofort neu. Stimmt sie, müssen Sie nichts tun: "
        "Ein Mensch beim Netzbetreiber sieht sich das an."
    )


def headline(device: Device, address: Address, given: Found) -> str:
    """Yes, yes but, or a person."""
    where = f"{address.street} {address.house_number}"
    what = f"{accusative(device)} mit {decimal(device.power_kw)} kW"
    if given.outcome is Outcome.REINFORCE:
        return f"Ihr Hausanschluss, {where}, trägt {what} so noch nicht. {PERSON}"
    return f"Ihr Hausanschluss, {where}, trägt {what}."


def accusative(device: Device) -> str:
    """die Wallbox, 2 Wallboxen."""
    if device.count == 1:
        return device.habit.the
    plural = {Kind.WALLBOX: "Wallboxen", Kind.HEAT_PUMP: "Wärmepumpen", Kind.PV: "Solaranlagen", Kind.STORAGE: "Speicher"}[device.kind]
    return f"{device.count} {plural} zusammen"


def burden(device: Device, given: Found) -> tuple[str, ...]:
    """The transformer and the voltage at their worst, as they would be with the device."""
    said = given.said or {}
    after, before = ({one["quantity"]: one for one in said[when]} for when in ("after", "before"))
    lines = []
    if unit := after.get("transformer"):
        was = before.get("transformer", unit)
        lines.append(
            f"Im schwersten Viertelstunden-Wert des Jahres {would(given, 'liegt', 'läge')} der Transformator bei "
            f"{decimal(unit['value'], 0)} % (vorher {decimal(was['value'], 0)} %, erlaubt {decimal(unit['limit'], 0)} %)."
        )
    quantity, verb = ("voltage_high", ("steigt", "stiege")) if device.habit.sign < 0 else ("voltage_low", ("sinkt", "sänke"))
    if volt := after.get(quantity):
        lines.append(
            f"Die Spannung in Ihrem Ortsnetz {would(given, *verb)} höchstens auf {decimal(100 * volt['value'])} % der Nennspannung "
            f"(erlaubt {decimal(100 * volt['limit'], 0)} %)."
        )
    return (" ".join(lines),)


def would(given: Found, does: str, might: str) -> str:
    """What was promised happens, the rest only might."""
    return does if given.outcome in PROMISES else might


def hours_of(hours: float) -> str:
    """an etwa 32 Stunden; in weniger als einer Stunde."""
    return (
        "in weniger als einer Stunde"
        if hours < 1
        else f"in etwa {decimal(hours, 0)} Stunden"
        if round(hours) > 1
        else "in etwa einer Stunde"
    )


def dimming(device: Device, given: Found) -> tuple[str, ...]:
    """How often, and how far."""
    if given.outcome is not Outcome.DIMMED or given.said is None or device.least_kw is None:
        return ()
    when = hours_of(given.said["dimmed_hours"])
    return (
        f"{when[0].upper()}{when[1:]} im Jahr darf der Netzbetreiber die Leistung voraussichtlich senken, nie unter "
        f"{decimal(device.least_kw)} kW (§ 14a EnWG). Dafür zahlen Sie weniger Netzentgelt.",
        f"Ohne Steuern wären {decimal(given.said['largest_kw'])} kW möglich.",
    )


def reinforcement(device: Device, given: Found) -> tuple[str, ...]:
    """Reasons, remedy, time: what a no of § 19 NAV has to name, for the person who decides."""
    if given.outcome is not Outcome.REINFORCE or given.said is None:
        return ()
    if (rise := given.said.get("rise")) and rise["value"] > rise["limit"]:
        return (f"Alle Erzeuger zusammen höben die Spannung um {decimal(rise['value'])} %, erlaubt sind {decimal(rise['limit'])} %.",)
    tight = given.said["after"][0]
    what = QUANTITIES[tight["quantity"]]
    place = (
        "an anderer Stelle im Netz" if given.said["binds_elsewhere"] else f"die {what}" if what != "Transformator" else "der Transformator"
    )
    steered = ", auch wenn alle steuerbaren Geräte gedrosselt werden" if device.least_kw is not None else ""
    lines = [f"Zu knapp ist {place}: {hours_of(given.said['hours_over'])} im Jahr wäre eine Grenze überschritten{steered}."]
    if given.said["largest_kw"] >= 1:
        lines.append(f"Ohne Verstärkung wären {decimal(given.said['largest_kw'])} kW möglich.")
    return tuple(lines)


def consent(device: Device) -> tuple[str, ...]:
    """§ 19 NAV."""
    total = device.power_kw + device.existing_kw
    if device.kind is not Kind.WALLBOX or total <= CONSENT_KVA:
        return ()
    return (
        f"Mit zusammen {decimal(total)} kW über {decimal(CONSENT_KVA)} kVA braucht es vorher die Zustimmung des Netzbetreibers (§ 19 NAV).",
    )


def must_be_controllable(device: Device) -> bool:
    """Under § 14a, and its owner says that it cannot be controlled."""
    return device.habit.controllable and not device.controllable and device.each_kw > CONTROLLED_FROM_KW


def worst(said: Mapping[str, Any]) -> dict[str, Any]:
    """The tightest quantity after the device, when and how near its limit; without any id."""
    tight = said["after"][0]
    return {
        "element": QUANTITIES[tight["quantity"]],
        "elsewhere": said["binds_elsewhere"],
        "at": moment(tight["step"], said["steps"]),
        **tight,
    }
