"""An EPANET input file as sections of words, each with its line, and its units. Knows the form, not the network."""

from dataclasses import dataclass

from glueckauf.supply.engine.imports.problems import ImportRefused, UnknownElement

LARGEST_BYTES = 50_000_000
SECTIONS = (
    *("TITLE", "JUNCTIONS", "RESERVOIRS", "TANKS", "PIPES", "PUMPS", "VALVES", "EMITTERS", "CURVES", "PATTERNS", "ENERGY", "STATUS"),
    *("CONTROLS", "RULES", "DEMANDS", "QUALITY", "REACTIONS", "SOURCES", "MIXING", "OPTIONS", "TIMES", "REPORT", "COORDINATES"),
    *("VERTICES", "LABELS", "BACKDROP", "TAGS", "LEAKAGE", "END"),
)
CFS_PER = {  # epanet 2.2, types.h: the same factors, so that a file and our grid mean the same flow
    "CFS": 1.0,
    "GPM": 448.831,
    "MGD": 0.64632,
    "IMGD": 0.5382,
    "AFD": 1.9837,
    "LPS": 28.317,
    "LPM": 1699.0,
    "CMH": 101.94,
    "CMD": 2446.6,
    "MLD": 2.4466,
}
US = ("CFS", "GPM", "MGD", "IMGD", "AFD")
METRES_PER_FOOT, PSI_PER_FOOT, KPA_PER_PSI, KW_PER_HP = 0.3048, 0.4333, 6.895, 0.7457


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one line; `number` counts from 1."""

    number: int
    words: tuple[str, ...]

    @property
    def place(self) -> str:
        """For a person with an editor."""
        return f"Zeile {self.number}"

    def word(self, at: int, default: str | None = None) -> str:
        """Raises where nothing stands and nothing may be missing."""
        if at < len(self.words):
            return self.words[at]
        if default is None:
            raise ImportRefused(self.place, f"Hier fehlt die Angabe {at + 1}.")
        return default

    def number_at(self, at: int, default: float | None = None) -> float:
        """A finite number."""
        if at >= len(self.words) and default is not None:
            return default
        return self.parsed(self.word(at))

    def parsed(self, word: str) -> float:
        """This word as a finite number."""
        try:
            value = float(word)
        except ValueError:
            raise ImportRefused(self.place, f"„{word[:40]}“ ist keine Zahl.") from None
        if value != value or value in (float("inf"), float("-inf")):
            raise ImportRefused(self.place, f"„{word[:40]}“ ist keine Zahl, mit der man rechnen kann.")
        return value


Sections = dict[str, list[Line]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Factors from the file's units to ours."""

    flow: float  # to m³/h
    length: float  # to m
    diameter: float  # of links, to mm
    pressure: float  # to m
    power: float  # to kW
    roughness: float  # of the Darcy-Weisbach formula, to mm


def sections(raw: bytes) -> Sections:
    """All lines by section, comments left out. Raises ImportRefused for what is no INP, UnknownElement for a section we never heard of."""
    if len(raw) > LARGEST_BYTES:
        raise ImportRefused("Datei", f"Die Datei ist größer als {LARGEST_BYTES // 1_000_000} MB.")
    if b"\x00" in raw:
        raise ImportRefused("Datei", "Das ist keine Textdatei.")
    found: Sections = {}
    current: list[Line] | None = None
    for number, text in enumerate(decoded(raw).replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        words = tuple(text.split(";", 1)[0].split())
        if not words:
            continue
        if words[0].startswith("["):
            current = found.setdefault(section(words[0], number), [])
        elif current is None:
            raise ImportRefused(f"Zeile {number}", "Vor dem ersten Abschnitt in eckigen Klammern steht Text.")
        else:
            current.append(Line(number, words))
    if "JUNCTIONS" not in found:
        raise ImportRefused("Datei", "Der Abschnitt [JUNCTIONS] fehlt: Das ist keine EPANET-Eingabe.")
    return found


def decoded(raw: bytes) -> str:
    """UTF-8, else as old Windows programs wrote it."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def section(word: str, number: int) -> str:
    """Full name; EPANET itself looks at the first four letters."""
    name = word.strip("[]").upper()
    for known in SECTIONS:
        if len(name) >= 3 and known[:4] == name[:4]:
            return known
    raise UnknownElement(f"Zeile {number}", f"Den Abschnitt [{name[:30]}] kennt der Import nicht.")


def units(name: str, pressure: str, line: str) -> Units:
    """From the words of the options UNITS and PRESSURE; psi or metres where nothing is said."""
    if name not in CFS_PER:
        raise UnknownElement(line, f"Die Einheit {name[:20]} kennt der Import nicht.")
    american = name in US
    length = METRES_PER_FOOT if american else 1.0
    metric = METRES_PER_FOOT / (KPA_PER_PSI * PSI_PER_FOOT) if pressure == "KPA" else 1.0
    return Units(
        flow=CFS_PER["CMH"] / CFS_PER[name],
        length=length,
        diameter=25.4 if american else 1.0,
        pressure=METRES_PER_FOOT / PSI_PER_FOOT if american else metric,  # EPANET obeys PRESSURE only where the rest is metric
        power=KW_PER_HP if american else 1.0,
        roughness=METRES_PER_FOOT if american else 1.0,  # thousandths of a foot, or millimetres
    )


def seconds(line: Line, words: tuple[str, ...]) -> int:
    """A time as EPANET reads it: 1:30, 1.5, 90 MIN, 12 AM, 1:00:30 PM. A bare number is hours."""
    if not words:
        raise ImportRefused(line.place, "Hier fehlt eine Zeit.")
    unit = words[1].upper() if len(words) > 1 else ""
    if ":" in words[0]:
        value = 0.0
        for part, scale in zip(words[0].split(":"), (3600, 60, 1), strict=False):
            value += line.parsed(part) * scale
    else:
        value = line.parsed(words[0]) * {"SEC": 1, "MIN": 60, "HOU": 3600, "DAY": 86400}.get(unit[:3], 3600)
    if unit in ("AM", "PM"):
        value = value % 43200 + (43200 if unit == "PM" else 0)
    return round(value)
