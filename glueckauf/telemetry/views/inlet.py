"""/api/telemetrie/werte/: where devices deliver by HTTP. The token says who; no session, no CSRF token.

200: what counts is in the answer, nothing has to be sent again. 4xx: sending the same again changes nothing. 429, 5xx: again later.
"""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from glueckauf.core.clock import now
from glueckauf.core.errors import Refused, TooManyAttempts
from glueckauf.core.ratelimit import address_of, hit
from glueckauf.identity.permissions import permission
from glueckauf.telemetry import actions, queries
from glueckauf.telemetry.rules import payload
from glueckauf.telemetry.rules.problems import TITLES
from glueckauf.telemetry.rules.values import SAID, Refusal

BATCHES, WRONG, PER = 1_200, 60, timedelta(minutes=10)
NAMED = 500  # refused lines an answer names one by one
MEDIA = (payload.JSON, payload.NDJSON, payload.CSV)


class NoToken(Refused):
    """Nobody, or somebody whose token was revoked."""

    text = "Es fehlt ein gültiges Token: „Authorization: Bearer …“. Ein neues gibt der Betreiber des Geräts aus."
    status, code = 401, "token"


class BatchTooLarge(Refused):
    """More than one batch may hold."""

    text = "Das ist zu viel auf einmal: höchstens 2 MB, ausgepackt 8 MB, und 50.000 Werte. Nichts wurde gespeichert."
    status, code = 413, "too-large"


class BatchNotReadable(Refused):
    """No line could be told from another."""

    text = "Die Sendung ist nicht lesbar ({what}). Nichts wurde gespeichert."
    status, code = 400, "not-readable"


class UnknownFormat(Refused):
    """A media type or packing we do not read."""

    text = "Gelesen werden application/json, application/x-ndjson und text/csv, auch mit gzip gepackt. Nichts wurde gespeichert."
    status, code = 415, "format"


@csrf_exempt
@permission("public")
def receive(request: HttpRequest) -> HttpResponse:
    """What is stored is durable when this answers."""
    if request.method != "POST":
        return problem(405, "method", "Hier wird nur eingeliefert (POST).", {"Allow": "POST"})
    try:
        return JsonResponse(received(request, at=now()), json_dumps_params={"ensure_ascii": False})
    except TooManyAttempts as refused:
        return problem(429, "too-many-requests", str(refused), {"Retry-After": str(int(str(refused.values["minutes"])) * 60)})
    except (NoToken, BatchTooLarge, BatchNotReadable, UnknownFormat) as refused:
        headers = {"WWW-Authenticate": "Bearer"} if isinstance(refused, NoToken) else {}
        return problem(refused.status, refused.code, str(refused), headers)


def received(request: HttpRequest, *, at: datetime) -> dict[str, object]:
    """One batch of one device."""
    sender = sender_of(request, at)
    hit("telemetry.batch", str(sender.device_id), limit=BATCHES, per=PER, at=at)
    batch = actions.Batch(lines=lines_of(request), sent_ms=sent_ms(request))
    taken = actions.take({sender.device_id: batch}, by=sender.by, at=at)[sender.device_id]
    refused = sorted(taken.refusals)
    return {
        "stored": taken.stored,
        "repeated": taken.repeated,
        "refused": len(refused),
        "refusals": [refusal(one) for one in refused[:NAMED]],
    }


def sender_of(request: HttpRequest, at: datetime) -> queries.Sender:
    """Wrong tokens are counted by address, right ones never: devices of a town share one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    sender = queries.sender_of_token(token.strip()) if scheme.lower() == "bearer" else None
    if sender is None:
        hit("telemetry.token", address_of(request), limit=WRONG, per=PER, at=at)
        raise NoToken
    return sender


def lines_of(request: HttpRequest) -> list[payload.Raw]:
    """The body, never more of it than its limit."""
    media = (request.content_type or "").lower()
    packing = request.headers.get("Content-Encoding", "identity").strip().lower()
    if media not in MEDIA or packing not in ("identity", "gzip"):
        raise UnknownFormat
    try:
        body = body_of(request)
        return payload.lines(payload.unpacked(body) if packing == "gzip" else body, media)
    except payload.TooLarge:
        raise BatchTooLarge from None
    except payload.NotReadable as broken:
        raise BatchNotReadable(what=str(broken)) from None


def body_of(request: HttpRequest) -> bytes:
    """A body that says it is too long is not read at all; one that broke off is no batch."""
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    length = int(said) if said.isdecimal() and len(said) < 12 else payload.MOST_SENT + 1
    if length > payload.MOST_SENT:
        raise payload.TooLarge
    if not length:
        raise payload.NotReadable("leer, oder ohne Content-Length gesendet")
    body = request.read(length)
    if len(body) != length:
        raise payload.NotReadable("length")
    return body


def sent_ms(request: HttpRequest) -> int | None:
    """The header Date: what the device's clock showed when it sent."""
    try:
        said = parsedate_to_datetime(request.headers.get("Date", ""))
    except ValueError:
        return None
    try:
        return round((said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp() * 1000)
    except OverflowError:
        return None


def refusal(one: Refusal) -> dict[str, object]:
    """A line that was not stored: its number, a reason that stays the same, and words."""
    return {"line": one.line, "reason": str(one.reason), "detail": SAID[one.reason]}


def problem(status: int, code: str, detail: str, headers: dict[str, str]) -> HttpResponse:
    """RFC 9457."""
    body = {"type": f"/schnittstellen/#{code}", "title": TITLES[code], "status": status, "detail": detail}
    answer = HttpResponse(json.dumps(body, ensure_ascii=False).encode(), status=status, content_type="application/problem+json")
    for name, value in headers.items():
        answer.headers[name] = value
    return answer
