"""A trench: what its Antrag asks, which others come in its way, and what may be said about it to city and applicant.

No element of a grid and no place of one is in any sentence here: only networks, metres, numbers of connections and operators.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from glueckauf.supply.engine.spelling import spelled
from glueckauf.supply.rules.asked import NotUnderstood, number
from glueckauf.supply.rules.rings import BadRing, Ring, near, ring_of

WORDS = MappingProxyType({"power": "Strom", "gas": "Gas", "water": "Wasser", "heat": "Fernwärme"})  # in the order they are told
LINES = MappingProxyType({"power": "Kabel", "gas": "Rohr", "water": "Rohr", "heat": "Rohr"})
NEAR_M = 5.0  # trenches so close are one site
ELSEWHERE_M = 250.0  # an area drawn so far from the houses named is a mistake somewhere
REOPEN_DAYS = 180  # who opens again so soon could have dug together
OPEN = (
    "Wie nah an Leitungen von Hand gegraben wird und wie lange eine Auskunft gilt, sagt der Betreiber. "
    "Die technischen Regeln dazu sind hier nicht nachgelesen."
)


class State(StrEnum):
    """Of a trench, as its Vorgang stands."""

    PENDING = "pending"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"  # corrected answers: it lies elsewhere now


STATE_WORDS = MappingProxyType(
    {
        State.PENDING: "beantragt",
        State.GRANTED: "genehmigt",
        State.REFUSED: "abgelehnt",
        State.WITHDRAWN: "zurückgezogen",
        State.MOVED: "liegt jetzt woanders",
    }
)
COUNTS = frozenset({State.PENDING, State.GRANTED})  # dug, or may be


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Which answers say what."""

    place: str
    area: str
    period: str


