"""/zahlungen/meldungen/: where the provider reports, server to server. The signature says who; no session, no CSRF token."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from glueckauf.core.clock import now
from glueckauf.identity.permissions import permission
from glueckauf.payments import actions
from glueckauf.payments.providers import NotSigned, provider
from glueckauf.payments.providers.simulator import HEADER

LARGEST_BODY = 10_000


@csrf_exempt
@permission("public")
@require_POST
def receive(request: HttpRequest) -> JsonResponse:
    """200 once it is committed, also for the second time; 401 unsigned, 404 unknown order, 409 money that does not fit (a person looks)."""
    at, offered = now(), provider()
    if offered is None or len(request.body) > LARGEST_BODY:
        return answer("refused", 401)
    try:
        reported = offered.verify_notification(request.body, request.headers.get(HEADER, ""), at=at)
        outcome = actions.receive(reported, at=at)
    except NotSigned:
        return answer("not signed", 401)
    except actions.UnknownOrder:
        return answer("unknown order", 404)
    return answer(outcome, 409 if outcome == actions.Outcome.QUESTIONED else 200)


def answer(outcome: str, status: int) -> JsonResponse:
    """For the other machine's log."""
    return JsonResponse({"outcome": outcome}, status=status)
