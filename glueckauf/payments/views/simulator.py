"""/zahlung-simulator/: the page of the simulated provider and its interface. Mounted outside production only."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from glueckauf.core.clock import now
from glueckauf.identity.permissions import permission
from glueckauf.payments.actions import simulator
from glueckauf.payments.providers import NotSigned
from glueckauf.payments.providers.simulator import HEADER, secret
from glueckauf.payments.queries.simulator import payment_page
from glueckauf.payments.rules.signature import is_signed


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    """GET with the signed order opens it; POST lets happen what the payer chose, then goes back to the house."""
    if request.method == "POST":
        return choose(request, key)
    if "bestellung" in request.GET:
        try:
            simulator.open_order(request.GET["bestellung"], request.GET.get("siegel", ""))
        except NotSigned:
            raise Http404 from None
    shown = payment_page(key)
    if shown is None:
        raise Http404
    return render(request, "payments/simulator.html", {"payment": shown})


def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Back to where the payer came from."""
    if payment_page(key) is None:
        raise Http404
    try:
        choice = simulator.Choice(request.POST.get("wahl", ""))
    except ValueError:
        return redirect("zahlung-simulator", key)
    return redirect(simulator.choose(key, choice, at=now()))


@csrf_exempt
@permission("public")
@require_POST
def status(request: HttpRequest, key: str) -> JsonResponse:
    """What became of an order."""
    asked = signed(request)
    if asked is None:
        return JsonResponse({}, status=401)
    return JsonResponse(simulator.status(key, str(asked.get("transaction"))))


@csrf_exempt
@permission("public")
@require_POST
def refund(request: HttpRequest, key: str) -> JsonResponse:
    """Money back."""
    asked = signed(request)
    if asked is None:
        return JsonResponse({}, status=401)
    fits = simulator.give_back(key, str(asked.get("transaction")), int(asked.get("amount_cents", 0)))
    return JsonResponse({}, status=200 if fits else 409)


def signed(request: HttpRequest) -> dict[str, Any] | None:
    """The body of a request the house signed."""
    if not is_signed(secret(), request.body, request.headers.get(HEADER, ""), int(now().timestamp())):
        return None
    return dict(json.loads(request.body))
