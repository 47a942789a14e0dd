"""A form being filled, as its pages need it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.uploads import problem_text
from glueckauf.forms import complete, visible
from glueckauf.forms.diff import Difference, compare
from glueckauf.forms.read import FieldError
from glueckauf.forms.schema import Section
from glueckauf.forms.summary import SummarySection, summary
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.vorgaenge.models import Antrag, AntragVersion, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file beside its field."""

    key: str
    field: str
    filename: str
    size_text: str
    detail: str
    problem: str
    ok: bool
    scan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The current version with all that surrounds it."""

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
        row = Antrag.objects.visible_to(actor).select_related("submission").filter(key=key).first()
        if row is None:
            raise NotFound
        version = row.versions.filter(number=row.current).first()
        uploads = tuple(upload(d) for d in Document.objects.filter(antrag=row, removed_at=None).exclude(field="").order_by("pk"))
    return assembled(row, version, uploads)


def assembled(row: Antrag, version: AntragVersion | None, uploads: tuple[Upload, ...]) -> Draft:
    """From rows that are loaded."""
    service = catalogue.revision(row.revision_id)
    values = version.values if version else {}
    return Draft(
        key=str(row.key),
        kommune=row.tenant_id,
        leistung=row.leistung,
        language=row.language,
        current=row.current,
        saved_at=version.saved_at if version else row.created_at,
        values=values,
        errors=tuple(FieldError(e["path"], e["text"]) for e in version.errors) if version else (),
        error_section=version.section if version else "",
        uploads=uploads,
        service=service,
        sections=visible.sections(service.leistung.form, values),
        is_submitted=hasattr(row, "submission"),
    )


def upload(row: Document) -> Upload:
    """With the words for what is wrong."""
    return Upload(
        key=str(row.key),
        field=row.field,
        filename=row.filename,
        size_text=f"{max(row.size, 100_000) / 1_000_000:.1f} MB".replace(".", ","),
        detail=detail(row),
        problem=" ".join(problem_text(p) for p in row.problems),
        ok=not row.problems,
        scan=row.scan,
    )


SCANNED = {"clean": "frei von Schadsoftware", "not_scanned": "noch nicht auf Schadsoftware geprüft"}


def detail(row: Document) -> str:
    """Pages and scan in words; not scanned is never called clean."""
    pages = f"{row.pages} {'Seite' if row.pages == 1 else 'Seiten'}"
    return " · ".join(filter(None, (pages, SCANNED.get(row.scan, ""))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The page before handing in: answers, what is missing and where."""

    draft: Draft
    sections: tuple[SummarySection, ...]
    missing: tuple[FieldError, ...]
    section_of: dict[str, str]


def check(actor: Citizen | Guest, key: str, *, at: datetime) -> Check:
    """Whole-form validation of the current version."""
    found = draft(actor, key)
    form, kommune = found.service.leistung.form, found.service.kommune
    missing = complete.missing(form, found.values, today=local_day(at), postcodes=frozenset(kommune.postcodes))
    return Check(
        draft=found,
        sections=summary(form, found.values, found.language),
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
    differences = compare(found.service.leistung.form, found.values, other.values)
    return TwoVersions(draft=found, other=number, other_saved_at=other.saved_at, differences=differences)
