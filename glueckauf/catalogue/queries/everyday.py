"""leistungen/woerter.yaml and leistungen/lebenslagen.yaml, read once per process. A missing or broken file leaves the search without it."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from pydantic import BaseModel

from glueckauf.catalogue.queries.remembered import forgetting
from glueckauf.catalogue.rules.everyday import LifeSituation, LifeSituations, Words
from glueckauf.core.strict_yaml import Broken, Problem, load

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Everyday:
    """Groups of words that mean the same, situations of life, and what is wrong with the files."""

    groups: tuple[tuple[str, ...], ...]
    situations: tuple[LifeSituation, ...]
    problems: tuple[Problem, ...]


def everyday() -> Everyday:
    """Of the folder the settings name."""
    return read(Path(settings.GLUECKAUF.leistungen))


@lru_cache(maxsize=2)
def read(folder: Path) -> Everyday:
    """Both files."""
    problems: list[Problem] = []
    words = one(folder / "woerter.yaml", Words, problems)
    situations = one(folder / "lebenslagen.yaml", LifeSituations, problems)
    return Everyday(
        groups=words.groups if words else (),
        situations=situations.situations if situations else (),
        problems=tuple(problems),
    )


def one(path: Path, model: type[Model], problems: list[Problem]) -> Model | None:
    """A file as a model; None where it is missing or broken."""
    if not path.exists():
        return None
    try:
        return load(model, path.read_text("utf-8"), f"leistungen/{path.name}")
    except Broken as broken:
        problems.extend(broken.problems)
        return None


forgetting.append(read.cache_clear)
