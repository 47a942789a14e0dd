"""A form being filled, as its pages need it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.uploads import problem_text
from glueckauf.forms import complete, inputs, visible
from glueckauf.forms.diff import Difference, compare
from glueckauf.forms.inputs import Values
from glueckauf.forms.read import FieldError
from glueckauf.forms.schema import Section
from glueckauf.forms.summary import SummarySection, summary
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.vorgaenge.models import Antrag, AntragVersion, Correction, Document, Rebase
from glueckauf.vorgaenge.rules.correcting import key_of, still_wrong
from glueckauf.vorgaenge.rules.stage import OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file beside its field. `is_kept`: it was handed in and stays with the case."""

    key: str
    field: str
    filename: str
    size_text: str
    detail: str
    problem: str
    ok: bool
    scan: str
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The version she works on with all that surrounds it. `correcting`: number of the Vorgang whose answers she corrects, with
    `values_before`; then it is not submitted in the sense of these pages. `has_news`: a new revision means something for her that she
    has not read yet."""

    key: str
    kommune: str
    leistung: str
    language: str
    current: int
    saved_at: datetime
    values: dict[str, Any]
    errors: tuple[FieldError, ...]
    error_section: str
    uploads: tuple[Upload, ...]
    service: catalogue.LeistungOfCity
    sections: tuple[Section, ...]
    is_submitted: bool
    correcting: str = ""
    values_before: Values = field(default_factory=dict)
    has_news: bool = False

    def after_saving(self, values: dict[str, Any], *, number: int, at: datetime) -> "Draft":
        """As it stands once a version of it was stored and counts."""
        sections = visible.sections(self.service.leistung.form, values)
        return replace(self, values=values, current=number, saved_at=at, sections=sections)

    def section(self, key: str) -> Section:
        """A section that is asked now. Raises NotFound."""
        for section in self.sections:
            if section.key == key:
                return section
        raise NotFound

    def after(self, key: str) -> str:
        """The section that follows, or empty: then come the answers to check."""
        keys = [s.key for s in self.sections]
        following = keys[keys.index(key) + 1 :] if key in keys else []
        return following[0] if following else ""

    def before(self, key: str) -> str:
        """The section before, or empty for the first."""
        keys = [s.key for s in self.sections]
        return keys[keys.index(key) - 1] if key in keys and keys.index(key) else ""


def draft(actor: Citizen | Guest, key: str) -> Draft:
    """Raises NotFound, also for somebody else's."""
    with reading(actor):
        row, version = loaded(actor, key)
        correction = open_correction(row) if hasattr(row, "submission") else None
        if correction:
            version = row.versions.get(number=correction.working)
        uploads = uploads_of(row)
        before = row.versions.get(number=correction.base).values if correction else {}
        number = corrected_number(row) if correction else None
    found = assembled(row, version, uploads, is_submitted=hasattr(row, "submission"))
    return replace(found, is_submitted=False, correcting=number, values_before=before) if number else found


def corrected_number(row: Antrag) -> str | None:
    """Of the first Vorgang that the correction reaches."""
    found = row.vorgaenge.order_by("pk").values_list("number", "stage")
    return next((number for number, stage in found if stage in OPEN), next((number for number, _ in found), None))


def loaded(actor: Citizen | Guest, key: str) -> tuple[Antrag, AntragVersion | None]:
    """The Antrag and the version that counts, in one statement; two before the first is stored. Raises NotFound."""
    current = AntragVersion.objects.filter(antrag__key=key, antrag__person__in=actor.persons, number=F("antrag__current"))
    unread = Exists(Rebase.objects.filter(antrag=OuterRef("antrag"), read_at=None))
    if version := current.annotate(has_news=unread).select_related("antrag__submission").first():
        return version.antrag, version
    row = Antrag.objects.visible_to(actor).select_related("submission").filter(key=key).first()
    if row is None:
        raise NotFound
    return row, None


def is_limited(actor: Citizen | Guest, key: str) -> bool:
    """Whether the Leistung counts how often somebody asks."""
    with reading(actor):
        found = Antrag.objects.visible_to(actor).filter(key=key).values_list("revision_id", flat=True).first()
    return found is not None and catalogue.revision(found).leistung.most_a_day is not None


def uploads_of(row: Antrag) -> tuple[Upload, ...]:
    """Files she handed in while filling; no statement for a form that takes none."""
    if not inputs.takes_files(catalogue.revision(row.revision_id).leistung.form):
        return ()
    return tuple(upload(d) for d in Document.objects.filter(antrag=row, removed_at=None).exclude(field="").order_by("pk"))


