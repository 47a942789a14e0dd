"""The service page: one Leistung in one city, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.catalogue.rules.calculator import questions
from glueckauf.catalogue.rules.fee import FeeResult, compute
from glueckauf.catalogue.rules.schema import Bring, Fee, FeeKind, Leistung, Nachweis, Part, Value
from glueckauf.catalogue.rules.texts import spoken
from glueckauf.cities.rules.schema import KommuneData, Office, TenantData
from glueckauf.core.clock import local_day
from glueckauf.forms import conditions, read
from glueckauf.forms.schema import Section
from glueckauf.portal.rules.histogram import bins
from glueckauf.vorgaenge.queries import Durations, durations


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A document to have at hand. `when` is a sentence, empty if always needed."""

    label: str
    why: str
    accepts: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfOffice:
    """What one of several offices decides."""

    name: str
    why: str
    office: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number of the city. `text` is empty while nobody has entered it; `source` then says where it will come from."""

    label: str
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What it costs. `result` is there when it can be said without questions, or after the calculator was used."""

    kind: FeeKind
    note: str
    due: str
    questions: Section | None
    is_weighed: bool
    amounts: tuple[Amount, ...]
    result: FeeResult | None = None
    missing: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePage:
    """Everything on the page, in the language asked for."""

    kommune: KommuneData
    owner: TenantData
    leistung: Leistung
    revision_id: int
    text: str
    text_language: str
    has_easy: bool
    city_note: str
    needs: tuple[Need, ...]
    brings: tuple[Need, ...]
    parts: tuple[OfOffice, ...]
    office: Office | None
    next: tuple[tuple[str, str], ...]
    cost: Cost
    durations: Durations | None
    bins: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVersion:
    """Everything a page without answers depends on: equal ones look the same. Its texts and fees stand in the revision; which other
    Leistungen it may link to, in the publication; the row of today's opening hours and the first day counted hang on the day."""

    kommune: str
    slug: str
    language: str
    revision_id: int
    publication: int
    day: date
    durations: Durations | None
    bins: tuple[tuple[int, int], ...]


def page_version(kommune: str, slug: str, *, language: str, at: datetime) -> PageVersion:
    """Without reading the revision. Raises NotFound for what the city does not have."""
    publication, revision_id = catalogue.current_ids(kommune, slug)
    numbers = durations(catalogue.owner_key(revision_id), slug, at=at)
    return PageVersion(
        kommune=kommune,
        slug=slug,
        language=language,
        revision_id=revision_id,
        publication=publication,
        day=local_day(at),
        durations=replace(numbers, days=()) if numbers else None,
        bins=bins(numbers.days, numbers.nine_of_ten_days) if numbers else (),
    )


def service_page(kommune: str, slug: str, *, language: str, at: datetime, answers: Any = None) -> ServicePage:
    """The page; with `answers` (a QueryDict) the calculator answers. Raises NotFound for what the city does not have."""
    version = page_version(kommune, slug, language=language, at=at)
    page = page_of(version)
    if answers is None:
        return page
    entry = catalogue.revision(version.revision_id)
    return replace(page, cost=calculated(entry, page.cost, answers, language, at))


def page_of(version: PageVersion) -> ServicePage:
    """Without answers."""
    entry, language = catalogue.revision(version.revision_id), version.language
    leistung = entry.leistung
    text_language = language if language in entry.texts else "de"
    return ServicePage(
        kommune=entry.kommune,
        owner=entry.owner,
        leistung=leistung,
        revision_id=version.revision_id,
        text=entry.texts.get(text_language, ""),
        text_language=text_language,
        has_easy=leistung.offered and "leicht" in entry.texts,
        city_note=entry.change.note.in_language(language) if entry.change.note else "",
        needs=tuple(need(nachweis, leistung, language) for nachweis in leistung.nachweise),
        parts=tuple(of_office(part, entry, language) for part in leistung.parts),
        brings=tuple(bring(thing, leistung, language) for thing in leistung.bring),
        office=next((o for o in entry.owner.offices if o.key == leistung.office), None),
        next=tuple((step.text.in_language(language), next_slug(version.kommune, step.leistung)) for step in leistung.next),
        cost=cost_of(leistung, language),
        durations=version.durations,
        bins=version.bins,
    )


