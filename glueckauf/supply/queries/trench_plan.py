"""What lies in a trench as its operator may see it: asked of the engine when somebody looks, on the revision in force; nothing is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from glueckauf.core.files import read_blob
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.letters.providers.signs import writable
from glueckauf.letters.providers.typesetter import typeset
from glueckauf.supply.providers import engine
from glueckauf.supply.queries.grid_model import WITHOUT_ENGINE
from glueckauf.supply.queries.grids import InForce, NoGrid, in_force
from glueckauf.supply.queries.trenches import DeskTrench, desk_trench
from glueckauf.supply.rules.rings import Ring
from glueckauf.supply.rules.trench_plan import Seen

LOOK_S = 20.0
TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "graben.typ"


def ask_ground(call: str, grid: InForce, network: str, **values: Any) -> dict[str, Any]:
    """Of the engine, which is given the grid's file when it does not have it. Raises what providers.engine raises."""
    given = {"model": f"{network}:{grid.model}", **values}
    answer = engine.with_model(call, given, lambda: [read_blob(grid.model)], keep={"network": network}, by="keep_ground", within_s=LOOK_S)
    return answer.values


def look_below(grid: InForce, network: str, ring: Ring) -> dict[str, Any]:
    """All there is in a ring: lines, valves, houses. Raises what providers.engine raises."""
    found: dict[str, Any] = ask_ground("trench", grid, network, ring=[list(point) for point in ring])["found"]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class TrenchPlan:
    """A trench with all the operator has in it now."""

    trench: DeskTrench
    seen: tuple[Seen, ...]

    @property
    def is_synthetic(self) -> bool:
        """Whether any of it is invented."""
        return any(one.is_synthetic for one in self.seen)

    @property
    def depths(self) -> str:
        """What the plan cannot say."""
        return "Die Tiefe der Leitungen ist nicht bekannt. Maßgeblich ist die Einweisung vor Ort."


def trench_plan(actor: Clerk | Rule, trench_id: int) -> TrenchPlan:
    """Raises NotFound. A network without answer says why, the others are shown."""
    found = desk_trench(actor, trench_id)
    return TrenchPlan(trench=found, seen=tuple(seen(actor, str(one["network"]), found.ring) for one in found.networks))


def seen(actor: Clerk | Rule, network: str, ring: Ring) -> Seen:
    """One network."""
    try:
        grid = in_force(actor, network)
    except NoGrid:
        return Seen(network=network, found={}, revision=0, is_synthetic=False, why="Für dieses Netz ist kein Netzmodell in Kraft.")
    why, found = "", {}
    try:
        found = look_below(grid, network, ring)
    except (engine.NoAnswer, *WITHOUT_ENGINE):
        why = "Der Rechenkern hat nicht geantwortet. Laden Sie die Seite neu."
    return Seen(network=network, found=found, revision=grid.number, is_synthetic=grid.is_synthetic, why=why)


def plan_as_pdf(plan: TrenchPlan, *, operator: str, drawing: str, scale: int, at: datetime) -> bytes:
    """A4, PDF/A-3a and PDF/UA-1. `drawing`: as SVG. The same plan at the same instant gives the same bytes."""
    trench = plan.trench
    values = {
        "operator": operator,
        "city": trench.city,
        "number": trench.number,
        "where": trench.where,
        "when": f"{trench.begins:%d.%m.%Y} bis {trench.ends:%d.%m.%Y}",
        "state": trench.word,
        "area": "gezeichnet vom Antragsteller" if trench.is_drawn else "Streifen zwischen den Hausnummern, keine gezeichnete Fläche",
        "made": f"{at:%d.%m.%Y, %H:%M} Uhr",
        "scale": scale,
        "drawing": drawing,
        "alt": f"Lageplan: Graben {trench.where} mit den Leitungen; dasselbe steht in den Tabellen.",
        "synthetic": plan.is_synthetic,
        "depths": plan.depths,
        "networks": list(map(table, plan.seen)),
    }
    return typeset(TEMPLATE, {"plan": writable(values)}, at=at)


def table(one: Seen) -> dict[str, Any]:
    """One network as the template reads it."""
    found = one.found
    return {
        "word": one.word,
        "why": one.why,
        "revision": one.revision,
        "customers": found.get("customers", 0),
        "fed": bool(found.get("feeds_inside")),
        "lines": list(rows(found)),
        "shut": [valve["id"] for valve in found.get("shut", ())],
        "out": [" ".join(address[:2]) for address in found.get("out", ())],
        "more": max(int(found.get("count", 0)) - len(found.get("lines", ())), 0),
    }


def rows(found: Mapping[str, Any]) -> Iterator[list[str]]:
    """Id, type, metres."""
    for line in found.get("lines", ()):
        yield [line["id"], line["what"], f"{line['metres']:.1f}".replace(".", ",") if line["metres"] else "bis 2 m daneben"]
