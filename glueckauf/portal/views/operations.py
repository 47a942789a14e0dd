"""/schreibtisch/betrieb/: how the installation is doing, and what an operator can do about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from glueckauf.core.clock import now
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.permissions import permission
from glueckauf.portal import actions, queries


@permission("portal.operate")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Asks every part."""
    return shown(request)


def shown(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The page, perhaps with what could not be done."""
    found = queries.operations(request.actor, at=now())  # type: ignore[attr-defined]
    return render(request, "portal/operations.html", {"page": found, "section": "betrieb", "refused": refused}, status=status)


@permission("portal.operate")
@require_POST
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Try again what was given up."""
    try:
        actions.retry(delivery_id, by=request.actor, at=now())  # type: ignore[attr-defined]
    except Refused as refused:
        return shown(request, refused=str(refused), status=refused.status)
    said = f"Die Zustellung {delivery_id} ist wieder fällig. Bleibt der Fehler, steht sie nach zwölf Versuchen wieder hier."
    messages.success(request, said)
    return redirect("betrieb")


@permission("portal.operate")
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """The worker walks the chains."""
    actions.check_chains(by=request.actor, at=now())  # type: ignore[attr-defined]
    messages.success(request, "Der Worker prüft die Protokolle. Laden Sie die Seite in einer Minute neu.")
    return redirect("betrieb")


@permission("portal.operate")
@require_POST
def stray_mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """To the Postkorb of a city."""
    city = request.POST.get("city", "")
    if not city:
        return shown(request, refused="Wählen Sie eine Stadt. Die E-Mail wartet weiter.", status=422)
    try:
        actions.hand_over_mail(mail_id, city=city, by=request.actor, at=now())  # type: ignore[attr-defined]
    except NotFound:
        raise
    except Refused as refused:
        return shown(request, refused=str(refused), status=refused.status)
    messages.success(request, f"Die E-Mail {mail_id} liegt jetzt im Postkorb der Stadt.")
    return redirect("betrieb")
