"""A draft's content judged: what blocks its release, what could be better, the Leistung it makes, its examples green or red."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from glueckauf.catalogue.queries.contents import definition_of, shared_definition, shared_examples
from glueckauf.catalogue.queries.folders import Offer, offered
from glueckauf.catalogue.queries.national import UnknownEntry, entries, entry
from glueckauf.catalogue.queries.running import ExampleRun, run_examples
from glueckauf.catalogue.queries.sample_letter import broken_letters, sample_answers
from glueckauf.catalogue.rules.authors import (
    Remark,
    Severity,
    about_conditions,
    about_fee,
    about_letters,
    about_texts,
    about_words,
    slips,
)
from glueckauf.catalogue.rules.authors.german import remarks
from glueckauf.catalogue.rules.authors.remark import error, hint
from glueckauf.catalogue.rules.drafting import DraftKind, Written
from glueckauf.catalogue.rules.schema import Leistung
from glueckauf.cities.queries import kommune as city_of
from glueckauf.core.strict_yaml import Broken

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`offer` is None while errors keep the content from being a Leistung; then nothing can be shown or run."""

    problems: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    offer: Offer | None = field(repr=False)
    examples: tuple[ExampleRun, ...]


def judged(kind: DraftKind, kommune: str, slug: str, content: Content, *, day: date) -> Judged:
    """Everything an author should know."""
    offer, found = built(kind, kommune, slug, content)
    has_own = kind is DraftKind.OWN or "examples" in content
    examples: Iterable[Any] = content.get("examples", []) if has_own else examples_of(slug, kommune)
    examples = examples if isinstance(examples, list) else []
    runs = run_examples(offer, examples) if offer else ()
    more = remarks_of(kind, slug, content, offer, examples) if offer else []
    said = sorted({*found, *red_remarks(runs, has_own=has_own), *more})
    return Judged(
        problems=tuple(r for r in said if r.severity is Severity.ERROR),
        warnings=tuple(r for r in said if r.severity is Severity.HINT),
        offer=offer,
        examples=runs,
    )


def remarks_of(kind: DraftKind, slug: str, content: Content, offer: Offer, examples: Iterable[Any]) -> list[Remark]:
    """What only a Leistung that can be read can be told. Of an override: only what the city itself brought about."""
    answers = sample_answers(offer, examples)
    if kind is DraftKind.OWN:
        of_letters = broken_letters(offer, answers, "letters", offer.letters)
        texts = content.get("texts", {})
        return [*about(offer, texts, "texts", "letters"), *of_letters, *about_leika(offer)]
    change = content.get("change", {})
    shared = shared_definition(slug)
    before = {(r.code, r.text) for r in about_leistung(shared.leistung)}
    own = [replace(r, path=path_in_change(r.path, change)) for r in about_leistung(offer.leistung) if (r.code, r.text) not in before]
    of_words = [
        *about_texts(change.get("texts", {}), "change.texts"),
        *about_letters(offer.leistung, offer.change.letters, "change.letters"),
    ]
    return [*own, *of_words, *broken_letters(offer, answers, "change.letters", offer.change.letters)]


def about(offer: Offer, texts: Mapping[str, str], prefix: str, letters: str) -> list[Remark]:
    """All checks of rules.authors."""
    words = [*about_texts(texts, prefix), *about_letters(offer.leistung, offer.letters, letters)]
    return [*about_leistung(offer.leistung), *words]


def about_leistung(leistung: Leistung) -> list[Remark]:
    """Of the definition alone."""
    return [*about_conditions(leistung), *about_fee(leistung), *about_words(leistung)]


def path_in_change(path: str, change: Any) -> str:
    """Where the city said it: change.values.x, or the change as a whole."""
    inside = path.removeprefix("leistung.")
    top = inside.partition(".")[0]
    return f"change.{inside}" if isinstance(change, dict) and top in change else "change"


def about_leika(offer: Offer) -> list[Remark]:
    """A key the national catalogue does not have; nothing is claimed before one was imported."""
    key = offer.leistung.leika.key
    if not key or not entries():
        return []
    try:
        found = entry(key)
    except UnknownEntry:
        return [error("leistung.leika.key", f"Den Schlüssel {key} gibt es im nationalen Katalog nicht.", "leika")]
    return [hint("leistung.leika.key", f"Der Schlüssel {key} steht nicht mehr im nationalen Katalog.", "leika")] if found.is_gone else []


def red_remarks(runs: Iterable[ExampleRun], *, has_own: bool) -> list[Remark]:
    """Examples the author wrote must hold. Those of the shared folder only show what the city's change does to them."""
    red = [run for run in runs if not run.is_green]
    if has_own:
        return [error(f"examples.{run.index}", f"Beispiel „{run.name}“: {'; '.join(run.differences)}.", "example_differs") for run in red]
    told = "Mit Ihrer Änderung ergibt das gemeinsame Beispiel „{name}“ etwas anderes: {what}."
    return [hint("change", told.format(name=run.name, what="; ".join(run.differences)), "example_differs") for run in red]


def built(kind: DraftKind, kommune: str, slug: str, content: Content) -> tuple[Offer | None, list[Remark]]:
    """The Leistung the content makes, or why it makes none."""
    city = city_of(kommune)
    early = list(slips(content.get("leistung"))) if kind is DraftKind.OWN else []
    try:
        if kind is DraftKind.OWN:
            return offered(definition_of(dict(content), slug), city, None), early
        source = Written(content.get("change", {}), f"entwurf/{slug}.yaml")
        return offered(shared_definition(slug), city, source), early
    except Broken as broken:
        found = remarks(broken.problems, "leistung" if kind is DraftKind.OWN else "change")
        return None, [*early, *(r for r in found if not (early and is_said_by(r)))]


def is_said_by(remark: Remark) -> bool:
    """Slips name it with its place already; the form as a whole says it once more."""
    return remark.path == "leistung.form" and remark.code == "value_error"


def examples_of(slug: str, kommune: str) -> list[Any]:
    """Those of the shared folder that play in this city."""
    return [case for case in shared_examples(slug) if case.get("kommune") == kommune]
