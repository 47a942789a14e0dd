"""Drafts and new revisions: whether one waits for her, what it means for her, and the form her page was made from."""

from dataclasses import dataclass, replace

from django.utils.translation import get_language

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.fee import compute
from glueckauf.catalogue.rules.nachweise import needed
from glueckauf.cities.queries import UnknownKommune
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.forms import complete, visible
from glueckauf.forms.inputs import Values
from glueckauf.forms.schema import FormSchema
from glueckauf.forms.summary import SummaryRow, summary
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.vorgaenge.models import AntragVersion, Rebase
from glueckauf.vorgaenge.queries.draft import Draft, draft
from glueckauf.vorgaenge.rules.news import Gone, News, Reworded, fees_that_differ


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage:
    """The page that tells her. `news` is empty when she has read it, or when there is none."""

    draft: Draft
    news: News | None


def newer(found: Draft) -> catalogue.LeistungOfCity | None:
    """The revision this draft should go on with. None: it is current, handed in, corrected, or its Leistung is no longer begun here."""
    if found.is_submitted or found.correcting:
        return None
    return newer_than(found.service.revision_id)


def newer_than(revision_id: int) -> catalogue.LeistungOfCity | None:
    """The current revision of what this one is, if it is another one and can be begun. Asks no table that is not remembered."""
    try:
        old = catalogue.revision(revision_id)
        current = catalogue.leistung(old.kommune.key, old.leistung.key)
    except (catalogue.UnknownLeistung, UnknownKommune):
        return None
    return current if current.revision_id != revision_id and current.leistung.can_be_started else None


def news_page(actor: Citizen | Guest, key: str) -> NewsPage:
    """From the oldest step she has not read to the draft as it stands. Raises NotFound."""
    found = draft(actor, key)
    with reading(actor):
        unread = Rebase.objects.visible_to(actor).filter(antrag__key=key, read_at=None).order_by("pk").first()
        if unread is None:
            return NewsPage(draft=found, news=None)
        values = AntragVersion.objects.get(antrag_id=unread.antrag_id, number=unread.before).values
    return NewsPage(draft=found, news=news(catalogue.revision(unread.from_revision_id), found.service, values, found.values))


def as_shown(actor: Citizen | Guest, found: Draft, *, revision_id: int, seen: int) -> tuple[bool, Draft]:
    """The draft as her page showed it, which was made from an older revision; and whether nobody typed anything since it went on.

    Raises NotFound for a revision of something else.
    """
    service = catalogue.revision(revision_id)
    if (service.kommune.key, service.leistung.key) != (found.kommune, found.leistung):
        raise NotFound
    with reading(actor):
        row = AntragVersion.objects.filter(antrag__key=found.key, antrag__person__in=actor.persons, number=seen).first()
        untouched = Rebase.objects.visible_to(actor).filter(antrag__key=found.key, version=found.current, before=seen).exists()
    values = row.values if row else {}
    return untouched, replace(found, service=service, values=values, sections=visible.sections(service.leistung.form, values))


def news(old: catalogue.LeistungOfCity, new: catalogue.LeistungOfCity, before: Values, after: Values) -> News:
    """What changed for these answers."""
    language = get_language() or "de"
    a, b = old.leistung, new.leistung
    rows_a, rows_b = rows(a.form, before, language), rows(b.form, after, language)
    answers_a, answers_b = complete.answers(a.form, before), complete.answers(b.form, after)
    documents = {n.key for n in needed(a, answers_a)}
    fee_before, fee_after = fees_that_differ(compute(a.fee, a.values, answers_a), compute(b.fee, b.values, answers_b))
    return News(
        questions=tuple(row.label for path, row in rows_b.items() if not row.is_answered and known_path(path) not in paths(a.form)),
        gone=tuple(gone(rows_a, rows_b)),
        reworded=tuple(reworded(rows_a, rows_b)),
        nachweise=tuple(n.label.in_language(language) for n in needed(b, answers_b) if n.key not in documents),
        fee_before=fee_before,
        fee_after=fee_after,
    )


Rows = dict[str, SummaryRow]


def rows(form: FormSchema, values: Values, language: str) -> Rows:
    """Every question that is asked, with its answer, by path."""
    return {row.path: row for section in summary(form, values, language) for row in section.rows}


def gone(before: Rows, after: Rows) -> list[Gone]:
    """Answers that did not come along."""
    return [
        Gone(label=row.label, answer=row.text, is_asked_again=path in after)
        for path, row in before.items()
        if row.is_answered and not (path in after and after[path].is_answered)
    ]


def reworded(before: Rows, after: Rows) -> list[Reworded]:
    """Questions she answered that read differently now."""
    return [
        Reworded(before=row.label, after=after[path].label, answer=after[path].text)
        for path, row in before.items()
        if row.is_answered and path in after and after[path].is_answered and after[path].label != row.label
    ]


def paths(form: FormSchema) -> frozenset[str]:
    """Types and keys of all fields: key:type, group.key:type."""
    found = {f.key for s in form.sections for f in s.fields}
    return frozenset(found | {f"{f.key}.{i.key}" for s in form.sections for f in s.fields if f.type == "group" for i in f.fields})


def known_path(path: str) -> str:
    """hunde-0-rasse as hunde.rasse."""
    parts = path.split("-")
    return f"{parts[0]}.{parts[2]}" if len(parts) > 2 and parts[1].isdigit() else parts[0]


def first_to_do(found: Draft, missing: tuple[str, ...]) -> str:
    """The section in which the first of these paths is asked; empty when nothing is left to do."""
    where = {field.key: section.key for section in found.sections for field in section.fields}
    return next((where[key] for key in (path.partition("-")[0] for path in missing) if key in where), "")
