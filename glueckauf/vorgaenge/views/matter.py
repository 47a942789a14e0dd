"""The citizen's own Vorgang: what she can see and do."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from glueckauf.core import ratelimit
from glueckauf.core.clock import now
from glueckauf.core.errors import Refused
from glueckauf.identity.permissions import permission
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.views.downloads import attachment
from glueckauf.vorgaenge.views.rates import MESSAGES
from glueckauf.vorgaenge.views.visitor import visitor


class TimeForm(forms.Form):
    """A later date for a Nachforderung."""

    until = forms.DateField(error_messages={"required": "Tragen Sie ein Datum ein.", "invalid": "Tragen Sie das Datum so ein: 24.12.2026."})
    reason = forms.CharField(required=False, max_length=500)


@permission("vorgaenge.own")
def overview(request: HttpRequest) -> HttpResponse:
    """Over all cities: hers first."""
    return render(request, "vorgaenge/meine.html", {"mine": queries.mine(visitor(request), at=now()), "section": "vorgaenge"})


@permission("vorgaenge.own")
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """One Vorgang."""
    return shown(request, number)


def shown(request: HttpRequest, number: str, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The page, perhaps with what could not be done."""
    found = queries.matter(visitor(request), number, at=now())
    context = {"matter": found, "kommune": found.kommune, "section": "vorgaenge", "refused": refused, "paid": "bezahlt" in request.GET}
    return render(request, "vorgaenge/vorgang.html", context, status=status)


@permission("vorgaenge.own")
@require_POST
def upload(request: HttpRequest, number: str, slot: int) -> HttpResponse:
    """Files into a slot; each is looked at before it is stored."""
    by, at = visitor(request), now()
    if getattr(request, "upload_too_large", False):
        return shown(
            request,
            number,
            refused="Die Datei ist zu groß. Erlaubt sind 20 MB. Machen Sie ein neues Foto oder wählen Sie eine kleinere Datei.",
            status=413,
        )
    files = request.FILES.getlist("file")
    if not files:
        return shown(request, number, refused="Wählen Sie zuerst eine Datei aus.", status=422)
    queries.matter(by, number, at=at)  # nobody's files are inspected for a Vorgang that is not hers
    received = [actions.take_in(f, f.name or "", at=at) for f in files]
    try:
        actions.add_to_slot(number, slot=slot, received=received, via="portal", by=by, at=at)
    except Refused as refused:
        return shown(request, number, refused=str(refused), status=refused.status)
    return redirect("vorgang", number=number)


@permission("vorgaenge.own")
@require_POST
def message(request: HttpRequest, number: str) -> HttpResponse:
    """A question to the office."""
    by, at = visitor(request), now()
    ratelimit.hit("message", by.person, **MESSAGES, at=at)
    try:
        actions.message(number, text=request.POST.get("text", "")[:10_000], by=by, at=at)
    except Refused as refused:
        return shown(request, number, refused=str(refused), status=refused.status)
    return redirect("vorgang", number=number)


@permission("vorgaenge.own")
@require_POST
def more_time(request: HttpRequest, number: str) -> HttpResponse:
    """A wish; the office answers."""
    by, at = visitor(request), now()
    form = TimeForm(request.POST)
    if not form.is_valid():
        return shown(request, number, refused=" ".join(str(e) for errors in form.errors.values() for e in errors), status=422)
    until: date = form.cleaned_data["until"]
    try:
        actions.ask_for_time(number, until=until, reason=form.cleaned_data["reason"], by=by, at=at)
    except Refused as refused:
        return shown(request, number, refused=str(refused), status=refused.status)
    return redirect("vorgang", number=number)


@permission("vorgaenge.own")
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """Asks once, then takes the Antrag back."""
    by, at = visitor(request), now()
    if request.method == "POST":
        actions.withdraw(number, reason=request.POST.get("reason", "")[:500], by=by, at=at)
        return redirect("vorgang", number=number)
    found = queries.matter(by, number, at=at)
    return render(request, "vorgaenge/zurueckziehen.html", {"matter": found, "kommune": found.kommune, "section": "vorgaenge"})


@permission("vorgaenge.own")
@require_POST
def payment(request: HttpRequest, number: str) -> HttpResponse:
    """To the provider's page; the same one however often she clicks."""
    started = actions.start_payment(number, return_url=f"/vorgaenge/{number}/?bezahlt=1", by=visitor(request), at=now())
    return redirect(started.redirect_url)


@permission("vorgaenge.own")
def bescheid(request: HttpRequest, number: str, bescheid_id: int) -> HttpResponse:
    """The sealed PDF. The first GET in time is the retrieval of § 41(2a) VwVfG."""
    by = visitor(request)
    if request.method == "GET":
        actions.retrieve(bescheid_id, by=by, at=now())
    return attachment(queries.letter(by, number, bescheid_id), f"{number}.pdf", "application/pdf")


@permission("vorgaenge.own")
def document(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """What she handed in herself."""
    return attachment(queries.document(visitor(request), number, str(key)))
