"""A section of the form: shown, stored with every POST, whatever was typed."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from glueckauf.catalogue import queries as catalogue
from glueckauf.core import ratelimit
from glueckauf.core.clock import local_day, now
from glueckauf.core.errors import NotFound
from glueckauf.forms import read, visible
from glueckauf.forms.schema import Section, Text
from glueckauf.identity.permissions import permission
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.views.rates import NEW_DRAFTS
from glueckauf.vorgaenge.views.visitor import visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step in the bar at the top."""

    title: Text
    state: str
    url: str = ""


LAST_STEP = Step(title=Text(de="Prüfen und absenden", en="Check and send"), state="open")


@permission("vorgaenge.apply")
def start(request: HttpRequest, kommune: str, slug: str) -> HttpResponse:
    """The first section. Nothing is stored before the first POST; that makes the draft."""
    service = catalogue.leistung(kommune, slug)
    if not service.leistung.offered:
        raise NotFound
    first = service.leistung.form.sections[0]
    if request.method != "POST":
        return render(request, "vorgaenge/schritt.html", page_of_start(service, first))
    at = now()
    ratelimit.hit("draft", ratelimit.address_of(request), **NEW_DRAFTS, at=at)
    by = visitor(request)
    antrag = actions.start(service, language=get_language() or "de", by=by, at=at)
    return save(request, str(antrag.key), first.key, by=by, at=at)


@permission("vorgaenge.own")
def step(request: HttpRequest, key: str, section: str) -> HttpResponse:
    """A later section, or the first again."""
    by = visitor(request)
    if request.method == "POST":
        return save(request, str(key), section, by=by, at=now())
    draft = queries.draft(by, str(key))
    if draft.is_submitted:
        return redirect("antrag-eingegangen", key=key)
    return render(request, "vorgaenge/schritt.html", page_of(draft, draft.section(section), errors=()))


def save(request: HttpRequest, key: str, section_key: str, *, by: Citizen | Guest, at: datetime) -> HttpResponse:
    """Stores first, answers then: next page, the same page with what to mend, or both versions when another tab was faster."""
    draft = queries.draft(by, key)
    section = draft.section(section_key)
    take_uploads(request, draft, section, by=by, at=at)
    found = read.section(
        section,
        request.POST,
        documents_by_field(queries.draft(by, key) if request.FILES or "remove_file" in request.POST else draft),
        draft.values,
        today=local_day(at),
        postcodes=frozenset(draft.service.kommune.postcodes),
    )
    seen = int(request.POST.get("version") or draft.current) if (request.POST.get("version") or "0").isdigit() else draft.current
    version = actions.save(
        key,
        section=section_key,
        seen=seen,
        values=found.values,
        errors=[{"path": e.path, "text": e.text} for e in found.errors],
        by=by,
        at=at,
    )
    if seen < draft.current:
        return redirect("antrag-vergleich", key=key, number=version.number)
    return answer(request, key, section_key, found, by=by)


def answer(request: HttpRequest, key: str, section_key: str, found: read.Read, *, by: Citizen | Guest) -> HttpResponse:
    """Where a stored POST leads."""
    after = queries.draft(by, key)
    if "later" in request.POST:
        return redirect("antrag-gespeichert", key=key)
    if "back" in request.POST:
        before = after.before(section_key)
        return redirect("antrag-schritt", key=key, section=before or section_key)
    stays = bool(found.focus) or "upload" in request.POST or "remove_file" in request.POST or getattr(request, "upload_too_large", False)
    if found.errors or stays:
        context = page_of(after, after.section(section_key), errors=() if found.focus else found.errors)
        context |= {"too_large": getattr(request, "upload_too_large", False), "focus": found.focus}
        return render(request, "vorgaenge/schritt.html", context, status=200 if stays or only_new(found) else 422)
    following = after.after(section_key)
    if request.POST.get("ziel") == "pruefen" or not following:
        return redirect("antrag-pruefen", key=key)
    return redirect("antrag-schritt", key=key, section=following)


def only_new(found: read.Read) -> bool:
    """Questions that only appeared through this answer: nobody has overlooked them, so nothing is wrong."""
    return all(error.is_new for error in found.errors)


def take_uploads(request: HttpRequest, draft: queries.Draft, section: Section, *, by: Citizen | Guest, at: datetime) -> None:
    """New files are inspected and stored; one can be taken out."""
    if document := request.POST.get("remove_file"):
        actions.remove_from_antrag(draft.key, document=document, by=by, at=at)
    for field in visible.fields(section, draft.values) if request.FILES else ():
        if field.type != "file":
            continue
        for file in request.FILES.getlist(field.key):
            received = actions.take_in(file, file.name or "", at=at)
            actions.add_to_antrag(draft.key, field=field.key, nachweis=field.nachweis, received=received, by=by, at=at)


def documents_by_field(draft: queries.Draft) -> dict[str, list[str]]:
    """Usable files by field, for the form's own validation."""
    found: dict[str, list[str]] = {f.key: [] for s in draft.sections for f in s.fields if f.type == "file"}
    for upload in draft.uploads:
        if upload.ok:
            found.setdefault(upload.field, []).append(upload.key)
    return found


def page_of(draft: queries.Draft, section: Section, *, errors: tuple[read.FieldError, ...]) -> dict[str, object]:
    """Names for the template."""
    keys = [s.key for s in draft.sections]
    number = keys.index(section.key) + 1
    return {
        "kommune": draft.service.kommune,
        "leistung": draft.service.leistung,
        "draft": draft,
        "form_section": section,
        "values": draft.values,
        "errors": errors,
        "uploads": draft.uploads,
        "steps": steps_of(draft, number),
        "number": number,
        "count": len(keys) + 1,
        "version": draft.current,
        "section": "leistungen",
    }


def page_of_start(service: catalogue.LeistungOfCity, first: Section) -> dict[str, object]:
    """The same for a form nobody has saved yet."""
    sections = visible.sections(service.leistung.form, {})
    steps = [Step(title=s.title, state="now" if s.key == first.key else "open") for s in sections]
    return {
        "kommune": service.kommune,
        "leistung": service.leistung,
        "draft": None,
        "form_section": first,
        "values": {},
        "errors": (),
        "uploads": (),
        "steps": [*steps, LAST_STEP],
        "number": 1,
        "count": len(sections) + 1,
        "version": 0,
        "section": "leistungen",
    }


def steps_of(draft: queries.Draft, now_at: int) -> list[Step]:
    """Done ones are links."""
    steps = []
    for position, section in enumerate(draft.sections, start=1):
        state = "now" if position == now_at else "done" if position < now_at else "open"
        url = reverse("antrag-schritt", args=[draft.key, section.key]) if state == "done" else ""
        steps.append(Step(title=section.title, url=url, state=state))
    return [*steps, LAST_STEP]
