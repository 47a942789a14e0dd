"""A Leistung of a city as open data, and the schemas that say so."""

from typing import Any

from django.urls import reverse

from glueckauf.api.serving import BASE, Parameter, absolute
from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.catalogue.rules.schema import Value
from glueckauf.cities.rules.schema import KommuneData, Office, TenantData
from glueckauf.forms.schema import Text

Json = dict[str, Any]
KOMMUNE = Parameter(name="kommune", words="Schlüssel der Stadt, siehe /api/v1/kommunen/", example="bochum", place="path")
SLUG = Parameter(name="slug", words="Schlüssel der Leistung", example="hundesteuer-anmeldung", place="path")
STRING: Json = {"type": "string"}
WORDS: Json = {"type": "object", "required": ["de"], "properties": {"de": STRING, "en": STRING}, "additionalProperties": False}


def record(properties: Json, optional: tuple[str, ...] = ()) -> Json:
    """An object with these properties and no others."""
    needed = [key for key in properties if key not in optional]
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def listed(item: Json) -> Json:
    """A list of such."""
    return {"type": "array", "items": item}


KOMMUNE_SCHEMA = record(
    {"key": STRING, "name": STRING, "full_name": STRING, "ars": STRING, "ags": STRING, "postcodes": listed(STRING), "url": STRING}
)
OFFICE_SCHEMA = record({name: STRING for name in ("key", "name", "unit", "street", "postcode", "town", "phone", "email", "source", "year")})
SHORT: Json = {
    "key": STRING,
    "name": WORDS,
    "short": WORDS,
    "leika": record({"key": STRING, "none": STRING}),
    "ozg_id": STRING,
    "topic": STRING,
    "audience": listed(STRING),
    "mode": {"enum": ["A", "P", "H"]},
    "trust": STRING,
    "is_offered": {"type": "boolean"},
    "is_online": {"type": "boolean"},
    "office": STRING,
    "revision": {"type": "integer"},
    "url": STRING,
}
SHORT_SCHEMA = record(SHORT)
VALUE_SCHEMA = record(
    {"key": STRING, "label": WORDS, "unit": STRING, "amount": {"type": ["string", "null"]}, "source": STRING, "year": STRING}
)
NACHWEIS_SCHEMA = record({"key": STRING, "label": WORDS, "why": WORDS, "accepts": WORDS})
LEISTUNG_SCHEMA = record(
    {
        **SHORT,
        "why_not_offered": {"anyOf": [WORDS, {"type": "null"}]},
        "responsible": {"anyOf": [OFFICE_SCHEMA, {"type": "null"}]},
        "law": listed(record({"text": STRING, "source": STRING, "open": STRING})),
        "fee": record({"kind": STRING, "values": listed(VALUE_SCHEMA)}),
        "nachweise": listed(NACHWEIS_SCHEMA),
        "promise_working_days": {"type": ["integer", "null"]},
        "search": listed(STRING),
        "texts": {"type": "object", "additionalProperties": STRING, "description": "HTML nach Sprache: de, en, leicht"},
        "form_url": {"type": ["string", "null"]},
        "published_at": STRING,
    },
    optional=("published_at",),
)


def kommune(city: KommuneData) -> Json:
    """A city."""
    return {
        "key": city.key,
        "name": city.name,
        "full_name": city.full_name,
        "ars": city.ars,
        "ags": ags(city.ars),
        "postcodes": list(city.postcodes),
        "url": absolute(reverse("kommune", args=[city.key])),
    }


def ags(ars: str) -> str:
    """The key of 8 digits leaves the Verband out."""
    return ars[:5] + ars[9:]


def words(text: Text | None) -> Json | None:
    """Both languages, English where we have it."""
    return None if text is None else {"de": text.de, **({"en": text.en} if text.en else {})}


def short(entry: LeistungOfCity) -> Json:
    """One line of the catalogue."""
    leistung = entry.leistung
    return {
        "key": leistung.key,
        "name": words(leistung.name),
        "short": words(leistung.short),
        "leika": {"key": leistung.leika.key, "none": leistung.leika.none},
        "ozg_id": leistung.leika.ozg_id,
        "topic": leistung.topic,
        "audience": list(leistung.audience),
        "mode": str(leistung.mode),
        "trust": leistung.trust,
        "is_offered": leistung.offered,
        "is_online": leistung.can_be_started,
        "office": leistung.office,
        "revision": entry.number,
        "url": absolute(reverse("leistung", args=[entry.kommune.key, leistung.key])),
    }


def whole(entry: LeistungOfCity) -> Json:
    """Everything public about a Leistung."""
    leistung, promise = entry.leistung, entry.leistung.deadlines.promise
    found = next((o for o in entry.owner.offices if o.key == leistung.office), None)
    form = absolute(f"/{BASE}/{entry.kommune.key}/leistungen/{leistung.key}/formular/")
    return {
        **short(entry),
        "why_not_offered": words(leistung.not_offered),
        "responsible": office(found, entry.owner) if found else None,
        "law": [{"text": law.text, "source": law.source, "open": law.open} for law in leistung.law],
        "fee": {"kind": str(leistung.fee.kind), "values": [value(key, found) for key, found in leistung.values.items() if found.label]},
        "nachweise": [
            {"key": n.key, "label": words(n.label), "why": words(n.why), "accepts": words(n.accepts)} for n in leistung.nachweise
        ],
        "promise_working_days": promise.working_days if promise else None,
        "search": list(leistung.search),
        "texts": dict(entry.texts),
        "form_url": form if leistung.form.sections else None,
    }


def value(key: str, found: Value) -> Json:
    """A number of the city; `amount` null: not entered yet, `source` then says where it will come from."""
    return {
        "key": key,
        "label": words(found.label) or {"de": key},
        "unit": found.unit,
        "amount": None if found.amount is None else str(found.amount),
        "source": found.to_be_entered if found.amount is None else found.source,
        "year": found.year or "",
    }


def office(found: Office, owner: TenantData) -> Json:
    """Where one goes. Empty text: not entered yet."""
    return {
        "key": found.key,
        "name": found.name,
        "unit": found.unit,
        "street": found.street,
        "postcode": found.postcode,
        "town": owner.seat,
        "phone": found.phone,
        "email": found.email,
        "source": found.source,
        "year": found.year,
    }
