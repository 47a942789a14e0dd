"""From a Vorgang and its Bescheid to the `daten` of a letter. Wording of law: letters.rules.belehrung."""

from typing import Any

from django.conf import settings

from glueckauf.catalogue.registry import Service
from glueckauf.catalogue.rules.nachweise import to_bring
from glueckauf.catalogue.rules.schema import Outcome, Remedy
from glueckauf.cities.rules.schema import Office
from glueckauf.core.clock import BERLIN, local_day
from glueckauf.core.plots import LETTER, Plot, described, drawn, table
from glueckauf.forms.summary import summary
from glueckauf.forms.validators.appointment import instant_of
from glueckauf.identity.queries import clerk_name
from glueckauf.letters.rules import belehrung, daten
from glueckauf.vorgaenge.models import Bescheid, Vorgang
from glueckauf.vorgaenge.queries.findings import told_to_the_person
from glueckauf.vorgaenge.rules.applicant import applicant_of
from glueckauf.vorgaenge.rules.appointment import field_of
from glueckauf.vorgaenge.rules.deciding import carries_remedy
from glueckauf.vorgaenge.rules.stage import Ending

AUTOMATIC = "{what} ist automatisch erstellt. Die Regeln dafür stehen auf der Seite der Leistung."

LETTER_ROWS = 30


def template_of(service: Service, ending: Ending) -> str:
    """File name of the template; empty when this ending has no letter (paper by post)."""
    letters = service.leistung.decision.letters
    return {Ending.REFUSE: letters.refuse, Ending.CLOSE: letters.close}.get(ending, letters.grant or letters.receipt)


def daten_of(vorgang: Vorgang, bescheid: Bescheid, service: Service, answers: dict[str, Any]) -> daten.Daten:
    """All a template may read."""
    leistung = service.leistung
    applicant = applicant_of(leistung, answers)
    office = office_of(service, vorgang.office)
    return daten.Daten(
        kommune=daten.sender(service.owner, office),
        recipient=applicant.recipient,
        number=vorgang.number,
        date=local_day(bescheid.releases_at or bescheid.at).isoformat(),
        subject=str(leistung.name),
        salutation=applicant.salutation,
        decisions=(),
        conditions=tuple(bescheid.conditions),
        reasons=tuple(p for p in bescheid.reasons.split("\n") if p.strip()),
        fee=fee_of(bescheid, vorgang.number, leistung),
        remedy=remedy_of(bescheid, service),
        signed_by=signer(bescheid.actor),
        automatic=automatic(bescheid),
        footer=(),
        answers=answer_sections(service, answers),
        grounds=grounds_of(vorgang, bescheid, service),
        values={
            "answers": answers,
            "ending": bescheid.ending,
            "applicant": applicant.name,
            "subject": applicant.subject,
            "received_on": local_day(vorgang.submitted_at).isoformat(),
            "yearly_cents": bescheid.fee.yearly_cents if bescheid.fee else None,
            "fee_lines": bescheid.fee.lines if bescheid.fee else [],
            "city_values": {key: str(value.amount) for key, value in leistung.values.items() if value.amount is not None},
            "bring": [str(b.label) for b in to_bring(leistung, answers)],
            "appointment": appointment_of(answers.get(field_of(leistung.form))),
            "base_url": settings.GLUECKAUF.base_url,
        },
    )


def automatic(bescheid: Bescheid) -> str:
    """The sentence of a letter that nobody signed."""
    if not bescheid.actor.startswith("rule:"):
        return ""
    return AUTOMATIC.format(what="Dieser Bescheid" if bescheid.outcome == Outcome.BESCHEID else "Dieses Schreiben")


def grounds_of(vorgang: Vorgang, bescheid: Bescheid, service: Service) -> tuple[daten.Grounds, ...]:
    """What she reads on her page too. A sample has no row, and so no finding."""
    found = told_to_the_person(vorgang, service, Ending(bescheid.ending))
    return tuple(
        daten.Grounds(title=f.label, reasons=f.reasons, figures=tuple(figure(plot, f"{f.key}-{n}") for n, plot in enumerate(f.plots)))
        for f in found
    )


def figure(plot: Plot, key: str) -> daten.Figure:
    """Drawn for paper, with a table that is short enough for it."""
    numbers = table(plot, most=LETTER_ROWS, thinned=LETTER_ROWS)
    unit = f", in {plot.unit}" if plot.unit else ""
    return daten.Figure(
        title=f"{plot.title}{unit}",
        svg=drawn(plot, LETTER, key=key),
        alt=f"{plot.title}. {described(plot)}",
        heads=numbers.heads,
        rows=numbers.rows,
        note=numbers.note,
    )


def appointment_of(answer: Any) -> dict[str, str] | None:
    """Day, hour and place for a letter; None where there is none."""
    starts = instant_of(answer["starts"]) if isinstance(answer, dict) and "starts" in answer else None
    if starts is None:
        return None
    local = starts.astimezone(BERLIN)
    return {"day": local.date().isoformat(), "time": f"{local.hour}:{local:%M}", "where": str(answer["where"])}


def remedy_code(service: Service, ending: Ending) -> Remedy:
    """Of a decision that ends so; none where nothing is an act."""
    decision = service.leistung.decision
    if not carries_remedy(decision.outcome, ending):
        return Remedy.NONE
    return decision.remedy_against_refusal if ending is Ending.REFUSE else decision.remedy


def office_of(service: Service, key: str) -> Office:
    """The office by its key. Raises LookupError when the city's folder lost it."""
    for office in service.owner.offices:
        if office.key == key:
            return office
    raise LookupError(f"{service.owner.key} has no office {key}")


def fee_of(bescheid: Bescheid, number: str, leistung: Any) -> daten.Fee:
    """Lines as assessed, with the sentence on when to pay."""
    if bescheid.fee is None or not bescheid.fee.lines:
        return daten.Fee()
    paid_first = leistung.fee.pay_first
    due = str(leistung.fee.due) if leistung.fee.due else "Bitte zahlen Sie innerhalb eines Monats."
    pay = "Der Betrag ist schon bezahlt." if paid_first else f"{due} Geben Sie als Kassenzeichen die Nummer {number} an."
    lines = tuple(daten.FeeLine(text=line["text"], cents=line["cents"], law=line.get("law", "")) for line in bescheid.fee.lines)
    return daten.Fee(lines=lines, total_cents=bescheid.fee.total_cents, pay=(pay,))


def remedy_of(bescheid: Bescheid, service: Service) -> daten.Remedy:
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


def answer_sections(service: Service, answers: dict[str, Any]) -> tuple[daten.AnswerSection, ...]:
    """The answers as the last page shows them."""
    return tuple(
        daten.AnswerSection(title=str(section.title), rows=tuple((row.label, row.text) for row in section.rows))
        for section in summary(service.leistung.form, answers, "de")
        if section.rows
    )


def signer(actor: str) -> str:
    """The clerk's name for 'Im Auftrag'; empty for the house."""
    return clerk_name(int(actor.removeprefix("clerk:"))) if actor.startswith("clerk:") else ""
