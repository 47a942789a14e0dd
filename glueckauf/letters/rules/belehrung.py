"""Rechtsbehelfsbelehrung: the one place that words it. Minimal text; every explanation stands outside of it.

§ 58(1) VwGO asks for remedy, body, seat and period, nothing else: what is added can be wrong, and a wrong one opens a year
(§ 58(2)). Law: §§ 68, 70, 74 VwGO, § 110 JustG NRW, § 80(2) no. 1 VwGO, § 49 PStG; sources: docs/letters.md. The wording of a city's
own forms ("schriftlich oder zur Niederschrift") is missing on purpose until its Rechtsamt has approved one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from glueckauf.cities.rules.schema import Court

VERSION = "2026-11"


class Remedy(StrEnum):
    """Codes as in leistung.yaml; a fee line and the main decision each have one."""

    WIDERSPRUCH = "widerspruch"
    KLAGE = "klage"
    AMTSGERICHT = "amtsgericht"
    NONE = "none"


class Money(StrEnum):
    """Whether the letter asks for money. If so, one sentence says that a remedy does not stop payment."""

    DUE = "due"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """Where remedies go: the Kommune with its address, the Verwaltungsgericht, for civil status the Amtsgericht."""

    authority: str
    address: str
    court: Court
    local_court: Court | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyTexts:
    """`texts` stand in the box, `explanation` below it. `version` is kept with the decision."""

    texts: tuple[str, ...]
    explanation: tuple[str, ...]
    version: str = VERSION


STARTS = {"": "Gegen diesen Bescheid", "main": "Gegen die Entscheidung in der Sache", "fee": "Gegen die Festsetzung der Gebühr"}
IF_YOU = {Remedy.WIDERSPRUCH: "Widerspruch einlegen", Remedy.KLAGE: "klagen"}
PAY_ANYWAY = "Bitte zahlen Sie auch dann, wenn Sie {ways}: Das schiebt die Zahlung nicht auf (§\xa080 Abs.\xa02 Satz\xa01 Nr.\xa01 VwGO)."
CALL_US = "Rufen Sie uns vorher an. Vieles klärt sich am Telefon."
CLOCK_RUNS = "Die Frist läuft aber weiter."
NO_SUBSTITUTE = {Remedy.WIDERSPRUCH: "kein Widerspruch", Remedy.KLAGE: "keine Klage", Remedy.AMTSGERICHT: "kein Antrag an das Gericht"}


def belehrung(main: str, *, fees: Sequence[str] = (), bodies: Bodies, money: Money = Money.NONE) -> RemedyTexts:
    """For a decision with the remedy `main` and fee lines with the remedies `fees`; one text per remedy where they differ.

    `main` none with fees: only the fee is an act. All none: no act, nothing is printed.
    """
    ways = remedies(Remedy(main), [Remedy(f) for f in fees])
    if not ways:
        return RemedyTexts(texts=(), explanation=())
    texts = tuple(sentence(remedy, STARTS[about], bodies) for about, remedy in ways)
    return RemedyTexts(texts=texts, explanation=explained(frozenset(remedy for _, remedy in ways), money))


def remedies(main: Remedy, fees: Sequence[Remedy]) -> list[tuple[str, Remedy]]:
    """What each text is about: the whole, or main decision and fee apart."""
    different = sorted({f for f in fees if f not in (main, Remedy.NONE)})
    if main == Remedy.NONE:
        return [("fee", f) for f in different]
    if not different:
        return [("", main)]
    return [("main", main), *(("fee", f) for f in different)]


def sentence(remedy: Remedy, start: str, bodies: Bodies) -> str:
    """Remedy, body, seat, period: § 58(1) VwGO."""
    if remedy == Remedy.AMTSGERICHT:
        return local_court(start, bodies)
    if remedy == Remedy.KLAGE:
        where = f"Klage beim {bodies.court.name}, {bodies.court.street}, {bodies.court.postcode_town}"
    else:
        where = f"Widerspruch bei der {seat(bodies)}"
    return f"{start} kann innerhalb eines Monats nach Bekanntgabe {where}, erhoben werden."


def local_court(start: str, bodies: Bodies) -> str:
    """§ 49(1) PStG: the civil court orders the registrar to act; there is no period. A city that has not entered its court names none."""
    court = bodies.local_court
    where = f"{court.name}, {court.street}, {court.postcode_town}," if court else "zuständigen Amtsgericht"
    return f"{start} kann beim {where} eine gerichtliche Entscheidung beantragt werden (§\xa049 PStG)."


def seat(bodies: Bodies) -> str:
    """Name and address of the Kommune, the name once."""
    return bodies.address if bodies.address.startswith(bodies.authority) else f"{bodies.authority}, {bodies.address}"


def explained(ways: frozenset[Remedy], money: Money) -> tuple[str, ...]:
    """Plain words below the box: payment goes on (§ 80(2) sentence 1 no. 1 VwGO), call us, what a call is not."""
    lines = []
    stop_nothing = [words for remedy, words in IF_YOU.items() if remedy in ways]
    if money == Money.DUE and stop_nothing:
        lines.append(PAY_ANYWAY.format(ways=" oder ".join(stop_nothing)))
    clock = () if ways == {Remedy.AMTSGERICHT} else (CLOCK_RUNS,)
    nothing = " und ".join(words for remedy, words in NO_SUBSTITUTE.items() if remedy in ways)
    lines.append(" ".join((CALL_US, *clock, f"Ein Anruf oder eine einfache E-Mail ist {nothing}.")))
    return tuple(lines)
