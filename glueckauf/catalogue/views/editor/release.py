"""The tab of publishing: what changes, what blocks, who asked, who releases, from which day; and back to what was before."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.actions.draft_errors import AlreadyInEffect
from glueckauf.catalogue.queries import editing as drafts
from glueckauf.catalogue.queries.drafted import Drafted
from glueckauf.catalogue.rules.editor.numerals import day as day_of
from glueckauf.catalogue.rules.editor.posted import line, text
from glueckauf.catalogue.views.editor.common import Refusal, attempt, done, load, posted, show
from glueckauf.core.clock import local_day, now
from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound
from glueckauf.identity.permissions import permission

TAB = "leistung-freigabe"


@permission("catalogue.edit")
def release(request: HttpRequest, draft_id: int) -> HttpResponse:
    """POST asks, releases, sends back or gives the draft up."""
    draft = load(request, draft_id)
    acts = {"anfragen": ask, "freigeben": let_go, "zurueckgeben": send_back, "verwerfen": discard}
    act = acts.get(request.POST.get("tun", "")) if request.method == "POST" else None
    return act(request, draft) if act else page(request, draft)


def ask(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """For a second person."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    typed = line(posted(request), "ab")
    day = day_of(typed)
    if day is None:
        return page(request, draft, errors={"ab": "Tragen Sie den Tag ein, ab dem die Änderung gilt, zum Beispiel 1.5.2027."}, typed=typed)
    try:
        effective_from = date.fromisoformat(day)
    except ValueError:
        return page(request, draft, errors={"ab": "Diesen Tag gibt es nicht."}, typed=typed)
    result = attempt(lambda: editing.request_release(draft.id, effective_from=effective_from, by=by, at=at), draft)
    return page(request, draft, refusal=result, typed=typed) if isinstance(result, Refusal) else done(TAB, "angefragt", draft.id)


def let_go(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """The second person's word; then the editions of the service."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    result = attempt(lambda: editing.release(draft.id, by=by, at=at), draft)
    return page(request, draft, refusal=result) if isinstance(result, Refusal) else done("leistung-ausgaben", "freigegeben", draft.slug)


def send_back(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """With a reason."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    reason = text(posted(request), "grund")[:2_000]
    result = attempt(lambda: editing.send_back(draft.id, reason=reason, by=by, at=at), draft)
    return page(request, draft, refusal=result) if isinstance(result, Refusal) else done(TAB, "zurueckgegeben", draft.id)


def discard(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """Its versions stay."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    result = attempt(lambda: editing.discard(draft.id, by=by, at=at), draft)
    return page(request, draft, refusal=result) if isinstance(result, Refusal) else redirect("schreibtisch-leistungen")


def page(
    request: HttpRequest, draft: Drafted, *, errors: dict[str, str] | None = None, typed: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    """The tab."""
    today = local_day(now())
    return show(
        request,
        draft,
        "release",
        TAB,
        status=422 if errors else 200,
        refusal=refusal,
        errors=errors or {},
        day=typed or f"{today.day}.{today.month}.{today.year}",
        slug=draft.slug,
    )


SAID = {
    "freigegeben": "Freigegeben. Ab dem genannten Tag gilt diese Fassung; laufende Anträge behalten ihre.",
    "geholt": "Die frühere Fassung gilt wieder.",
    "gestoppt": "Die geplante Fassung tritt nicht in Kraft.",
}


@permission("catalogue.edit")
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    """What was released, by whom, from when. POST brings an older one back or stops a planned one."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    refused: Any = None
    number = request.POST.get("ausgabe", "")[:6]
    if request.method == "POST" and number.isdecimal():
        stop = request.POST.get("tun") == "stoppen"
        act = editing.withdraw if stop else editing.roll_back
        try:
            act(slug, edition=int(number), by=by, at=at)
            return done("leistung-ausgaben", "gestoppt" if stop else "geholt", slug)
        except NotFound:
            raise
        except AlreadyInEffect as reason:
            refused = said(reason)
    rows = drafts.editions(by, slug, at=at)
    service = next((row for row in drafts.overview(by, at=at).rows if row.slug == slug), None)
    if service is None:
        raise NotFound
    context = {
        "rows": rows,
        "service": service,
        "section": "leistungen",
        "said": SAID.get(request.GET.get("gut", ""), ""),
        "refused": refused,
    }
    return render(request, "catalogue/editor/editions.html", context, status=409 if refused else 200)
