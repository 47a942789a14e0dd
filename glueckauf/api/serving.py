"""What all endpoints share: registered once for URLs and OpenAPI, errors as problem+json, ETag, CORS for reading, a rate limit.

An endpoint is a function from request and path parameters to an Answer. It is public and only reads.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt

from glueckauf.core.clock import now
from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused, TooManyAttempts
from glueckauf.core.ratelimit import address_of, hit
from glueckauf.identity.permissions import permission

BASE = "api/v1"
JSON, CSV, XML, PROBLEM = "application/json", "text/csv", "application/xml", "application/problem+json"
JSON_SCHEMA, JSON_LD, GEOJSON = "application/schema+json", "application/ld+json", "application/geo+json"
LIMIT, PER = 600, timedelta(minutes=10)
SECONDS = 300  # how long a copy may be used without asking again, unless an answer says otherwise


class WrongParameter(Refused):
    """A parameter says something that is not possible."""

    text = "Der Parameter „{name}“ passt nicht: {reason}"
    status = 400


class NoSuchAddress(NotFound):
    """Nothing is served there."""

    text = "Unter dieser Adresse gibt es keine Schnittstelle. Alle stehen in /api/v1/openapi.json."


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One value of path or query as OpenAPI describes it; `example` is used by the documentation and by its test."""

    name: str
    words: str
    example: str
    place: str = "query"
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an endpoint gives. `body` is JSON unless it is bytes; `kept_s`: how long a copy is good."""

    body: Any
    filename: str = ""
    kept_s: int = SECONDS
    links: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One address."""

    path: str
    name: str
    words: str
    media: str
    schema: dict[str, Any] | None
    parameters: tuple[Parameter, ...]
    view: Callable[..., HttpResponse]


ENDPOINTS: list[Endpoint] = []
Function = Callable[..., Answer]


def endpoint(
    path: str, *, name: str, words: str, media: str = JSON, schema: dict[str, Any] | None = None, parameters: tuple[Parameter, ...] = ()
) -> Callable[[Function], Function]:
    """Registers a function under a path of Django; its parameters in the path are named in `parameters` too."""

    def register(function: Function) -> Function:
        if any(known.name == name or known.path == path for known in ENDPOINTS):
            raise ValueError(f"endpoint {name} is registered twice")
        view = served(function, media)
        ENDPOINTS.append(Endpoint(path=path, name=name, words=words, media=media, schema=schema, parameters=parameters, view=view))
        return function

    return register


def served(function: Function, media: str) -> Callable[..., HttpResponse]:
    """The view around an endpoint."""

    @csrf_exempt  # nothing is written: a machine that tries gets the 405 of the interface, not the page for browsers
    @permission("public")
    @wraps(function)
    def view(request: HttpRequest, **path: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return with_headers(problem(405, "method", "Hier kann nur gelesen werden.", request.path))
        if request.method == "OPTIONS":
            return with_headers(HttpResponse(status=204))
        try:
            hit("api", address_of(request), limit=LIMIT, per=PER, at=now())
            answer = function(request, **path)
        except Refused as refused:
            return with_headers(refusal(refused, request.path))
        return with_headers(answered(request, answer, media))

    return view


def answered(request: HttpRequest, answer: Answer, media: str) -> HttpResponse:
    """The body with its ETag, or 304."""
    body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body, ensure_ascii=False, indent=1).encode()
    response = HttpResponse(body, content_type=f"{media}; charset=utf-8" if media.startswith("text/") else media)
    etag = quote_etag(sha256(body).hexdigest()[:32])
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={answer.kept_s}"
    if answer.filename:
        response.headers["Content-Disposition"] = f'attachment; filename="{answer.filename}"'
    if answer.links:
        response.headers["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in answer.links.items())
    return get_conditional_response(request, etag=etag, response=response) or response


HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    "Allow": "GET, HEAD, OPTIONS",
}


def with_headers(response: HttpResponse) -> HttpResponse:
    """Any page of any origin may read; nothing personal is served here and no cookie is looked at."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def refusal(refused: Refused, path: str) -> HttpResponse:
    """A named error as RFC 9457."""
    code = next((code for kind, code in CODES.items() if isinstance(refused, kind)), "refused")
    response = problem(refused.status, code, said(refused), path)
    if isinstance(refused, TooManyAttempts):
        response.headers["Retry-After"] = str(int(str(refused.values.get("minutes", 10))) * 60)
    return response


CODES: dict[type[Refused], str] = {WrongParameter: "parameter", TooManyAttempts: "too-many-requests", NotFound: "not-found"}
TITLES = {
    "parameter": "Ein Parameter passt nicht",
    "too-many-requests": "Zu viele Anfragen",
    "not-found": "Nicht gefunden",
    "method": "Nur lesen",
    "refused": "Nicht möglich",
}


def problem(status: int, code: str, detail: str, path: str) -> HttpResponse:
    """problem+json with a type that stays the same whatever the words are."""
    body = {"type": absolute(f"/schnittstellen/#{code}"), "title": TITLES[code], "status": status, "detail": detail, "instance": path}
    return HttpResponse(json.dumps(body, ensure_ascii=False).encode(), status=status, content_type=PROBLEM)


def absolute(path: str) -> str:
    """An address as others write it."""
    return f"{settings.GLUECKAUF.base_url}{path}"


def number(request: HttpRequest, name: str, *, usual: int, most: int) -> int:
    """A whole number from 1 to `most` in the query."""
    said = request.GET.get(name, str(usual))
    if not (said.isascii() and said.isdigit() and len(said) < 7 and 1 <= int(said) <= most):
        raise WrongParameter(name=name, reason=f"Möglich ist eine Zahl von 1 bis {most}.")
    return int(said)


def one_of(request: HttpRequest, name: str, *, usual: str, possible: tuple[str, ...]) -> str:
    """A word of a closed list in the query."""
    said = request.GET.get(name, usual)
    if said not in possible:
        raise WrongParameter(name=name, reason=f"Möglich sind {', '.join(possible)}.")
    return said
