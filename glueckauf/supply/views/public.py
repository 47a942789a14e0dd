"""/<kommune>/stoerungen/ : what is out and what will be, by street; and mails about a street."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from glueckauf.cities import queries as cities
from glueckauf.core.clock import now
from glueckauf.core.ratelimit import address_of, hit
from glueckauf.identity.permissions import permission
from glueckauf.supply import actions, queries
from glueckauf.supply.forms import WatchForm
from glueckauf.supply.rules.street_map import strokes

HOUR = timedelta(hours=1)
MAILS_PER_ADDRESS, MAILS_PER_VISITOR = 5, 10


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def outages(request: HttpRequest, kommune: str) -> HttpResponse:
    """`?strasse=` narrows to a street. POST asks for mails about one."""
    city, at = cities.kommune(kommune), now()
    form = WatchForm(request.POST or None, initial={"strasse": request.GET.get("strasse", "")[:120]})
    if request.method == "POST" and form.is_valid():
        if form.is_human:
            hit("watch-visitor", address_of(request), limit=MAILS_PER_VISITOR, per=HOUR, at=at)
            hit("watch-address", form.cleaned_data["email"].lower(), limit=MAILS_PER_ADDRESS, per=HOUR, at=at)
            given = {"street": form.cleaned_data["strasse"], "email": form.cleaned_data["email"]}
            actions.ask_to_watch(kommune, **given, language=get_language() or "de", at=at)
        return redirect(f"{reverse('stoerungen', args=[kommune])}?bestellt#nachrichten")
    street = request.GET.get("strasse", "")[:120]
    found = queries.public_outages(kommune, street=street, at=at)
    page = {
        "kommune": city,
        "found": found,
        "strokes": strokes(found.now, found.planned),
        "street": street,
        "form": form,
        "asked": "bestellt" in request.GET,
        "at": at,
        "section": "stoerungen",
    }
    return render(request, "supply/stoerungen.html", page, status=422 if form.errors else 200)


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail: a button confirms, another ends. Opening it does nothing: mail scanners open links too."""
    if request.method == "POST":
        if "abbestellen" in request.POST:
            actions.stop_watch(token)
            return render(request, "supply/abo_ende.html", {"section": "stoerungen"})
        actions.confirm_watch(token, at=now())
    row = actions.watch_of(token)
    page = {"row": row, "token": token, "kommune": cities.kommune(row.tenant_id), "section": "stoerungen"}
    return render(request, "supply/abo.html", page)


@permission("public")
@require_safe
def open_data(request: HttpRequest, kommune: str) -> HttpResponse:
    """Where the open data of this page stood before they were an interface."""
    name = "api-stoerungen-csv" if request.path.endswith(".csv") else "api-stoerungen"
    answer = redirect(name, kommune, permanent=True)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
