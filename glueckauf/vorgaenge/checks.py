"""Checks every Leistung can name: they need no network, only the answers and the city's own data."""

from collections.abc import Mapping

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
