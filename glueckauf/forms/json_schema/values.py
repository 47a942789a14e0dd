"""The value of one field as a schema, by type. Shapes: forms.schema, VALUE SHAPES."""

import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from glueckauf.forms.json_schema.alphabet import END, MANY_LINES, ONE_LINE, at_most
from glueckauf.forms.validators.bank import LENGTHS
from glueckauf.forms.validators.places import HOUSE_NUMBER, SIDES

Json = dict[str, Any]
DAY = f"^(?:18[89][0-9]|19[0-9]{{2}}|20[0-9]{{2}}|21[0-9]{{2}})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]){END}"
DECIMAL = "(?:0|[1-9][0-9]{0,14})"
DIGITS = 15
KEY = {"type": "string", "minLength": 1}


def value(field: Any, language: str, postcodes: frozenset[str]) -> Json:
    """The schema of one answer."""
    if field.type in ("choice", "choices"):
        return choice(field, language)
    if field.type == "address":
        return address(field, postcodes)
    return WRITERS[field.type](field)


def text(field: Any) -> Json:
    """DIN 91379, counted in letters; lines stay lines."""
    rules: list[Json] = [
        {"$ref": "#/$defs/text"},
        {"pattern": at_most(field.max_length)},
        {"pattern": MANY_LINES if field.lines > 1 else ONE_LINE},
    ]
    found: Json = {"type": "string"}
    if field.pattern and not re.search(r"\(\?[a-zA-Z]", field.pattern):
        rules.append({"pattern": f"^(?:{field.pattern}){END}"})
    elif field.pattern or field.reader:
        found["$comment"] = "Die Antwort muss außerdem einem Muster entsprechen, das dieses Schema nicht ausdrücken kann."
    return {**found, "allOf": rules}


def name(field: Any) -> Json:
    """Letters and signs of personal names, at least one letter."""
    rules = [{"$ref": "#/$defs/name"}, {"pattern": at_most(field.max_length)}, {"pattern": ONE_LINE}]
    return {"type": "string", "allOf": rules, "$comment": "Ein Name hat mindestens einen Buchstaben."}


def email(field: Any) -> Json:
    """An address; whether it exists nobody knows."""
    local = "[a-zA-Z0-9_!#$%&'*+/=?^`{|}~-]+(?:\\.[a-zA-Z0-9_!#$%&'*+/=?^`{|}~-]+)*"
    return {"type": "string", "format": "idn-email", "maxLength": 254, "pattern": f"^{local}@[^\\s@]+\\.[^\\s@]+{END}"}


def phone(field: Any) -> Json:
    """With its area code, six to seventeen digits."""
    digits = "^(?:[^0-9]*[0-9]){6,17}[^0-9]*" + END
    return {"type": "string", "maxLength": 40, "allOf": [{"pattern": f"^(?:\\+|\\(?0)[0-9 ()/.-]*[0-9]{END}"}, {"pattern": digits}]}


def iban(field: Any) -> Json:
    """Country and length; the check digits are checked when it is handed in."""
    countries = "|".join(f"{country}[0-9]{{2}}[A-Z0-9]{{{length - 4}}}" for country, length in LENGTHS.items())
    return {"type": "string", "pattern": f"^(?:{countries}){END}", "$comment": "Auch die Prüfziffern müssen stimmen (ISO 7064)."}


def plate(field: Any) -> Json:
    """BO-EM 123"""
    return {"type": "string", "maxLength": 10, "pattern": f"^[A-ZÄÖÜ]{{1,3}}-[A-Z]{{1,2}} [1-9][0-9]{{0,3}}[EH]?{END}"}


def yesno(field: Any) -> Json:
    """Yes or no."""
    return {"type": "boolean"}


def consent(field: Any) -> Json:
    """A box that has to be ticked."""
    return {"const": True}


def integer(field: Any) -> Json:
    """A whole number."""
    return {"type": "integer", **limits(field, factor=1)}


def money(field: Any) -> Json:
    """Cents."""
    return {"type": "integer", "description": "in Cent", **limits(field, factor=100)}


