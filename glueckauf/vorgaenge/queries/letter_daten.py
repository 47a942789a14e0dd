"""From a Vorgang and its Bescheid to the `daten` of a letter. Wording of law: letters.rules.belehrung."""

from typing import Any

from django.conf import settings

from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.catalogue.rules.schema import Remedy
from glueckauf.cities.rules.schema import Office
from glueckauf.core.clock import local_day
from glueckauf.forms.summary import summary
from glueckauf.identity.queries import clerk_name
from glueckauf.letters.rules import belehrung, daten
from glueckauf.vorgaenge.models import Bescheid, Vorgang
from glueckauf.vorgaenge.rules.applicant import applicant_of
from glueckauf.vorgaenge.rules.deciding import carries_remedy
from glueckauf.vorgaenge.rules.stage import Ending

AUTOMATIC = "Dieser Bescheid ist automatisch erstellt. Die Regeln dafür stehen auf der Seite der Leistung."


def template_of(service: LeistungOfCity, ending: Ending) -> str:
    """File name of the template; empty when this ending has no letter (paper by post)."""
    letters = service.leistung.decision.letters
    return {Ending.REFUSE: letters.refuse, Ending.CLOSE: letters.close}.get(ending, letters.grant or letters.receipt)


def daten_of(vorgang: Vorgang, bescheid: Bescheid, service: LeistungOfCity, answers: dict[str, Any]) -> daten.Daten:
    """All a template may read."""
    leistung, kommune = service.leistung, service.kommune
    applicant = applicant_of(leistung, answers)
    office = office_of(service, vorgang.office)
    return daten.Daten(
        kommune=daten.sender(kommune, office),
        recipient=(applicant.name, *applicant.address),
        number=vorgang.number,
        date=local_day(bescheid.releases_at or bescheid.at).isoformat(),
        subject=str(leistung.name),
        salutation=f"Guten Tag {applicant.name},",
        decisions=(),
        conditions=tuple(bescheid.conditions),
        reasons=tuple(p for p in bescheid.reasons.split("\n") if p.strip()),
        fee=fee_of(bescheid, vorgang.number, leistung),
        remedy=remedy_of(bescheid, service),
        signed_by=signer(bescheid.actor),
        automatic=AUTOMATIC if bescheid.actor.startswith("rule:") else "",
        footer=(),
        answers=answer_sections(service, answers),
        values={
            "answers": answers,
            "ending": bescheid.ending,
            "applicant": applicant.name,
            "subject": applicant.subject,
            "received_on": local_day(vorgang.submitted_at).isoformat(),
            "yearly_cents": bescheid.fee.yearly_cents if bescheid.fee else None,
            "fee_lines": bescheid.fee.lines if bescheid.fee else [],
            "city_values": {key: str(value.amount) for key, value in leistung.values.items() if value.amount is not None},
            "base_url": settings.GLUECKAUF.base_url,
        },
    )


def remedy_code(service: LeistungOfCity, ending: Ending) -> Remedy:
    """Of a decision that ends so; none where nothing is an act."""
    decision = service.leistung.decision
    if not carries_remedy(decision.outcome, ending):
        return Remedy.NONE
    return decision.remedy_against_refusal if ending is Ending.REFUSE else decision.remedy


def office_of(service: LeistungOfCity, key: str) -> Office:
    """The office by its key. Raises LookupError when the city's folder lost it."""
    for office in service.kommune.offices:
        if office.key == key:
            return office
    raise LookupError(f"{service.kommune.key} has no office {key}")


def fee_of(bescheid: Bescheid, number: str, leistung: Any) -> daten.Fee:
    """Lines as assessed, with the sentence on when to pay."""
    if bescheid.fee is None or not bescheid.fee.lines:
        return daten.Fee()
    paid_first = leistung.fee.pay_first
    due = str(leistung.fee.due) if leistung.fee.due else "Bitte zahlen Sie innerhalb eines Monats."
    pay = "Der Betrag ist schon bezahlt." if paid_first else f"{due} Geben Sie als Kassenzeichen die Nummer {number} an."
    lines = tuple(daten.FeeLine(text=line["text"], cents=line["cents"], law=line.get("law", "")) for line in bescheid.fee.lines)
    return daten.Fee(lines=lines, total_cents=bescheid.fee.total_cents, pay=(pay,))


def remedy_of(bescheid: Bescheid, service: LeistungOfCity) -> daten.Remedy:
    """The remedy of the decision, and of fee lines where theirs differs: one Bescheid may need both texts."""
    if bescheid.remedy == Remedy.NONE:
        return daten.Remedy()
    kommune = service.kommune
    lines = bescheid.fee.lines if bescheid.fee else []
    found = belehrung.belehrung(
        bescheid.remedy,
        fees=[line.get("remedy") or Remedy.NONE for line in lines],
        bodies=belehrung.Bodies(
            authority=kommune.full_name, address=kommune.widerspruch_address, court=kommune.court, local_court=kommune.local_court
        ),
        money=belehrung.Money.DUE if bescheid.fee and bescheid.fee.total_cents else belehrung.Money.NONE,
    )
    return daten.Remedy(texts=found.texts, explanation=found.explanation, version=found.version)


def answer_sections(service: LeistungOfCity, answers: dict[str, Any]) -> tuple[daten.AnswerSection, ...]:
    """The answers as the last page shows them."""
    return tuple(
        daten.AnswerSection(title=str(section.title), rows=tuple((row.label, row.text) for row in section.rows))
        for section in summary(service.leistung.form, answers, "de")
        if section.rows
    )


def signer(actor: str) -> str:
    """The clerk's name for 'Im Auftrag'; empty for the house."""
    return clerk_name(int(actor.removeprefix("clerk:"))) if actor.startswith("clerk:") else ""