FIELDS: Mapping[str, Fields] = MappingProxyType({"aufgrabung": Fields(place="stelle", area="flaeche", period="bauzeit")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trench:
    """One Antrag, understood. `ring`: the area somebody drew, empty without one. Metres are 0 where the form does not ask."""

    street: str
    first: str
    last: str
    side: str
    length_m: float
    width_m: float
    ring: Ring
    begins: date
    ends: date

    @property
    def where(self) -> str:
        """Musterstraße 12 bis 20."""
        numbers = " bis ".join(dict.fromkeys(filter(None, (self.first, self.last))))
        return f"{self.street} {numbers}".strip()

    def stretch(self) -> dict[str, Any]:
        """As the engine takes it."""
        sizes = {"length_m": self.length_m, "width_m": self.width_m}
        return {"street": self.street, "first": self.first, "last": self.last, "side": self.side, **sizes}


def trench(leistung: str, answers: Mapping[str, Any]) -> Trench:
    """Raises NotUnderstood, whose text is for clerk and applicant."""
    fields = FIELDS.get(leistung)
    if fields is None:
        raise NotUnderstood("Für diese Leistung ist nicht hinterlegt, welche Angaben den Graben beschreiben.")
    place, period = answers.get(fields.place), answers.get(fields.period)
    if not isinstance(place, Mapping) or not str(place.get("street") or "").strip() or not str(place.get("number_from") or "").strip():
        raise NotUnderstood("Straße und Hausnummer des Grabens fehlen.")
    try:
        begins, ends = (date.fromisoformat(str((period or {})[key])) for key in ("first", "last"))
    except (KeyError, TypeError, ValueError) as error:
        raise NotUnderstood("Die Bauzeit fehlt.") from error
    drawn = str(answers.get(fields.area) or "").strip()
    try:
        ring = ring_of(drawn) if drawn else ()
    except BadRing as error:
        raise NotUnderstood(str(error)) from error
    texts = {name: str(place.get(name) or "").strip() for name in ("street", "number_from", "number_to")}
    return Trench(
        street=texts["street"],
        first=texts["number_from"],
        last=texts["number_to"],
        side=str(place.get("side") or "both"),
        length_m=max(number(place.get("length_m")) or 0.0, 0.0),
        width_m=max(number(place.get("width_m")) or 0.0, 0.0),
        ring=ring,
        begins=begins,
        ends=ends,
    )


class Kind(StrEnum):
    """What is known of a network at that place."""

    LIES = "lies"
    NOTHING = "nothing"
    NO_MODEL = "no_model"
    NO_OPERATOR = "no_operator"
    NOT_COVERED = "not_covered"  # the grid ends before it, or nobody knows where some of its lines lie
    NO_PLACE = "no_place"  # the address is not in the grid
    DOWN = "down"


KNOWN = frozenset({Kind.LIES, Kind.NOTHING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lies:
    """Of one network of one operator. `customers`: connections that are out when it is hit; None: the grid knows no addresses."""

    network: str
    operator: str
    kind: Kind
    sections: int = 0
    inside: int = 0  # of these; the others lie close by
    metres: float = 0.0
    customers: int | None = None
    unplaced: int = 0
    revision: int = 0
    is_synthetic: bool = False


def lies(network: str, operator: str, found: Mapping[str, Any], *, revision: int, is_synthetic: bool) -> Lies:
    """From what the engine says."""
    count, unplaced = int(found["count"]), int(found["unplaced"])
    kind = Kind.LIES if count else Kind.NOTHING if found["covered"] and not unplaced else Kind.NOT_COVERED
    return Lies(
        network=network,
        operator=operator,
        kind=kind,
        sections=count,
        inside=int(found["inside"]),
        metres=float(found["metres"]),
        customers=int(found["customers"]) if found["knows_customers"] else None,
        unplaced=unplaced,
        revision=revision,
        is_synthetic=is_synthetic,
    )


def sentence(one: Lies, city: str) -> str:
    """About one network."""
    word, operator = WORDS[one.network], one.operator
    told = {
        Kind.NOTHING: f"{word}: nichts. Netz: {operator}.",
        Kind.NO_MODEL: f"{word}: kein Netzmodell, bitte beim Betreiber fragen: {operator}.",
        Kind.NO_OPERATOR: f"{word}: Für {city} ist hier kein Betreiber eingetragen, bitte selbst bei ihm fragen.",
        Kind.NOT_COVERED: f"{word}: Das Netzmodell sagt zu dieser Stelle nichts Sicheres, bitte beim Betreiber fragen: {operator}.",
        Kind.NO_PLACE: f"{word}: Die Hausnummern stehen nicht im Netzmodell, bitte beim Betreiber fragen: {operator}.",
        Kind.DOWN: f"{word}: Die Prüfung hat nicht geantwortet, bitte beim Betreiber fragen: {operator}.",
    }
    return told[one.kind] if one.kind in told else lying(one)


def lying(one: Lies) -> str:
    """Strom: 38 m Kabel, 14 Anschlüsse hängen daran. Netz: …"""
    what = LINES[one.network]
    beside = ", weitere bis 2 m daneben" if one.inside < one.sections else ""
    length = f"{metric(one.metres)} {what}{beside}" if one.inside else f"{what} bis 2 m daneben"
    homes = "" if one.customers is None else f", {counted(one.customers, 'Anschluss hängt', 'Anschlüsse hängen')} daran"
    unplaced = f" Von {counted(one.unplaced, 'weiteren Leitung', 'weiteren Leitungen')} ist die Lage nicht bekannt." if one.unplaced else ""
    return f"{WORDS[one.network]}: {length}{homes}. Netz: {one.operator}.{unplaced}"


def metric(metres: float) -> str:
    """Whole metres, at least one."""
    return f"{max(round(metres), 1)} m"


def counted(count: int, one: str, many: str) -> str:
    """1 Anschluss, 2 Anschlüsse."""
    return f"{count} {one if count == 1 else many}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another trench of the city. `ring` empty: only street and numbers are known."""

    state: State
    street: str
    first: int
    last: int
    ring: Ring
    begins: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An outage an operator announced in that street."""

    network: str
    begins: date
    ends: date | None


def house(text: str) -> int:
    """12 of 12 a; 0 without one."""
    digits = ""
    for letter in text.strip():
        if not (letter.isascii() and letter.isdigit()):
            break
        digits += letter
    return int(digits or 0)


def numbers(found: Trench) -> tuple[int, int]:
    """From and to."""
    first = house(found.first)
    low, high = sorted((first, house(found.last) or first))
    return low, high


def same_place(found: Trench, ring: Ring, other: Other) -> bool:
    """By area where both are known, else by street and numbers."""
    if ring and other.ring:
        return near(ring, other.ring, NEAR_M)
    first, last = numbers(found)
    return spelled(found.street) == spelled(other.street) and first <= other.last and other.first <= last


def clashes(found: Trench, ring: Ring, others: Iterable[Other], planned: Iterable[Planned]) -> Iterator[str]:
    """What comes in its way in time, in German."""
    for other in others:
        if other.state not in COUNTS or not same_place(found, ring, other):
            continue
        word = "genehmigt" if other.state is State.GRANTED else "beantragt"
        when = f"vom {other.begins:%d.%m.%Y} bis {other.ends:%d.%m.%Y}"
        if other.begins <= found.ends and found.begins <= other.ends:
            yield f"Zur selben Zeit ist dort eine andere Aufgrabung {word}: {when}. Bitte stimmen Sie sich ab."
        elif gap_days(found, other) <= REOPEN_DAYS:
            yield f"Dort ist auch eine Aufgrabung {when} {word}. Gemeinsam graben heißt: Die Straße wird nur einmal geöffnet."
    for outage in planned:
        if outage.begins <= found.ends and (outage.ends is None or outage.ends >= found.begins):
            until = f" bis {outage.ends:%d.%m.%Y}" if outage.ends else ""
            yield f"{WORDS[outage.network]}: In dieser Straße ist eine Unterbrechung angekündigt, ab {outage.begins:%d.%m.%Y}{until}."


def gap_days(found: Trench, other: Other) -> int:
    """Between the end of one and the start of the next."""
    return max((other.begins - found.ends) // timedelta(days=1), (found.begins - other.ends) // timedelta(days=1))


def hints(found: Sequence[Lies]) -> Iterator[str]:
    """What to keep where something lies. Plain advice, no rule that was read: see OPEN."""
    operators = list(dict.fromkeys(one.operator for one in found if one.kind is Kind.LIES))
    if operators:
        yield f"Lassen Sie sich die Lage der Leitungen vor dem ersten Spatenstich zeigen: {', '.join(operators)}."
        yield "Suchen Sie die Leitungen von Hand, bevor Sie mit der Maschine graben."
    if any(one.network == "gas" and one.kind is Kind.LIES for one in found):
        yield "Riecht es nach Gas: nicht weiterarbeiten, keine Funken, weggehen, 112 rufen."
