"""A letter of a draft as it would look, with the answers of an example or, where there is none, made-up ones. Nothing is stored."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from glueckauf.catalogue.queries.examples import with_files
from glueckauf.catalogue.queries.folders import Offer
from glueckauf.catalogue.rules.authors.remark import Remark, error
from glueckauf.catalogue.rules.authors.samples import samples
from glueckauf.catalogue.rules.fee import compute
from glueckauf.catalogue.rules.schema import Example, Leistung
from glueckauf.forms import complete, visible
from glueckauf.forms.schema import GroupField
from glueckauf.letters import queries as letters
from glueckauf.letters.providers.authored import TemplateTooCostly, TemplateTooLong, TypesetterBusy
from glueckauf.letters.providers.typesetter import TemplateBroken
from glueckauf.letters.rules import daten

ENDINGS = (("grant", "grant"), ("receipt", "grant"), ("refuse", "refuse"), ("close", "close"))
SAMPLES = {"name": "Mustermann", "email": "erika@mustermann.example", "phone": "0234 115", "plate": "BO-EM 2026", "date": "2026-11-24"}
SAMPLES |= {"iban": "DE02120300000000202051", "text": "Beispiel"}
SHAPED: dict[str, dict[str, str]] = {
    "address": {"street": "Musterstraße", "house_number": "1", "postcode": "44787", "city": "Musterstadt"},
    "place": {"street": "Musterstraße", "number_from": "1", "number_to": "3", "side": "odd", "length_m": "15", "width_m": "2.5"},
    "period": {"first": "2026-12-01", "last": "2026-12-14"},
}
BUSY = "Die Briefe ließen sich gerade nicht prüfen, weil viele zugleich angesehen werden. Laden Sie die Seite noch einmal."
KNOWN = {
    "maximum function call depth exceeded": "Der Brief ruft eine Funktion auf, die sich selbst immer wieder aufruft.",
    "condition is always true": "Der Brief hat eine Schleife (#while), deren Bedingung immer gilt: sie würde nie enden.",
    "loop seems to be infinite": "Der Brief hat eine Schleife (#while), die nicht endet.",
    "packages are not allowed": "Der Brief lädt ein Paket (#import). Er darf nur brief.typ lesen.",
}
MISSING_KEY = re.compile(r"does not contain key \"([^\"]+)\"|unknown variable: (\S+)")


def sample_answers(offer: Offer, examples: Iterable[Any]) -> dict[str, Any]:
    """Of the first example that could be handed in, else made up from the form."""
    form, postcodes = offer.leistung.form, frozenset(offer.kommune.postcodes)
    for raw in examples:
        try:
            case = Example.model_validate(raw)
            today = date.fromisoformat(case.day)
            values = complete.shaped(form, with_files(offer.leistung, case), today=today, postcodes=postcodes)
            if not complete.missing(form, values, today=today, postcodes=postcodes):
                return complete.answers(form, values)
        except (ValidationError, ValueError, TypeError, AttributeError):  # an author is still writing it
            continue
    return visible.settled(form, {f.key: made_up(f) for s in form.sections for f in s.fields if f.type != "info"})


def made_up(field: Any) -> Any:
    """An answer of the right shape."""
    if isinstance(field, GroupField):
        return [{inner.key: made_up(inner) for inner in field.fields if inner.type != "info"}] * max(1, field.fewest)
    if field.type in SHAPED:
        return dict(SHAPED[field.type])
    if field.type in SAMPLES:
        return SAMPLES[field.type]
    return samples(field, ())[0] if samples(field, ()) else SAMPLES["text"]


def sample_daten(offer: Offer, name: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """All a template may read."""
    leistung, city = offer.leistung, offer.kommune
    fee = compute(leistung.fee, leistung.values, answers)
    office = next((o for o in city.offices if o.key == leistung.office), city.offices[0])
    found = daten.Daten(
        kommune=daten.sender(city, office),
        recipient=("Erika Mustermann", "Musterstraße 1", f"{city.postcodes[0]} {city.name}"),
        number=f"{city.prefix}-2026-000000-X",
        date="2026-11-24",
        subject=str(leistung.name),
        salutation="Guten Tag Erika Mustermann,",
        conditions=tuple(str(c.text) for c in leistung.decision.conditions[:2]),
        reasons=tuple(str(c.text) for c in leistung.decision.reasons_to_refuse[:1]) or ("Hier stehen die Gründe der Entscheidung.",),
        fee=daten.Fee(
            lines=tuple(daten.FeeLine(text=str(line.text), cents=line.cents, law=line.law) for line in fee.lines),
            total_cents=fee.total_cents,
        ),
        signed_by="M. Beispiel",
        values={
            "answers": dict(answers),
            "ending": ending_of(leistung, name),
            "applicant": "Erika Mustermann",
            "subject": "",
            "received_on": "2026-11-24",
            "yearly_cents": fee.yearly_cents,
            "fee_lines": fee.as_json(),
            "city_values": {key: str(value.amount) for key, value in leistung.values.items() if value.amount is not None},
            "base_url": "https://stadt.example",
        },
    )
    return found.model_dump(mode="json")


def ending_of(leistung: Leistung, name: str) -> str:
    """Which decision the template is for."""
    return next((ending for field, ending in ENDINGS if getattr(leistung.decision.letters, field) == name), "grant")


def broken_letters(offer: Offer, answers: Mapping[str, Any], prefix: str, names: Iterable[str]) -> list[Remark]:
    """Letters that cannot be set, with what typst says, in the words of an author. Behind one that was stopped nothing is claimed."""
    found = {name: verdict(offer.letters[name], json.dumps(sample_daten(offer, name, answers), sort_keys=True)) for name in names}
    try:
        settle([one for one in found.values() if one.said is None])
    except TypesetterBusy:
        return [error(prefix, BUSY, "letter")]
    return [error(f"{prefix}.{name}", one.said, "letter") for name, one in found.items() if one.said]


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What is wrong with a letter; empty: nothing, None: not tried yet."""

    template: str
    content: str
    said: str | None = None


@lru_cache(maxsize=512)
def verdict(template: str, content: str) -> Verdict:
    """Remembered: typesetting takes longer than everything else."""
    return Verdict(template=template, content=content)


def settle(open_: Sequence[Verdict]) -> None:
    """Tries them. Raises TypesetterBusy."""
    found = letters.authored_faults([(one.template, json.loads(one.content)) for one in open_]) if open_ else []
    for one, broken in zip(open_, found, strict=False):
        one.said = told(broken) if broken else ""


def told(broken: TemplateBroken) -> str:
    """One sentence."""
    if isinstance(broken, (TemplateTooCostly, TemplateTooLong)):
        return str(broken)
    said = " ".join(str(broken).split())
    if missing := MISSING_KEY.search(said):
        return f"Den Platzhalter „{missing[1] or missing[2]}“ gibt es nicht."
    return next((german for english, german in KNOWN.items() if english in said), f"Der Brief lässt sich nicht setzen: {said[:200]}")
