"""The folders leistungen/ and kommunen/ as they lie on disk, before they become revisions. Broken ones are reported, the rest goes on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from pydantic import BaseModel, ValidationError

from glueckauf.catalogue.rules import texts
from glueckauf.catalogue.rules.merge import NOTHING, merged
from glueckauf.catalogue.rules.references import dangling
from glueckauf.catalogue.rules.schema import CityChange, Leistung
from glueckauf.catalogue.rules.without import UnknownKey
from glueckauf.cities.queries import kommunen
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.core.model_errors import mistakes
from glueckauf.core.strict_yaml import Broken, Problem, Source, validated

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One folder of leistungen/: what all cities share."""

    folder: Path
    source: Source = field(repr=False)
    leistung: Leistung
    texts: dict[str, str] = field(repr=False)
    letters: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A Leistung as one city offers it: what a revision holds. `texts` are HTML, `letters` Typst by file name."""

    leistung: Leistung
    kommune: KommuneData
    change: CityChange
    texts: dict[str, str] = field(repr=False)
    letters: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """All offers that can be published, and every problem found on the way. `broken`: slug and city of those that cannot."""

    offers: tuple[Offer, ...]
    problems: tuple[Problem, ...]


def everything() -> Everything:
    """Reads both folders."""
    offers: list[Offer] = []
    problems: list[Problem] = []
    for folder in folders():
        try:
            shared = definition(folder)
        except Broken as broken:
            problems += broken.problems
            continue
        for city in kommunen():
            try:
                offers.append(offer(shared, city))
            except Broken as broken:
                problems += broken.problems
    return Everything(offers=tuple(offers), problems=tuple(sorted(set(problems) | set(strays()))))


def folders() -> list[Path]:
    """One per Leistung."""
    return sorted(p.parent for p in Path(settings.GLUECKAUF.leistungen).glob("*/leistung.yaml"))


def strays() -> Iterator[Problem]:
    """Changes of a city to a Leistung nobody defined: most likely a misspelt file name."""
    slugs = {folder.name for folder in folders()} | {"kommune"}
    for path in Path(settings.GLUECKAUF.kommunen).glob("*/*.yaml"):
        if path.stem not in slugs:
            yield at_top(path, "no_such_leistung", path.stem)


def definition(folder: Path) -> Definition:
    """One folder. Raises Broken with all that is wrong."""
    path = folder / "leistung.yaml"
    source = read_source(path)
    leistung = validated(Leistung, source, source.value)
    problems = [source.problem(where, "unknown_reference", text) for where, text in dangling(leistung)]
    if leistung.key != folder.name:
        problems.append(source.problem(("key",), "not_the_name_of_the_folder", leistung.key))
    letters = {p.name: read_text(p) for p in sorted(folder.glob("*.typ"))}
    for ending, name in leistung.decision.letters:
        if name and name not in letters:
            problems.append(source.problem(("decision", "letters", ending), "no_such_file", name))
    found = {code: read_text(p) for code in texts.LANGUAGES if (p := folder / f"text.{code}.md").exists()}
    for code, text in found.items():
        problems += text_problems(folder / f"text.{code}.md", text, leistung)
    if "de" not in found:
        problems.append(at_top(folder / "text.de.md", "no_such_file", "the service page needs it"))
    if problems:
        raise Broken(problems)
    return Definition(folder=folder, source=source, leistung=leistung, texts=found, letters=letters)


def text_problems(path: Path, text: str, leistung: Leistung) -> list[Problem]:
    """Slips in a Markdown file."""
    return [
        Problem(file=shown(path), line=line, column=column, path="", code="text", text=what)
        for line, column, what in texts.mistakes(text, leistung.values)
    ]


def offer(shared: Definition, city: KommuneData) -> Offer:
    """The Leistung in one city. Raises Broken."""
    path = Path(settings.GLUECKAUF.kommunen) / city.key / f"{shared.leistung.key}.yaml"
    source = read_source(path) if path.exists() else None
    change = validated(CityChange, source, source.value) if source else NOTHING
    where = source or shared.source
    leistung = merge(shared.leistung, change, where)
    problems = [where.problem(place, "unknown_reference", text) for place, text in dangling(leistung)]
    if leistung.office not in {o.key for o in city.offices}:
        problems.append(where.problem(("office",), "no_such_office", f"{leistung.office} is not in kommunen/{city.key}/kommune.yaml"))
    if problems:
        raise Broken(problems)
    html = {code: texts.render(text, code, city, leistung.values) for code, text in shared.texts.items()}
    return Offer(leistung=leistung, kommune=city, change=change, texts=html, letters=shared.letters)


def merge(leistung: Leistung, change: CityChange, where: Source) -> Leistung:
    """merged() with its errors placed in the city's file."""
    try:
        return merged(leistung, change)
    except UnknownKey as error:
        raise Broken([where.problem(("without",), "unknown_reference", str(error))]) from error
    except ValidationError as error:
        raise Broken([where.problem(m.path, m.code, m.text) for m in mistakes(error, {})]) from error


def read_source(path: Path) -> Source:
    """A YAML file with its places. Raises Broken."""
    return Source(read_text(path), shown(path))


def read_text(path: Path) -> str:
    """A file as text. Raises Broken."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Broken([at_top(path, "unreadable", type(error).__name__)]) from error


def at_top(path: Path, code: str, text: str) -> Problem:
    """A problem of a whole file."""
    return Problem(file=shown(path), line=1, column=1, path="", code=code, text=text)


def shown(path: Path) -> str:
    """leistungen/x/leistung.yaml: as an author knows it, wherever the folders lie."""
    return "/".join(path.parts[-3:])