def fresh(row: Antrag) -> Draft:
    """Of a draft that was only just begun: nothing is stored yet."""
    return assembled(row, None, (), is_submitted=False)


def open_correction(row: Antrag) -> Correction | None:
    """The one that is not sent yet."""
    found: Correction | None = row.corrections.filter(sent_at=None).first()
    return found


def assembled(row: Antrag, version: AntragVersion | None, uploads: tuple[Upload, ...], *, is_submitted: bool) -> Draft:
    """From rows that are loaded."""
    service = catalogue.revision(row.revision_id)
    usable = {upload.key for upload in uploads if upload.ok}
    values = inputs.with_documents(service.leistung.form, version.values, usable) if version else {}
    return Draft(
        key=str(row.key),
        kommune=service.kommune.key,
        leistung=row.leistung,
        language=row.language,
        current=version.number if version else 0,
        saved_at=version.saved_at if version else row.created_at,
        values=values,
        errors=tuple(FieldError(e["path"], e["text"]) for e in version.errors) if version else (),
        error_section=version.section if version else "",
        uploads=uploads,
        service=service,
        sections=visible.sections(service.leistung.form, values),
        is_submitted=is_submitted,
        has_news=getattr(version, "has_news", False) and not is_submitted,
    )


def upload(row: Document) -> Upload:
    """With the words for what is wrong."""
    return Upload(
        key=str(row.key),
        field=row.field,
        filename=row.filename,
        size_text=size_text(row.size),
        detail=detail(row),
        problem=" ".join(problem_text(p) for p in row.problems),
        ok=not row.problems,
        scan=row.scan,
        is_kept=row.vorgang_id is not None,
    )


SCANNED = {"clean": gettext_noop("frei von Schadsoftware"), "not_scanned": gettext_noop("noch nicht auf Schadsoftware geprüft")}


def size_text(size: int) -> str:
    """Megabytes with one place, what is smaller in whole kilobytes."""
    return f"{number_format(round(size / 1_000_000, 1), 1)} MB" if size >= 100_000 else f"{ceil(size / 1_000)} KB"


def detail(row: Document) -> str:
    """Pages, where they can be counted, and scan in words; not scanned is never called clean. Nothing of a file that was refused."""
    if row.problems:
        return ""
    pages = ngettext("{n} Seite", "{n} Seiten", row.pages).format(n=row.pages) if row.pages else ""
    return " · ".join(filter(None, (pages, gettext(SCANNED[row.scan]) if row.scan in SCANNED else "")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The page before handing in: answers, what is missing and where."""

    draft: Draft
    sections: tuple[SummarySection, ...]
    missing: tuple[FieldError, ...]
    section_of: dict[str, str]

    @property
    def missing_with_sections(self) -> list[tuple[FieldError, str]]:
        """Each with the section to go to."""
        return [(e, self.section_of.get(key_of(e.path), self.draft.sections[0].key)) for e in self.missing]


def check(actor: Citizen | Guest, key: str, *, at: datetime) -> Check:
    """Whole-form validation of the current version."""
    found = draft(actor, key)
    form, kommune = found.service.leistung.form, found.service.kommune
    missing = complete.missing(form, found.values, today=local_day(at), postcodes=frozenset(kommune.postcodes))
    if found.correcting:
        missing = still_wrong(missing, complete.answers(form, found.values_before), complete.answers(form, found.values))
    return Check(
        draft=found,
        sections=summary(form, found.values, get_language() or "de"),
        missing=missing,
        section_of={f.key: s.key for s in form.sections for f in s.fields},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoVersions:
    """After two tabs: what counts, what was typed in the other tab, and where they differ."""

    draft: Draft
    other: int
    other_saved_at: datetime
    differences: tuple[Difference, ...]


def two_versions(actor: Citizen | Guest, key: str, number: int) -> TwoVersions:
    """Raises NotFound."""
    found = draft(actor, key)
    with reading(actor):
        other = AntragVersion.objects.filter(antrag__key=key, antrag__person__in=actor.persons, number=number).first()
    if other is None:
        raise NotFound
    differences = compare(found.service.leistung.form, found.values, other.values, get_language() or "de")
    return TwoVersions(draft=found, other=number, other_saved_at=other.saved_at, differences=differences)
