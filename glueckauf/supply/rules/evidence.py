"""What a Finding keeps of a study: enough to make it again, nothing that shows the grid or a neighbour."""

from collections.abc import Mapping
from typing import Any

from glueckauf.supply.rules.answer import PROMISES, QUANTITIES, Found, ask, dimming, worst
from glueckauf.supply.rules.asked import Request
from glueckauf.supply.rules.devices import Device, Kind
from glueckauf.supply.rules.measures import measures
from glueckauf.supply.rules.norms import cited
from glueckauf.supply.rules.plots import plots

__all__ = ["PROMISES", "evidence"]
IN_PART = (
    "Über das Jahr gerechnet ist das Ortsnetz; das Netz darüber mit der schwersten Viertelstunde, in der das Gerät läuft. Deren Spannung "
    "ist für das ganze Jahr angenommen. Ein Steuern nur wegen des Netzes darüber ist nicht vorhergesagt."
)
LEFT_OUT = "Symmetrisch gerechnet: einphasige Geräte und Unsymmetrie (VDE-AR-N 4100) sind nicht geprüft."


def evidence(asked: Request, found: Found, *, grid: Mapping[str, Any], profile_year: str, promised: int, unplaced: int) -> dict[str, Any]:
    """Plain JSON."""
    device, said = asked.device, found.said
    common = {
        "outcome": found.outcome.value,
        "device": of_device(device),
        "grid": dict(grid),
        "promised_before": promised,
        "promised_unplaced": unplaced,
        "rules": cited(*rules_for(device)),
        "left_out": LEFT_OUT if not (said or {}).get("in_part") else f"{LEFT_OUT} {IN_PART}",
    }
    if said is None:
        return common | {"why": found.code, "ask": ask(asked.address, found)}
    return common | {
        "profile_year": profile_year,
        "solver": said["solver"],
        "libraries": said["libraries"],
        "worst": worst(said),
        "margins": [margin(one) for one in said["after"]],
        "margins_before": [margin(one) for one in said["before"]],
        "dimmed_hours": said["dimmed_hours"],
        "hours_over": said["hours_over"],
        "rise": said.get("rise"),
        "largest_kw": said["largest_kw"],
        "conditions": list(dimming(device, found)[:1]),
        "measures": measures(found),
        "plots": plots(said),
    }


def of_device(device: Device) -> dict[str, Any]:
    """As it was understood."""
    return {
        "kind": device.kind.value,
        "count": device.count,
        "power_kw": device.power_kw,
        "least_kw": device.least_kw,
        "existing_kw": device.existing_kw,
        "runs": device.habit.when,
    }


def rules_for(device: Device) -> tuple[str, ...]:
    """Which paragraphs it stands under."""
    found = ("8_eeg",) if device.kind is Kind.PV else ("19_nav",) if device.kind is Kind.WALLBOX else ()
    if not device.habit.controllable:
        return found
    return (*found, "14a", *(("14a_least",) if device.count > 1 or device.kind is Kind.HEAT_PUMP else ()))


def margin(one: Mapping[str, Any]) -> dict[str, Any]:
    """How much of what is allowed is left, with the limit and who says so."""
    return {
        "element": QUANTITIES[one["quantity"]],
        "quantity": one["quantity"],
        "value": one["value"],
        "limit": one["limit"],
        "source": one["source"],
        "left_percent": round(100 * (1 - one["use"]), 2),
    }
