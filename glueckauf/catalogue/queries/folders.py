"""The folders leistungen/ and kommunen/ as they lie on disk, before they become revisions. Broken ones are reported, the rest goes on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from pydantic import BaseModel, ValidationError

from glueckauf.catalogue.rules import texts
from glueckauf.catalogue.rules.by_office import of_part
from glueckauf.catalogue.rules.drafting import DraftKind, EditionInEffect, InEffect, Written
from glueckauf.catalogue.rules.letter_placeholders import Unfilled, unfilled
from glueckauf.catalogue.rules.merge import NOTHING, merged
from glueckauf.catalogue.rules.references import contradictions, dangling
from glueckauf.catalogue.rules.schema import CityChange, Leistung
from glueckauf.catalogue.rules.without import UnknownKey, without
from glueckauf.cities.queries import kommunen, operator_of, owner_of
from glueckauf.cities.rules.schema import KommuneData, TenantData
from glueckauf.core.model_errors import mistakes
from glueckauf.core.strict_yaml import Broken, Problem, Source, validated
from glueckauf.forms.schema import Text

Model = TypeVar("Model", bound=BaseModel)
NO_EDITIONS: InEffect = {}
WITHOUT_OPERATOR = Text(
    de="Der Betreiber dieses Netzes arbeitet hier noch nicht mit. Wenden Sie sich bitte direkt an ihn.",
    en="The operator of this network does not take part here yet. Please contact it directly.",
)
CITY_EXAMPLES = ".beispiele"  # kommunen/<city>/<slug>.beispiele.yaml, in place of the shared examples of this city


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One folder of leistungen/, or what a city wrote in the editor: before the city's changes."""

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

    @property
    def owner(self) -> TenantData:
        """Whose office answers."""
        return owner_of(self.kommune, self.leistung.operator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """All offers that can be published, and every problem found on the way. `broken`: slug and city of those that cannot."""

    offers: tuple[Offer, ...]
    problems: tuple[Problem, ...]


def everything(editions: InEffect = NO_EDITIONS) -> Everything:
    """Reads both folders; an edition in effect wins over what they say about its Leistung in its city."""
    offers: list[Offer] = []
    problems: list[Problem] = []
    for folder in folders():
        try:
            shared = definition(folder)
        except Broken as broken:
            problems += broken.problems
            shared = None
        for city in kommunen():
            edition = editions.get((city.key, folder.name))
            if shared is not None and (edition is None or edition.kind is DraftKind.OVERRIDE):
                taken(partial(offer, shared, city, edition), offers, problems)
    for city in kommunen():
        for edition in (e for (key, _), e in sorted(editions.items()) if key == city.key and e.kind is DraftKind.OWN):
            taken(partial(own_offer, edition, city), offers, problems)
    return Everything(offers=tuple(offers), problems=tuple(sorted(set(problems) | set(strays()))))


def some(keys: Iterable[tuple[str, str]], editions: InEffect) -> Everything:
    """Only these (city, slug): what changes when an edition begins."""
    offers: list[Offer] = []
    problems: list[Problem] = []
    cities = {city.key: city for city in kommunen()}
    for key, slug in (pair for pair in keys if pair[0] in cities):
        edition = editions.get((key, slug))
        if edition is not None and edition.kind is DraftKind.OWN:
            taken(partial(own_offer, edition, cities[key]), offers, problems)
        elif (folder := Path(settings.GLUECKAUF.leistungen) / slug).joinpath("leistung.yaml").exists():
            taken(partial(shared_offer, folder, cities[key], edition), offers, problems)
    return Everything(offers=tuple(offers), problems=tuple(sorted(set(problems))))


def taken(make: Callable[[], Offer], offers: list[Offer], problems: list[Problem]) -> None:
    """The offer, or why there is none."""
    try:
        offers.append(make())
    except Broken as broken:
        problems += broken.problems


def shared_offer(folder: Path, city: KommuneData, edition: EditionInEffect | None) -> Offer:
    """One folder in one city. Raises Broken."""
    return offer(definition(folder), city, edition)


def folders() -> list[Path]:
    """One per Leistung."""
    return sorted(p.parent for p in Path(settings.GLUECKAUF.leistungen).glob("*/leistung.yaml"))


def strays() -> Iterator[Problem]:
    """Changes of a city to a Leistung nobody defined: most likely a misspelt file name."""
    slugs = {folder.name for folder in folders()} | {"kommune", "termine"}
    for path in Path(settings.GLUECKAUF.kommunen).glob("*/*.yaml"):
        if path.stem.removesuffix(CITY_EXAMPLES) not in slugs:
            yield at_top(path, "no_such_leistung", path.stem)


def definition(folder: Path) -> Definition:
    """One folder. Raises Broken with all that is wrong."""
    source = read_source(folder / "leistung.yaml")
    letters = {p.name: read_text(p) for p in sorted(folder.glob("*.typ"))}
    found = {code: read_text(p) for code in texts.LANGUAGES if (p := folder / f"text.{code}.md").exists()}
    place = shown(folder / "leistung.yaml").rpartition("/")[0]
    done = defined(folder.name, source, found, letters, place=place)
    if problems := [unfilled_placeholder(place, at) for at in unfilled(done.leistung, letters)]:
        raise Broken(problems)
    return done


def unfilled_placeholder(place: str, at: Unfilled) -> Problem:
    """In a letter of a folder; in the editor the same is said in German (rules/authors/wording.py)."""
    said = f"{at.of}.{at.name}"
    return Problem(file=f"{place}/{at.letter}", line=at.line, column=at.column, path="", code="unknown_placeholder", text=said)


def defined(key: str, source: Source, found: Mapping[str, str], letters: Mapping[str, str], *, place: str) -> Definition:
    """A definition from its parts, whether they lay in a folder or were written in the editor. Raises Broken with all that is wrong."""
    leistung = validated(Leistung, source, source.value)
    problems = [source.problem(where, "unknown_reference", text) for where, text in dangling(leistung)]
    problems += [source.problem(where, "contradiction", text) for where, text in contradictions(leistung)]
    if leistung.key != key:
        problems.append(source.problem(("key",), "not_the_name_of_the_folder", leistung.key))
    for ending, name in leistung.decision.letters:
        if name and name not in letters:
            problems.append(source.problem(("decision", "letters", ending), "no_such_file", name))
    problems += [source.problem(path, code, text) for path, code, text in wrong_parts(leistung, letters)]
    for code, text in found.items():
        problems += text_problems(f"{place}/text.{code}.md", text, leistung)
    if "de" not in found:
        problems.append(top(f"{place}/text.de.md", "no_such_file", "the service page needs it"))
    if problems:
        raise Broken(problems)
    return Definition(source=source, leistung=leistung, texts=dict(found), letters=dict(letters))


def wrong_parts(leistung: Leistung, letters: Mapping[str, str]) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """(path, code, text) of what does not fit in a part: its remedies, its letters."""
    for at, part in enumerate(leistung.parts):
        own = of_part(leistung, part.key)
        for where, text in contradictions(own):
            yield ("parts", at, *where), "contradiction", text
        for ending, name in own.decision.letters:
            if name and name not in letters:
                yield ("parts", at, "decision", "letters", ending), "no_such_file", name


def text_problems(file: str, text: str, leistung: Leistung) -> list[Problem]:
    """Slips in a Markdown file."""
    return [
        Problem(file=file, line=line, column=column, path="", code="text", text=what)
        for line, column, what in texts.mistakes(text, leistung.values)
    ]


def offer(shared: Definition, city: KommuneData, edition: EditionInEffect | None = None) -> Offer:
    """The Leistung in one city, with the change its edition or its folder says. Raises Broken."""
    if edition is not None:
        return offered(shared, city, Written(edition.content["change"], edition.file))
    path = Path(settings.GLUECKAUF.kommunen) / city.key / f"{shared.leistung.key}.yaml"
    return offered(shared, city, read_source(path) if path.exists() else None)


def own_offer(edition: EditionInEffect, city: KommuneData) -> Offer:
    """A Leistung of this city alone. Raises Broken."""
    part = edition.content
    source = Written(part["leistung"], f"{edition.file}/leistung.yaml")
    return offered(defined(edition.slug, source, part["texts"], part["letters"], place=edition.file), city, None)


def offered(shared: Definition, city: KommuneData, source: Source | None) -> Offer:
    """With the city's change, if it has one. Raises Broken."""
    change = validated(CityChange, source, source.value) if source else NOTHING
    where = source or shared.source
    leistung = here(merge(shared.leistung, change, where), city)
    problems = [where.problem(place, "unknown_reference", text) for place, text in dangling(leistung)]
    problems += [where.problem(place, "contradiction", text) for place, text in contradictions(leistung)]
    if leistung.offered:
        problems += [where.problem(("office",), "no_such_office", words) for words in unknown_offices(leistung, city)]
    for code, text in change.texts.items():
        problems += [
            where.problem(("texts", code), "text", f"{line}:{at} {what}") for line, at, what in texts.mistakes(text, leistung.values)
        ]
    problems += [where.problem(("letters", name), "no_such_letter", name) for name in change.letters if name not in shared.letters]
    if problems:
        raise Broken(problems)
    written: dict[str, str] = shared.texts | {str(code): text for code, text in change.texts.items()}
    rendered = {code: texts.render(text, code, city, leistung.values) for code, text in written.items()}
    return Offer(leistung=leistung, kommune=city, change=change, texts=rendered, letters={**shared.letters, **change.letters})


def here(leistung: Leistung, city: KommuneData) -> Leistung:
    """As the operator answers it that runs these networks here. Where none joined, the page says where to go, and nothing is handed in."""
    if leistung.operator is None or not leistung.offered:
        return leistung
    operator, choice = operator_of(city.key, leistung.operator), leistung.network_choice
    if operator is None:
        return leistung.model_copy(update={"offered": False, "not_offered": WITHOUT_OPERATOR, "network_choice": None})
    if choice is None:
        return leistung
    asked = without(leistung, choice.gone(lambda network: operator.runs(network, city.key)))
    return asked.model_copy(update={"network_choice": None})


def unknown_offices(leistung: Leistung, city: KommuneData) -> Iterator[str]:
    """Of the Leistung, which its owner has not."""
    owner = owner_of(city, leistung.operator)
    for office in sorted({leistung.office, *(p.office for p in leistung.parts)} - {o.key for o in owner.offices}):
        yield f"{office} is no office of {owner.key}"


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
    return top(shown(path), code, text)


def top(file: str, code: str, text: str) -> Problem:
    """The same, by the name an author knows."""
    return Problem(file=file, line=1, column=1, path="", code=code, text=text)


def shown(path: Path) -> str:
    """leistungen/x/leistung.yaml: as an author knows it, wherever the folders lie."""
    return "/".join(path.parts[-3:])
