"""/rueckmeldung/ : whether a page helped. /schreibtisch/rueckmeldungen/ : what people said, for head and administrator of the city."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from glueckauf.core.clock import now
from glueckauf.core.ratelimit import address_of, hit
from glueckauf.identity.permissions import permission
from glueckauf.portal import actions, queries
from glueckauf.portal.forms import FeedbackForm

MOST, PER = 10, timedelta(hours=1)


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """The footer leads here; the page it was on is known from the browser, without what its address hides."""
    if request.method != "POST":
        spot = queries.spot_of(request.headers.get("Referer", ""), host=request.get_host())
        chosen = request.GET.get("hilfreich", "")
        form = FeedbackForm(initial={"page": spot.page, "kommune": spot.kommune, "leistung": spot.leistung, "helpful": chosen})
        return render(request, "portal/feedback.html", {"form": form, "spot": spot})
    at = now()
    hit("feedback", address_of(request), limit=MOST, per=PER, at=at)
    form = FeedbackForm(request.POST)
    spot = queries.spot(*(request.POST.get(name, "") for name in ("page", "kommune", "leistung")))
    if not form.is_valid():
        return render(request, "portal/feedback.html", {"form": form, "spot": spot}, status=422)
    if form.is_human:
        words, language = form.cleaned_data, get_language() or "de"
        actions.give_feedback(spot, helpful=words["helpful"], text=words["text"], language=language, at=at)
    return redirect("rueckmeldung-danke")


@permission("public")
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What becomes of it."""
    return render(request, "portal/feedback_thanks.html")


@permission("portal.feedback")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Counts and words of the last three months."""
    page = queries.feedback_page(request.actor, at=now())  # type: ignore[attr-defined]
    return render(request, "portal/feedback_desk.html", {"page": page, "section": "rueckmeldungen"})
