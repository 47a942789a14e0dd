"""Checks every Leistung can name: they need no network, only the answers and the city's own data."""

from collections.abc import Mapping
from fractions import Fraction

from glueckauf.catalogue.rules.nachweise import needed
from glueckauf.vorgaenge.registry import CheckCase, Finding, Result, check
from glueckauf.vorgaenge.rules.applicant import lookup

VERSION = "2026-11"


@check("anschrift", "Anschrift in der Stadt")
def address_in_city(case: CheckCase) -> Finding:
    """The applicant's postcode is one that is delivered in the Kommune."""
    address = lookup(case.answers, case.leistung.applicant.get("address", ""))
    postcode = address.get("postcode", "") if isinstance(address, Mapping) else ""
    if not postcode:
        return Finding(result=Result.UNKNOWN, reasons=("Es ist keine Anschrift angegeben.",), version=VERSION)
    if postcode in case.kommune.postcodes:
        return Finding(result=Result.OK, reasons=(f"Die Postleitzahl {postcode} liegt {case.kommune.locative}.",), version=VERSION)
    return Finding(result=Result.NO, reasons=(f"Die Postleitzahl {postcode} liegt nicht {case.kommune.locative}.",), version=VERSION)


@check("pflichtnachweise", "Nachweise, die die Angaben verlangen")
def documents_named(case: CheckCase) -> Finding:
    """Says which documents the answers call for; whether they are there and right is a person's business."""
    labels = [str(n.label) for n in needed(case.leistung, dict(case.answers))]
    if not labels:
        return Finding(result=Result.OK, reasons=("Nach den Angaben ist kein Nachweis nötig.",), version=VERSION)
    return Finding(result=Result.CONDITIONS, reasons=(f"Nötig: {', '.join(labels)}.",), version=VERSION)


VAGUE = ("handel aller art", "dienstleistungen aller art", "diverses", "verschiedenes", "sonstiges")


@check("taetigkeit", "Tätigkeit genau genug")
def activity_is_exact(case: CheckCase) -> Finding:
    """A trade notice needs a precise activity (GewAnzV, field 15); 'Handel aller Art' is none."""
    text = str(case.answers.get("taetigkeit", "")).casefold()
    if len(text) < 10 or any(v in text for v in VAGUE):
        return Finding(result=Result.CONDITIONS, reasons=("Die Tätigkeit ist zu ungenau beschrieben.",), version=VERSION)
    return Finding(result=Result.OK, reasons=("Die Tätigkeit ist genau beschrieben.",), version=VERSION)


WEEKS = {"woche": 1, "zwei": 2, "vier": 4}


@check("mindestvolumen", "Restmülltonne groß genug")
def bins_are_large_enough(case: CheckCase) -> Finding:
    """Litres of residual waste per week against what the by-law asks per person; less than that is for a person to weigh."""
    needed_by_law = least_litres(case)
    bins, people = case.answers.get("tonnen"), case.answers.get("bewohner")
    if not isinstance(bins, list) or people is None or needed_by_law is None:
        return Finding(result=Result.UNKNOWN, reasons=("Das lässt sich nach diesen Angaben nicht ausrechnen.",), version=VERSION)
    rest = [b for b in bins if b.get("fraktion") == "rest"]
    there = sum(Fraction(b["groesse"] * b["zahl"], WEEKS[b["wochen"]]) for b in rest)
    words = f"{int(there)} Liter in der Woche für {people} Menschen, mindestens {int(needed_by_law * people)} Liter."
    enough = rest and there >= needed_by_law * people and all(b["groesse"] >= least_bin(case) for b in rest)
    return Finding(result=Result.OK if enough else Result.CONDITIONS, reasons=(words,), version=VERSION)


def least_litres(case: CheckCase) -> int | None:
    """Per person and week; less with an organic bin or compost. None while the city has not entered it."""
    bins = case.answers.get("tonnen")
    sorts = isinstance(bins, list) and any(b.get("fraktion") == "bio" for b in bins)
    value = case.leistung.values.get("liter_person_bio" if sorts or case.answers.get("kompost") else "liter_person")
    return int(value.amount) if value and value.amount is not None else None


def least_bin(case: CheckCase) -> int:
    """The smallest bin the by-law knows; 0 while nobody entered it."""
    value = case.leistung.values.get("liter_tonne")
    return int(value.amount) if value and value.amount is not None else 0