def limits(field: Any, *, factor: int) -> Json:
    """Smallest and largest whole number; without a smallest one it is zero."""
    least = int((Decimal(field.minimum or "0") * factor).to_integral_value(ROUND_CEILING))
    most = int((Decimal(field.maximum) * factor).to_integral_value(ROUND_FLOOR)) if field.maximum else factor * 10**DIGITS - 1
    return {"minimum": max(least, 1 - factor * 10**DIGITS), "maximum": most}


def number(field: Any) -> Json:
    """A decimal as text, without superfluous zeros."""
    sign = "" if Decimal(field.minimum or "0") >= 0 else "-?"
    places = f"(?:\\.[0-9]{{0,{field.decimals - 1}}}[1-9])?" if field.decimals > 0 else ""
    found: Json = {"type": "string", "pattern": f"^(?!-0{END}){sign}{DECIMAL}{places}{END}"}
    bounds = [f"mindestens {field.minimum}"] if field.minimum else []
    bounds += [f"höchstens {field.maximum}"] if field.maximum else []
    return found | ({"$comment": f"Als Zahl {' und '.join(bounds)}."} if bounds else {})


def date(field: Any) -> Json:
    """An ISO day; limits relative to today stand in words."""
    return {"type": "string", "format": "date", "pattern": DAY, **between(field)}


def between(field: Any) -> Json:
    """Earliest and latest day."""
    bounds = [f"{word} {said}" for word, said in (("frühestens", field.earliest), ("spätestens", field.latest)) if said]
    return {"$comment": ", ".join(bounds)} if bounds else {}


def period(field: Any) -> Json:
    """First and last day."""
    day = {"type": "string", "format": "date", "pattern": DAY}
    return {**record({"first": day, "last": day}), "$comment": "Der letzte Tag liegt nicht vor dem ersten."}


def choice(field: Any, language: str) -> Json:
    """One of the options, or some of them in their order."""
    options = [{"const": option.key, "title": option.label.in_language(language)} for option in field.options]
    one: Json = {"type": "string", "oneOf": options} if options else {"not": {}}
    if field.type == "choice":
        return one
    return {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}


def record(properties: Json, optional: frozenset[str] = frozenset()) -> Json:
    """An object that has these parts and no others."""
    needed = [key for key in properties if key not in optional]
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def named(most: int) -> Json:
    """Name of a street or town."""
    return {"allOf": [{"$ref": "#/$defs/place_name"}, {"pattern": at_most(most)}, {"pattern": ONE_LINE}]}


NUMBER = {"type": "string", "pattern": f"^(?:{HOUSE_NUMBER.pattern}){END}"}
METRES = {"type": "string", "pattern": f"^(?!0{END})(?:0|[1-9][0-9]{{0,3}})(?:\\.[0-9]?[1-9])?{END}"}


def address(field: Any, postcodes: frozenset[str]) -> Json:
    """A German address; inside the Kommune its postcodes are known."""
    postcode: Json = {"enum": sorted(postcodes)} if field.inside and postcodes else {"type": "string", "pattern": f"^[0-9]{{5}}{END}"}
    return record({"street": named(100), "house_number": NUMBER, "postcode": postcode, "city": named(80)})


def place(field: Any) -> Json:
    """A stretch of a street."""
    parts: Json = {"street": named(100), "number_from": NUMBER, "number_to": NUMBER}
    parts |= {"side": {"enum": list(SIDES)}} if field.ask_side else {}
    parts |= {"length_m": METRES, "width_m": METRES} if field.ask_size else {}
    return record(parts, frozenset({"number_to"}))


def file(field: Any) -> Json:
    """Keys of documents; an empty list says that they come later."""
    return {"type": "array", "items": KEY, "uniqueItems": True, "minItems": 0 if field.later else 1, "maxItems": field.most}


def appointment(field: Any) -> Json:
    """A slot of the office: its id, the UTC instant, the minutes, the place."""
    return record({name: {"type": "string"} for name in ("slot", "starts", "minutes", "where")})


WRITERS: dict[str, Callable[[Any], Json]] = {
    "text": text,
    "name": name,
    "email": email,
    "phone": phone,
    "iban": iban,
    "plate": plate,
    "yesno": yesno,
    "consent": consent,
    "integer": integer,
    "money": money,
    "number": number,
    "date": date,
    "period": period,
    "place": place,
    "file": file,
    "appointment": appointment,
}
