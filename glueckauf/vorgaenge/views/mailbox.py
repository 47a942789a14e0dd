"""Postkorb: mails without a safe Vorgang. Opening one is recorded; each POST is one act, then the mail again."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from glueckauf.core.clock import now
from glueckauf.core.uploads import Problem, problem_text
from glueckauf.identity.permissions import permission
from glueckauf.mail import actions as mail
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.queries.mailbox import VIEWS
from glueckauf.vorgaenge.views.acting import acted
from glueckauf.vorgaenge.views.downloads import attachment

KEYS = (("Vorschlag annehmen", ("1", "2", "3")), ("Nächste, vorige E-Mail", ("j", "k")), ("Zurücknehmen", ("u",)))
REASONS = (("foreign", "Gehört nicht zu uns"), ("spam", "Werbung oder Betrug"), ("done", "Anders erledigt"))


@permission("vorgaenge.quarantine")
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """What waits, or what was assigned or sorted out."""
    return render(request, "vorgaenge/desk_postkorb.html", listed(request))


def listed(request: HttpRequest) -> dict[str, object]:
    """The list and the menu's count."""
    view, after = request.GET.get("ansicht", ""), request.GET.get("nach", "")
    found = queries.mailbox(
        request.actor,  # type: ignore[attr-defined]
        view if view in VIEWS else "offen",
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0,
        at=now(),
    )
    return {
        "list": found,
        "views": VIEWS.items(),
        "section": "postkorb",
        "page_keys": KEYS,
        "desk_counts": {"mailbox": found.waiting.count_text},
    }


@permission("vorgaenge.quarantine")
@require_GET
def mail_page(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Text, files, and where it may belong."""
    return shown(request, mail_id)


def shown(request: HttpRequest, mail_id: int, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The mail, perhaps with what could not be done."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    found = queries.mail_page(actor, mail_id, at=at)
    if request.method == "GET":
        mail.record_opening(mail_id, by=actor, at=at)
    typed = request.POST.get("number", "")[:40]
    context = listed(request) | {"page": found, "mail": found.mail, "refused": refused, "reasons": REASONS, "typed": typed}
    return render(request, "vorgaenge/desk_postkorb.html", context, status=status)


def done(request: HttpRequest, mail_id: int, act: Callable[[], object]) -> HttpResponse:
    """One action, then the mail again."""
    return acted(act, then=lambda _: redirect("postkorb-mail", mail_id=mail_id), again=partial(shown, request, mail_id))


@permission("vorgaenge.quarantine")
@require_POST
def assignment(request: HttpRequest, mail_id: int) -> HttpResponse:
    """To the suggested Vorgang, or to the number that was typed."""
    by, at, number = request.actor, now(), request.POST.get("number", "")[:40]  # type: ignore[attr-defined]
    return done(request, mail_id, lambda: actions.assign_mail(mail_id, number=number, by=by, at=at))


@permission("vorgaenge.quarantine")
@require_POST
def discard(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Out of the list, with a reason; kept, and it can come back."""
    by, at, reason = request.actor, now(), request.POST.get("reason", "")  # type: ignore[attr-defined]
    if reason not in dict(REASONS):
        return shown(request, mail_id, refused="Wählen Sie einen Grund. Er steht im Protokoll.", status=422)
    return done(request, mail_id, lambda: mail.discard(mail_id, reason=reason, by=by, at=at))


@permission("vorgaenge.quarantine")
@require_POST
def undo(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The mail waits again."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    return done(request, mail_id, lambda: actions.take_mail_back(mail_id, by=by, at=at))


@permission("vorgaenge.quarantine")
@require_GET
def file_page(request: HttpRequest, mail_id: int, file_id: int) -> HttpResponse:
    """Page images of one file."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    file = queries.mail_attachment(actor, mail_id, file_id)
    mail.record_opening(mail_id, by=actor, at=at)
    pages = range(file.pages or 1) if file.media_type in ("application/pdf", "image/jpeg", "image/png") and not file.problems else ()
    problems = [problem_text(Problem(code)) for code in file.problems]
    context = {"file": file, "mail_id": mail_id, "pages": pages, "problems": problems, "section": "postkorb"}
    return render(request, "vorgaenge/desk_postkorb_datei.html", context)


@permission("vorgaenge.quarantine")
@require_GET
def page_image(request: HttpRequest, mail_id: int, file_id: int, page: int) -> HttpResponse:
    """One page as an image."""
    image = queries.mail_image(request.actor, mail_id, file_id, page)  # type: ignore[attr-defined]
    return HttpResponse(image, content_type="image/jpeg")


@permission("vorgaenge.quarantine")
@require_GET
def original(request: HttpRequest, mail_id: int, file_id: int) -> HttpResponse:
    """The file as it may be used further, as an attachment."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    found = queries.mail_file(actor, mail_id, file_id)
    mail.record_opening(mail_id, by=actor, at=at)
    return attachment(found)
