"""All that an author should know before publishing: both folders, and every worked example."""

from dataclasses import dataclass
from pathlib import Path

from glueckauf.catalogue.queries.everyday import everyday
from glueckauf.catalogue.queries.examples import examples, wrong_examples
from glueckauf.catalogue.queries.folders import everything, folders
from glueckauf.cities import queries as cities
from glueckauf.core.strict_yaml import Broken, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Problems in the order of their files, and how much was looked at."""

    problems: tuple[Problem, ...]
    leistungen: int
    kommunen: int
    examples: int


def all_problems() -> Checked:
    """Reads everything anew."""
    cities.forget()
    found = everything()
    offers = {(o.leistung.key, o.kommune.key): o for o in found.offers}
    problems = [*cities.problems(), *cities.operator_problems(), *cities.room_problems(), *everyday().problems, *found.problems]
    count = 0
    good = {slug for slug, _ in offers}
    for folder in (f for f in folders() if f.name in good):
        problems += wrong_examples(folder, offers)
        count += how_many(folder)
    return Checked(problems=tuple(sorted(set(problems))), leistungen=len(good), kommunen=len({city for _, city in offers}), examples=count)


def how_many(folder: Path) -> int:
    """Examples of a folder; 0 when its file is broken, which is a problem of its own."""
    try:
        return len(examples(folder))
    except Broken:
        return 0
