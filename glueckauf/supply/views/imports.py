"""/schreibtisch/netze/importe/ : grid files brought by browser, what the engine found in them, revisions, and which is in force."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.uploads import takes_files
from glueckauf.identity.permissions import permission
from glueckauf.supply import actions, queries
from glueckauf.supply.forms import GridFileForm
from glueckauf.supply.rules import imports as rules
from glueckauf.supply.rules.imports import MOST_BYTES, Stand
from glueckauf.supply.rules.outages import WORDS
from glueckauf.supply.views.desk import SLUGS, Desk, UnknownStep, download, key_of

SHOWS = {"counts": rules.counts, "lists": rules.lists, "changes": rules.changes}


def desk_of(request: HttpRequest) -> Desk:
    """Of somebody who runs networks. Raises NotFound."""
    desk = Desk(request)
    if not desk.networks:
        raise NotFound
    return desk


@permission("supply.operate")
@takes_files(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Revisions of all networks, files on their way; a POST brings a file."""
    desk = desk_of(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = GridFileForm(*sent, networks=desk.networks, dropped=getattr(request, "upload_too_large", ""))
    if form.is_bound and form.is_valid():
        try:
            return redirect("netz-import", brought(desk, form))
        except Refused as refused:
            form.add_error(None, said(refused))
    found = queries.imports(desk.by, [key for _, key, _ in desk.networks])
    rows = [(slug, word, found.revisions[key]) for slug, key, word in desk.networks]
    files = [(one, WORDS[one.network]) for one in found.files]
    page = desk.page(form=form, revisions=rows, files=files, network=slug_of(desk.networks[0][1]))
    return render(request, "supply/desk_importe.html", page, status=422 if form.errors else 200)


def brought(desk: Desk, form: GridFileForm) -> int:
    """Streamed to the file store."""
    given = form.cleaned_data
    return actions.bring_file(
        given["network"],
        name=given["file"].name,
        content=given["file"].chunks(),
        series=given["profiles"].chunks() if given["profiles"] else None,
        profile_year=given["profile_year"],
        by=desk.by,
        at=desk.at,
    )


@permission("supply.operate")
@require_http_methods(["GET", "HEAD", "POST"])
def grid_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """The preview, or what is wrong; a POST takes it over, looks again, or deletes it."""
    desk = desk_of(request)
    problem = ""
    if request.method == "POST":
        queries.grid_file(desk.by, file_id)
        try:
            return done(request.POST.get("tun", ""), file_id, desk)
        except NotFound:
            raise
        except Refused as refused:
            problem = said(refused)
    found = queries.grid_file(desk.by, file_id)
    if request.headers.get("HX-Request") and found.stand is not Stand.WAITING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    slug = slug_of(found.network)
    page = desk.page(file=found, word=WORDS[found.network], network=slug, problem=problem, format=rules.FORMATS.get(found.format, ""))
    if found.summary:
        page |= shown(found.format, found.summary, network=found.network, has_series=found.has_series)
        page |= {"again": queries.asked_again(desk.by, found.network)}
    return render(request, "supply/desk_import.html", page, status=409 if problem else 200)


def done(verb: str, file_id: int, desk: Desk) -> HttpResponse:
    """Raises UnknownStep, NotReady, NotFound."""
    if verb == "uebernehmen":
        found = queries.grid_file(desk.by, file_id)
        return redirect("netz-fassung", slug_of(found.network), actions.take_over(file_id, by=desk.by, at=desk.at))
    if verb == "ansehen":
        actions.look_again(file_id, by=desk.by, at=desk.at)
        return redirect("netz-import", file_id)
    if verb == "verwerfen":
        actions.drop_file(file_id, by=desk.by, at=desk.at)
        return redirect("netz-importe")
    raise UnknownStep


@permission("supply.operate")
@require_http_methods(["GET", "HEAD", "POST"])
def revision(request: HttpRequest, network: str, number: int) -> HttpResponse:
    """One revision with what it would change; a POST puts it in force, also an older one again."""
    desk, key = desk_of(request), key_of(network)
    problem, found = "", queries.revision_page(desk.by, key, number)
    if request.method == "POST":
        seen = request.POST.get("statt", "")
        try:
            if not (seen.isascii() and seen.isdigit() and len(seen) < 9) or "verstanden" not in request.POST:
                raise NotConfirmed
            actions.release_grid(key, number=number, instead_of=int(seen), by=desk.by, at=desk.at)
            return redirect("netz-fassung", network, number)
        except NotFound:
            raise
        except Refused as refused:
            problem = said(refused)
            found = queries.revision_page(desk.by, key, number)
    page = desk.page(revision=found, word=WORDS[key], network=network, problem=problem, again=queries.asked_again(desk.by, key))
    page |= shown(found.raw_format, found.summary, network=key, has_series=found.has_series)
    return render(request, "supply/desk_fassung.html", page, status=409 if problem else 200)


@permission("supply.operate")
@require_safe
def archive(request: HttpRequest, network: str, number: int) -> HttpResponse:
    """The grid of a revision as CSV files."""
    content = queries.grid_archive(desk_of(request).by, key_of(network), number)
    return download(content, "application/zip", f"{network}-fassung-{number}.zip")


@permission("supply.operate")
@require_safe
def profiles(request: HttpRequest, network: str, number: int) -> HttpResponse:
    """Its profiles, as they came."""
    content = queries.grid_profiles(desk_of(request).by, key_of(network), number)
    return download(content, "application/octet-stream", f"{network}-fassung-{number}-lastgaenge.npz")


class NotConfirmed(Refused):
    """The box that says that somebody read what follows."""

    text = "Setzen Sie den Haken bei „Ich habe die Durchsicht gelesen“. Die Fassung in Kraft bleibt."


def shown(format: str, summary: Mapping[str, Any], *, network: str, has_series: bool) -> dict[str, Any]:
    """The preview in words."""
    telling: Mapping[str, Callable[[Mapping[str, Any]], Any]] = SHOWS
    found = {name: tell(summary) for name, tell in telling.items()}
    return found | {
        "warnings": rules.warnings(format, summary, network=network, has_series=has_series),
        "remarks": summary["remarks"],
        "islands": summary["islands"],
        "against": summary.get("against", 0),
    }


def slug_of(key: str) -> str:
    """In an address."""
    return next(slug for slug, one in SLUGS.items() if one == key)