def need(nachweis: Nachweis, leistung: Leistung, language: str) -> Need:
    """One document, with the condition as a sentence."""
    return Need(
        label=nachweis.label.in_language(language),
        why=nachweis.why.in_language(language),
        accepts=nachweis.accepts.in_language(language),
        when=only_when(nachweis, leistung, language),
    )


def of_office(part: Part, entry: LeistungOfCity, language: str) -> OfOffice:
    """One of several offices, with the condition as a sentence."""
    office = next((o for o in entry.owner.offices if o.key == part.office), None)
    return OfOffice(
        name=part.name.in_language(language),
        why=part.why.in_language(language) if part.why else "",
        office=office.name if office else part.office,
        when=only_when(part, entry.leistung, language),
    )


def bring(thing: Bring, leistung: Leistung, language: str) -> Need:
    """One thing to bring to the appointment."""
    why = thing.why.in_language(language) if thing.why else ""
    return Need(label=thing.label.in_language(language), why=why, accepts="", when=only_when(thing, leistung, language))


def only_when(of: Nachweis | Bring | Part, leistung: Leistung, language: str) -> str:
    """The condition in its author's words, else printed: that exists in German only, in English it says where it comes from."""
    if of.when is None:
        return ""
    if of.only_if is not None and (language == "de" or of.only_if.en):
        return of.only_if.in_language(language)
    return conditions.sentence(of.when, leistung.form) if language == "de" else gettext("Ihre Antworten das ergeben")


def next_slug(kommune: str, slug: str | None) -> str:
    """The slug if this city has that Leistung, else empty: no link to nowhere."""
    return slug if slug and slug in catalogue.slugs(kommune) else ""


def cost_of(leistung: Leistung, language: str) -> Cost:
    """The fee as far as it can be said without a question."""
    fee = leistung.fee
    asked = questions(fee, leistung.form) if fee.kind == FeeKind.COMPUTED else None
    result = compute(plain(fee), leistung.values, {}) if fee.kind == FeeKind.COMPUTED and asked is None else None
    return Cost(
        kind=fee.kind,
        note=fee.note.in_language(language) if fee.note else "",
        due=fee.due.in_language(language) if fee.due else "",
        questions=asked,
        is_weighed=fee.by_person_when is not None,
        amounts=tuple(amount(value, language) for value in leistung.values.values() if value.label),
        result=result,
        missing=labels(result, leistung, language),
    )


def amount(value: Value, language: str) -> Amount:
    """168,00 € im Jahr, with source and year."""
    label = value.label.in_language(language) if value.label else ""
    if value.amount is None:
        return Amount(label=label, text="", source=value.to_be_entered)
    return Amount(label=label, text=spoken(value, language), source=f"{value.source}, {value.year}")


def calculated(entry: LeistungOfCity, cost: Cost, answers: Any, language: str, at: datetime) -> Cost:
    """The calculator's answer, or what is wrong with what was typed."""
    if cost.questions is None:
        return cost
    given = read.section(cost.questions, answers, {}, {}, today=local_day(at), postcodes=frozenset(entry.kommune.postcodes))
    if given.errors or given.focus:
        return replace(cost, answers=given.values, errors=() if given.focus else given.errors)
    result = compute(plain(entry.leistung.fee), entry.leistung.values, given.values)
    return replace(cost, result=result, missing=labels(result, entry.leistung, language), answers=given.values)


def labels(result: FeeResult | None, leistung: Leistung, language: str) -> tuple[str, ...]:
    """Names of the numbers that the city has not entered yet."""
    values = [leistung.values[key] for key in result.open] if result else []
    return tuple(value.label.in_language(language) if value.label else value.to_be_entered for value in values)


def plain(fee: Fee) -> Fee:
    """As if no person had to weigh anything: the calculator says the plain rate, and that it does."""
    return fee.model_copy(update={"by_person_when": None})


def easy_text(kommune: str, slug: str) -> str:
    """The text in Leichte Sprache as HTML, or nothing: also where the city does not offer what it speaks of."""
    entry = catalogue.leistung(kommune, slug)
    return entry.texts.get("leicht", "") if entry.leistung.offered else ""
