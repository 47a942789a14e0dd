"""Answers of a form -> what is to be connected, and where. A Leistung needs a row here to be checked, no code."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from glueckauf.supply.rules.devices import Device, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Which answers say what. An empty name: the form does not ask."""

    kind: Kind
    address: str
    power: str
    count: str = ""
    controllable: str = ""
    existing: str = ""


def dimmable(kind: Kind) -> Fields:
    """As all forms for devices under § 14a name them."""
    return Fields(kind=kind, address="objekt", power="leistung", count="zahl", controllable="steuerbar", existing="altanlage_kw")


FIELDS: Mapping[str, Fields] = MappingProxyType(
    {
        "wallbox-netzanschluss": dimmable(Kind.WALLBOX),
        "waermepumpe": dimmable(Kind.HEAT_PUMP),
        "stromspeicher": dimmable(Kind.STORAGE),
        "pv-anlage": Fields(kind=Kind.PV, address="objekt", power="leistung"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """As a form asks for it."""

    street: str
    house_number: str
    postcode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One Antrag, understood."""

    device: Device
    address: Address


class NotUnderstood(ValueError):
    """The answers do not say what is to be connected where; the text is for the clerk and the citizen."""


def request(leistung: str, answers: Mapping[str, Any]) -> Request:
    """Raises NotUnderstood."""
    fields = FIELDS.get(leistung)
    if fields is None:
        raise NotUnderstood("Für diese Leistung ist nicht hinterlegt, welche Angaben das Gerät beschreiben.")
    power, count = number(answers.get(fields.power)), number(answers.get(fields.count, 1) if fields.count else 1)
    if power is None or power <= 0 or count is None or count < 1:
        raise NotUnderstood("Die Leistung des Geräts fehlt oder ist 0.")
    device = Device(
        kind=fields.kind,
        count=int(count),
        each_kw=power,
        controllable=answers.get(fields.controllable) is True,
        existing_kw=number(answers.get(fields.existing)) or 0.0,
    )
    return Request(device=device, address=address(answers.get(fields.address)))


def address(given: Any) -> Address:
    """Raises NotUnderstood."""
    parts = {key: str(given.get(key) or "").strip() for key in ("street", "house_number", "postcode")} if isinstance(given, Mapping) else {}
    if not parts or not all(parts.values()):
        raise NotUnderstood("Die Adresse ist nicht vollständig.")
    return Address(**parts)


def number(given: Any) -> float | None:
    """A finite number, however the form keeps it."""
    try:
        found = Decimal(str(given).replace(",", "."))
    except InvalidOperation:
        return None
    return float(found) if found.is_finite() else None
