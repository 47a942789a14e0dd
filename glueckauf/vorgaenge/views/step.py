"""A section of the form: shown, stored with every POST, whatever was typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from glueckauf.catalogue import queries as catalogue
from glueckauf.core import ratelimit
from glueckauf.core.clock import local_day, now
from glueckauf.core.errors import NotFound
from glueckauf.core.uploads import Problem, problem_text
from glueckauf.forms import inputs, read, visible
from glueckauf.forms.carry import carried
from glueckauf.forms.complete import answers
from glueckauf.forms.inputs import Values
from glueckauf.forms.schema import Section, Text
from glueckauf.identity.permissions import permission
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.rules.correcting import still_wrong
from glueckauf.vorgaenge.views.appointments import kept
from glueckauf.vorgaenge.views.news import revision_of, service_of_page, up_to_date
from glueckauf.vorgaenge.views.rates import NEW_DRAFTS
from glueckauf.vorgaenge.views.ticket import must_sign_in, sign_in_first, ticket, ticketed
from glueckauf.vorgaenge.views.visitor import visitor

VERSION = re.compile("[0-9]{1,9}")
PAGE_TOKEN = re.compile("[0-9a-f]{32}")


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
    service = service_of_page(request, catalogue.leistung(kommune, slug))
    if not service.leistung.can_be_started:
        raise NotFound
    first = service.leistung.form.sections[0]
    if request.method != "POST":
        return render(request, "vorgaenge/schritt.html", page_of_start(service, first))
    at = now()
    ratelimit.hit("draft", ratelimit.address_of(request), **NEW_DRAFTS, at=at)
    by = visitor(request)
    antrag = actions.start(service, language=get_language() or "de", page=page_token(request), by=by, at=at)
    draft = queries.draft(by, str(antrag.key)) if antrag.current else queries.fresh(antrag)
    return save(request, draft, first.key, by=by, at=at)


@ticketed
@permission("vorgaenge.own")
def step(request: HttpRequest, key: str, section: str) -> HttpResponse:
    """A later section, or the first again."""
    by = visitor(request)
    if request.method == "POST":
        return save(request, queries.draft(by, str(key)), section, by=by, at=now())
    draft, news = up_to_date(queries.draft(by, str(key)), by=by, at=now())
    if draft.is_submitted:
        return redirect("antrag-eingegangen", key=key)
    if news:
        return redirect(news)
    counted(request, draft)
    return render(request, "vorgaenge/schritt.html", page_of(request, draft, draft.section(section), errors=()))


def counted(request: HttpRequest, draft: queries.Draft) -> None:
    """City and Leistung for the counts of the portal: the address has a key only."""
    request.counted_as = (draft.service.kommune.key, draft.service.leistung.key)  # type: ignore[attr-defined]


def save(request: HttpRequest, draft: queries.Draft, section_key: str, *, by: Citizen | Guest, at: datetime) -> HttpResponse:
    """Stores first, answers then: next page, the same page with what to mend, or both versions when another tab was faster."""
    counted(request, draft)
    if revision_of(request) not in (0, draft.service.revision_id) and not (draft.is_submitted or draft.correcting):
        return save_older(request, draft, section_key, by=by, at=at)
    key, section = draft.key, draft.section(section_key)
    draft, found = taken(request, draft, section, by=by, at=at)
    saved = stored(request, draft, section_key, found.values, found, by=by, at=at)
    if must_sign_in(request):
        return elsewhere(request, sign_in_first(reverse("antrag-schritt", args=[key, section_key])))
    if saved.is_late:
        return HttpResponse(status=204)
    if not saved.counts:
        return elsewhere(request, reverse("antrag-vergleich", args=[key, saved.number]))
    gone = documents_of(section, draft.values) - documents_of(section, found.values)
    if gone or found.moved:
        actions.rearrange_documents(key, gone=gone, moved=found.moved, by=by, at=at)
        draft = queries.draft(by, key)
    after, news = up_to_date(draft.after_saving(found.values, number=saved.number, at=at), by=by, at=at)
    if news or section_key not in {s.key for s in after.sections}:
        return elsewhere(request, news or reverse("antrag-pruefen", args=[key]))
    return refreshed(request, after, section, found) if "refresh" in request.POST else answer(request, after, section_key, found)


def save_older(request: HttpRequest, draft: queries.Draft, section_key: str, *, by: Citizen | Guest, at: datetime) -> HttpResponse:
    """A page from before the draft went on to a new revision: stored as it was asked, then as far as the new form takes it."""
    seen = seen_of(request, draft)
    untouched, shown = queries.as_shown(by, draft, revision_id=revision_of(request), seen=seen)
    shown, found = taken(request, shown, shown.section(section_key), by=by, at=at)
    stored(request, shown, section_key, found.values, found, by=by, at=at)
    values = carried(shown.service.leistung.form, draft.service.leistung.form, found.values)
    latest = queries.draft(by, draft.key)
    if untouched:
        actions.save(draft.key, section=section_key, seen=latest.current, values=values, errors=[], by=by, at=at)
        return elsewhere(request, reverse("antrag-neuerungen", args=[draft.key]))
    saved = actions.save(draft.key, section=section_key, seen=seen, values=values, errors=[], by=by, at=at)
    if must_sign_in(request):
        return elsewhere(request, sign_in_first(reverse("antrag-pruefen", args=[draft.key])))
    return elsewhere(request, reverse("antrag-vergleich", args=[draft.key, saved.number]))


def taken(
    request: HttpRequest, draft: queries.Draft, section: Section, *, by: Citizen | Guest, at: datetime
) -> tuple[queries.Draft, read.Read]:
    """What she sent: files first, then the answers of the section as its form reads them."""
    arrived = take_uploads(request, draft, section, by=by, at=at)
    if request.FILES or "remove_file" in request.POST:
        draft = with_files(draft, queries.draft(by, draft.key))
    found = read.section(
        section,
        request.POST,
        documents_by_field(draft, section, arrived),
        draft.values,
        today=local_day(at),
        postcodes=frozenset(draft.service.kommune.postcodes),
    )
    return draft, kept(draft, section, judged(draft, found), by=by, at=at)


def with_files(shown: queries.Draft, fresh: queries.Draft) -> queries.Draft:
    """The draft after files came or went; as her page showed it where that was made from an older revision."""
    if shown.service.revision_id == fresh.service.revision_id:
        return fresh
    usable = {upload.key for upload in fresh.uploads if upload.ok}
    return replace(shown, uploads=fresh.uploads, values=inputs.with_documents(shown.service.leistung.form, shown.values, usable))


def stored(
    request: HttpRequest, draft: queries.Draft, section_key: str, values: Values, found: read.Read, *, by: Citizen | Guest, at: datetime
) -> actions.Saved:
    """A version of it."""
    return actions.save(
        draft.key,
        section=section_key,
        seen=seen_of(request, draft),
        values=dict(values),
        errors=[{"path": e.path, "text": e.text} for e in found.errors],
        page=actions.refresh_of(page_token(request)) if "refresh" in request.POST else page_token(request),
        by=by,
        at=at,
    )


def seen_of(request: HttpRequest, draft: queries.Draft) -> int:
    """The version the page was made from; nonsense means the current one."""
    said = request.POST.get("version", "")
    return min(int(said), draft.current) if VERSION.fullmatch(said) else draft.current


def page_token(request: HttpRequest) -> str:
    """Which rendering of the page this was sent from; empty if it does not say."""
    token = request.POST.get("page", "")
    return token if PAGE_TOKEN.fullmatch(token) else ""


def elsewhere(request: HttpRequest, url: str) -> HttpResponse:
    """Leads the browser there, also when a script asked."""
    if "refresh" not in request.POST:
        return redirect(url)
    return HttpResponse(status=204, headers={"HX-Redirect": url})


def refreshed(request: HttpRequest, after: queries.Draft, section: Section, found: read.Read) -> HttpResponse:
    """The same page while she fills it: its script takes the questions that came or went. No new blame, only what was shown already."""
    shown = {*request.POST.getlist("fehler"), *request.FILES}
    errors = [e for e in found.errors if e.path in shown]
    if name := getattr(request, "upload_too_large", ""):
        errors.append(read.FieldError(name, problem_text(Problem.TOO_LARGE)))
    context = page_of(request, after, section, errors=tuple(errors))
    context |= {"news": found.errors, "page_token": page_token(request)}
    response = render(request, "vorgaenge/schritt.html", context)
    query = "?ziel=pruefen" if "ziel" in request.POST else ""
    # Loading the page again shows the draft, also after the very first answer, which made it.
    response.headers["HX-Replace-Url"] = reverse("antrag-schritt", args=[after.key, section.key]) + query
    return response


def judged(draft: queries.Draft, found: read.Read) -> read.Read:
    """Correcting an Antrag, she is not asked again about what was taken as it is when she handed in."""
    if not draft.correcting:
        return found
    before, after = (answers(draft.service.leistung.form, values) for values in (draft.values_before, found.values))
    return replace(found, errors=still_wrong(found.errors, before, after))


def answer(request: HttpRequest, after: queries.Draft, section_key: str, found: read.Read) -> HttpResponse:
    """Where a stored POST leads."""
    key = after.key
    if "later" in request.POST:
        return redirect("vorgang", number=after.correcting) if after.correcting else redirect("antrag-gespeichert", key=key)
    if "back" in request.POST:
        before = after.before(section_key)
        return redirect("antrag-schritt", key=key, section=before or section_key)
    stays = bool(found.focus) or "upload" in request.POST or "remove_file" in request.POST or getattr(request, "upload_too_large", False)
    if found.errors or stays:
        context = page_of(request, after, after.section(section_key), errors=() if found.focus else found.errors)
        context |= {"too_large": getattr(request, "upload_too_large", False), "focus": found.focus}
        return render(request, "vorgaenge/schritt.html", context, status=200 if stays or only_new(found) else 422)
    following = after.after(section_key)
    if request.POST.get("ziel") == "pruefen" or not following:
        return redirect("antrag-pruefen", key=key)
    return redirect("antrag-schritt", key=key, section=following)


def only_new(found: read.Read) -> bool:
    """Questions that only appeared through this answer: nobody has overlooked them, so nothing is wrong."""
    return all(error.is_new for error in found.errors)


Arrived = dict[str, list[str]]


def take_uploads(request: HttpRequest, draft: queries.Draft, section: Section, *, by: Citizen | Guest, at: datetime) -> Arrived:
    """New files are inspected and stored; one can be taken out. Keys of the usable new ones by path."""
    if document := request.POST.get("remove_file"):
        actions.remove_from_antrag(draft.key, document=document, by=by, at=at)
    arrived: Arrived = {}
    asked = {field.key for field in visible.fields(section, draft.values)}
    for path, field in inputs.file_fields(section) if request.FILES else ():
        if path.partition("-")[0] not in asked:
            continue
        for file in request.FILES.getlist(path):
            received = actions.take_in(file, file.name or "", at=at)
            row = actions.add_to_antrag(draft.key, field=path, nachweis=field.nachweis, received=received, by=by, at=at)
            if not received.problems:
                arrived.setdefault(path, []).append(str(row.key))
    return arrived


def documents_by_field(draft: queries.Draft, section: Section, arrived: Arrived) -> dict[str, list[str]]:
    """Usable files by field, for the form's own validation. In groups the answers say which files an entry has; new ones join them."""
    found: dict[str, list[str]] = {f.key: [] for s in draft.sections for f in s.fields if f.type == "file"}
    for upload in draft.uploads:
        if upload.ok and upload.field in found:
            found[upload.field].append(upload.key)
    known = inputs.documents(section, draft.values)
    return found | {path: [*known.get(path, ()), *keys] for path, keys in arrived.items() if path not in found}


def documents_of(section: Section, values: Mapping[str, Any]) -> set[str]:
    """Keys of all documents among the answers of a section."""
    return {key for keys in inputs.documents(section, values).values() for key in keys}


def page_of(request: HttpRequest, draft: queries.Draft, section: Section, *, errors: tuple[read.FieldError, ...]) -> dict[str, object]:
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
        "revision_id": draft.service.revision_id,
        "ticket": ticket(draft.key, visitor(request), now()),
        "takes_files": bool(inputs.file_fields(section)),
        "free": free_in(section, draft.service, draft.values, draft.key),
        "page_token": uuid4().hex,
        "section": "leistungen",
    }


def free_in(section: Section, service: catalogue.LeistungOfCity, answers: Mapping[str, Any], key: str = "") -> object:
    """Free appointments, where this page asks for one."""
    asks = any(f.type == "appointment" for f in section.fields)
    return queries.free_for(service, answers, at=now(), antrag=key) if asks else None


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
        "revision_id": service.revision_id,
        "takes_files": bool(inputs.file_fields(first)),
        "free": free_in(first, service, {}),
        "page_token": uuid4().hex,
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
