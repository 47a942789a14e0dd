"""Demo only: invented people, and what they write: the worked examples of a Leistung moved to their city, name and day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.catalogue.queries.examples import with_files
from glueckauf.catalogue.rules.schema import Example
from glueckauf.cities.queries import kommune
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.forms.complete import missing, shaped
from glueckauf.identity.rules.actor import Guest
from glueckauf.portal.rules.demo import CITIZENS
from glueckauf.vorgaenge.rules.applicant import FOLD

FIRST = (
    "Erika",
    "Max",
    "Otto",
    "Lieselotte",
    "Erna",
    "Heinz",
    "Aylin",
    "Jens",
    "Katarzyna",
    "Emre",
    "Hannelore",
    "Yusuf",
    "Sabine",
    "Jürgen",
)
LAST = ("Mustermann", "Beispiel", "Testperson", "Musterfrau", "Probe", "Exempel")
STREETS = ("Musterstraße", "Beispielweg", "Musterplatz", "Probeallee", "Testgasse")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody obviously invented."""

    first: str
    last: str
    email: str
    street: str
    house: str
    actor: Guest


def person_of(rng: Random, number: int) -> Person:
    """Some are the two citizens of the demo page, so that their accounts are not empty; most leave an address, some do not."""
    first, last = rng.choice(FIRST), rng.choice(LAST)
    email = f"{plain(first)}.{plain(last)}.{number + 1}@example.org" if rng.random() < 0.9 else ""
    if number % 36 in {0, 6, 12, 18, 24, 30} and number < 72:
        first, last, email = "Erika", "Mustermann", CITIZENS[0]
    elif number % 36 in {3, 21} and number < 72:
        first, last, email = "Max", "Beispiel", CITIZENS[1]
    actor = Guest(person=str(UUID(int=rng.getrandbits(128), version=4)))
    return Person(first=first, last=last, email=email, street=rng.choice(STREETS), house=str(rng.randint(1, 120)), actor=actor)


def plain(name: str) -> str:
    """For an address."""
    return name.lower().translate(FOLD)


def values_for(rng: Random, templates: Sequence[Example], service: LeistungOfCity, person: Person, day: date) -> dict[str, Any] | None:
    """Answers of a worked example of this city, or else of another, moved to this day, city and person; None where none fits."""
    own = [e for e in templates if e.kommune == service.kommune.key]
    others = [e for e in templates if e not in own]
    form, postcodes = service.leistung.form, frozenset(service.kommune.postcodes)
    for example in [*rng.sample(own, len(own)), *rng.sample(others, len(others))]:
        moved = adapted(example, service, person, day)
        values = shaped(form, with_files(service.leistung, example.model_copy(update={"values": moved})), today=day, postcodes=postcodes)
        if not missing(form, values, today=day, postcodes=postcodes):
            return values
    return None


def adapted(example: Example, service: LeistungOfCity, person: Person, day: date) -> dict[str, Any]:
    """The same wish by somebody else, somewhere else, another day."""
    applicant, values = service.leistung.applicant, dict(example.values)
    old = (values.get(applicant.get("first_name", "")), values.get(applicant.get("name", "")))
    change = partial(
        moved, city=(kommune(example.kommune), service.kommune), person=person, old=old, days=day - date.fromisoformat(example.day)
    )
    values = {key: change(value) for key, value in values.items()}
    names = {applicant.get("first_name", ""): person.first, applicant.get("name", ""): person.last}
    values |= {key: name for key, name in names.items() if key in values}
    if (key := applicant.get("email", "")) and person.email:
        values[key] = person.email
    elif key:
        values.pop(key, None)
    return values


def moved(value: Any, *, city: tuple[KommuneData, KommuneData], person: Person, old: tuple[Any, Any], days: timedelta) -> Any:
    """Dates near the day move with it, addresses into the city, the applicant's name becomes the person's, at any depth."""
    again = partial(moved, city=city, person=person, old=old, days=days)
    if isinstance(value, list):
        return [again(v) for v in value]
    if isinstance(value, str) and ISO.fullmatch(value):
        then = date.fromisoformat(value)
        return (then + days).isoformat() if then.year >= 2025 else value
    if not isinstance(value, Mapping):
        return value
    found = {key: again(part) for key, part in value.items()}
    if found.get("postcode") in city[0].postcodes:
        here = city[1].postcodes
        index = sum(map(ord, person.house + person.street)) % len(here)
        found |= {"street": person.street, "house_number": person.house, "postcode": here[index], "city": city[1].name}
    if "nachname" in found and (found.get("vorname"), found["nachname"]) == old:
        found |= {"vorname": person.first, "nachname": person.last}
    return found
