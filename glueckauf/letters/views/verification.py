"""/pruefung/: is this letter genuine? By file or by code, for everyone; the QR code in letters leads here with ?code=."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from glueckauf.core.clock import now
from glueckauf.core.ratelimit import address_of, hit
from glueckauf.core.templatetags.glueckauf import day, instant
from glueckauf.identity.permissions import permission
from glueckauf.letters import queries
from glueckauf.letters.forms import CodeForm, FileForm
from glueckauf.letters.queries import Outcome, Verdict

CHECKS, PER = 30, timedelta(minutes=10)
HASH_GROUP = 4


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest) -> HttpResponse:
    """The page with both ways, or the answer."""
    if request.method == "POST":
        return by_code(request, CodeForm(request.POST, auto_id="%s")) if "code" in request.POST else by_file(request)
    if "code" in request.GET:
        return by_code(request, CodeForm(request.GET, auto_id="%s"))
    return page(request)


def by_code(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """Counted first: guessing 80 bits is hopeless, but it should not cost us either."""
    if not form.is_valid():
        return page(request, code_form=form)
    at = counted(request)
    return answer(request, queries.verify_code(form.cleaned_data["code"]), at, way="code")


def by_file(request: HttpRequest) -> HttpResponse:
    """The upload handler stops at the size limit; the file is gone when the request ends."""
    form = FileForm(request.POST, request.FILES, auto_id="%s")
    if getattr(request, "upload_too_large", False):
        form.add_error("pdf", _("Diese Datei ist zu groß. Unsere Schreiben sind kleiner; prüfen Sie stattdessen den Code vom Papier."))
    if not form.is_valid():
        return page(request, file_form=form)
    at = counted(request)
    return answer(request, queries.verify_upload(form.cleaned_data["pdf"].file, at=at), at, way="file")


def counted(request: HttpRequest) -> datetime:
    """One attempt of this visitor. Raises TooManyAttempts."""
    at = now()
    hit("verification", address_of(request), limit=CHECKS, per=PER, at=at)
    return at


def page(request: HttpRequest, *, file_form: FileForm | None = None, code_form: CodeForm | None = None) -> HttpResponse:
    """Both forms, with what was wrong in one of them."""
    wrong = file_form or code_form
    context = {"file_form": file_form or FileForm(auto_id="%s"), "code_form": code_form or CodeForm(auto_id="%s"), "wrong": wrong}
    return render(request, "letters/verification.html", context, status=422 if wrong else 200)


def answer(request: HttpRequest, verdict: Verdict, at: datetime, *, way: str) -> HttpResponse:
    """What we can say of the letter."""
    context = {"verdict": verdict, "at": at, "way": way, "facts": facts(verdict), "technical": technical(verdict)}
    return render(request, "letters/verdict.html", context)


def facts(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """What the letter is and whether it counts."""
    if not verdict.title:
        return ()
    rows = [
        (_("Schreiben"), verdict.title),
        (_("Vorgang"), verdict.number),
        (_("Ausgestellt von"), verdict.issuer),
        (_("Ausgestellt am"), day(verdict.issued_at)),
        (_("Gültigkeit"), validity(verdict)),
        (_("Siegel"), seal(verdict)),
    ]
    return tuple((label, value) for label, value in rows if value)


def validity(verdict: Verdict) -> str:
    """In words."""
    since = day(verdict.withdrawn_at)
    return {
        Outcome.GENUINE: _("gilt, nicht ersetzt und nicht zurückgenommen"),
        Outcome.WITHDRAWN: _("zurückgenommen am %(day)s") % {"day": since},
        Outcome.REPLACED: _("ersetzt am %(day)s durch ein neueres Schreiben") % {"day": since},
    }.get(verdict.outcome, "")


def seal(verdict: Verdict) -> str:
    """Name and end of the certificate; a demo seal says what it is worth."""
    if not verdict.seal:
        return ""
    worth = _(", kein qualifiziertes Siegel, ohne rechtliche Wirkung") if verdict.is_demo else ""
    return _("%(name)s%(worth)s, gültig bis %(day)s") % {"name": verdict.seal, "worth": worth, "day": day(verdict.seal_until)}


def technical(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """For those who compare: the hash in groups, the time in the register."""
    rows = [(_("Prüfsumme der Datei (SHA-256)"), grouped(verdict.sha256)), (_("Ausgestellt"), instant(verdict.issued_at))]
    return tuple((label, value) for label, value in rows if value) if verdict.sha256 else ()


def grouped(digest: str) -> str:
    """9f2c 51d0 …"""
    return " ".join(digest[i : i + HASH_GROUP] for i in range(0, len(digest), HASH_GROUP))
