"""Checks supply offers to any Leistung."""

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from glueckauf.forms.readers import reader
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import actions
from glueckauf.supply.rules import evidence, trench
from glueckauf.supply.rules import trench_words as told
from glueckauf.supply.rules.answer import Outcome, must_be_controllable, reasons
from glueckauf.supply.rules.asked import NotUnderstood, request
from glueckauf.supply.rules.rings import BadRing, ring_of
from glueckauf.vorgaenge.registry import CheckCase, Finding, Result, check

VERSION, TRENCH_VERSION = "netzanschluss 1", "aufgrabung 1"
ANY_AREA = gettext_noop(  # in other languages one sentence says all that may be wrong
    "Diese Fläche verstehen wir nicht. Schreiben Sie je Zeile eine Ecke, zum Beispiel 51.48184, 7.21623: mindestens drei, höchstens 200, "
    "in Deutschland, höchstens 5 Hektar, und der Rand darf sich nicht kreuzen."
)
RESULTS = {
    Outcome.POSSIBLE: Result.OK,
    Outcome.DIMMED: Result.CONDITIONS,
    Outcome.REINFORCE: Result.NO,
    Outcome.UNKNOWN: Result.UNKNOWN,
}


@check("netzanschluss", "Netzanschluss")
def connection(case: CheckCase) -> Finding:
    """Whether the grid carries a device at the address, by a year of load flow with everything promised before."""
    try:
        asked = request(case.leistung.key, case.answers)
    except NotUnderstood as error:
        return Finding(result=Result.UNKNOWN, reasons=(str(error),), version=VERSION)
    checked = actions.ask_for_connection(case.vorgang_id, request=asked, by=Rule(tenant=case.owner.key, name="supply"), at=case.at)
    found, basis = checked.found, checked.basis
    result = Result.UNKNOWN if must_be_controllable(asked.device) and found.outcome in evidence.PROMISES else RESULTS[found.outcome]
    return Finding(
        result=result,
        reasons=reasons(asked, found, synthetic=basis is not None and basis.grid.is_synthetic),
        version=VERSION if basis is None else f"{VERSION}, Netzmodell {basis.grid.number}",
        evidence=evidence.evidence(
            asked,
            found,
            grid={}
            if basis is None
            else {"revision": basis.grid.number, "synthetic": basis.grid.is_synthetic, "in_force_since": basis.grid.since.isoformat()},
            profile_year="" if basis is None else basis.grid.profile_year,
            promised=0 if basis is None else len(basis.promised),
            unplaced=0 if basis is None else basis.unplaced,
        ),
    )


@reader("area")
def area(text: str) -> str:
    """An area somebody digs, as corners or GeoJSON."""
    try:
        ring_of(text)
    except BadRing as error:
        return str(error) if get_language() in (None, "de") else _(ANY_AREA)
    return ""


@check("aufgrabung", "Was im Graben liegt")
def digging(case: CheckCase) -> Finding:
    """What lies where somebody wants to dig, of all four networks, and what else is dug or switched off there. Never a no."""
    try:
        asked = trench.trench(case.leistung.key, case.answers)
    except NotUnderstood as error:
        return Finding(result=Result.UNKNOWN, reasons=(str(error),), version=TRENCH_VERSION)
    by = Rule(tenant=case.kommune.key, name="supply")
    looked = actions.look_into_trench(case.vorgang_id, trench=asked, by=by, at=case.at)
    known = not looked.is_elsewhere and all(one.kind in trench.KNOWN for one in looked.found)
    touches = bool(looked.clashes) or any(one.kind is trench.Kind.LIES for one in looked.found)
    revisions = ", ".join(f"{trench.WORDS[one.network]} {one.revision}" for one in looked.found if one.revision)
    return Finding(
        result=Result.UNKNOWN if not known else Result.CONDITIONS if touches else Result.OK,
        reasons=told.reasons(asked, looked.ring, looked.found, looked.clashes, city=case.kommune.name, is_elsewhere=looked.is_elsewhere),
        version=f"{TRENCH_VERSION}, Netzmodell {revisions}" if revisions else TRENCH_VERSION,
        evidence=told.evidence(asked, looked.ring, looked.found, looked.clashes),
    )
