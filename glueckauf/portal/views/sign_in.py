"""/anmelden/: a citizen asks for a link by mail, opens it, and confirms with a button, because mail scanners open links too."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from glueckauf.core.clock import now
from glueckauf.core.error_pages import said
from glueckauf.core.ratelimit import address_of, hit
from glueckauf.identity import actions, queries
from glueckauf.identity.forms import AddressForm
from glueckauf.identity.permissions import permission
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.identity.rules.path import local_path
from glueckauf.mail.actions import send_code
from glueckauf.mail.queries import written
from glueckauf.mail.rules.words import Words

HOME = "/vorgaenge/"
ASKED = "sign_in_asked"
HALF_HOUR = timedelta(minutes=30)
STORED = gettext_noop("Ihre Sitzung war abgelaufen. Was Sie eben eingegeben haben, ist gespeichert. Nach dem Anmelden geht es dort weiter.")
MAILS_PER_ADDRESS, MAILS_PER_VISITOR, LINKS_PER_VISITOR = 5, 20, 40


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The ways to go on. POST sends the link; the answer is the same whether the address is known or not."""
    wanted = local_path(request.POST.get("next") or request.GET.get("next", ""), default=HOME)
    if isinstance(request.actor, Citizen):  # type: ignore[attr-defined]
        return redirect(wanted)
    if request.method != "POST":
        return page(request, AddressForm(), wanted, expired=STORED if "gespeichert" in request.GET else "")
    form = AddressForm(request.POST)
    if not form.is_valid():
        return page(request, form, wanted, status=422)
    at, address = now(), form.cleaned_data["email"]
    hit("sign-in-visitor", address_of(request), limit=MAILS_PER_VISITOR, per=HALF_HOUR, at=at)
    hit("sign-in-address", address, limit=MAILS_PER_ADDRESS, per=HALF_HOUR, at=at)
    mail_link(actions.issue_sign_in(address, next=wanted, by=request.actor, at=at), at)  # type: ignore[attr-defined]
    request.session[ASKED] = address
    return redirect("anmelden-gesendet")


def page(request: HttpRequest, form: AddressForm, wanted: str, *, status: int = 200, expired: str = "") -> HttpResponse:
    """The form, with what was wrong."""
    return render(request, "portal/anmelden.html", {"form": form, "next": wanted, "expired": expired}, status=status)


def mail_link(link: actions.SignInLink, at: datetime) -> None:
    """To the address as it was folded, and to no other: the link is as good as the mailbox."""
    words = Words(
        sender="Glückauf",
        heading=gettext("Ihr Link zur Anmeldung"),
        paragraphs=(gettext("Guten Tag,"), gettext("mit diesem Link melden Sie sich bei Glückauf an. Er gilt 20 Minuten und nur einmal.")),
        link=(gettext("Anmelden"), f"{settings.GLUECKAUF.base_url}{reverse('anmelden-link', args=[link.token])}"),
        after=(gettext("Sie wollten sich nicht anmelden? Dann müssen Sie nichts tun."),),
        notes=(gettext("Diese E-Mail enthält keine Anhänge und fragt nie nach Passwörtern."),),
        language=get_language() or "de",
    )
    mail = written(words)
    guest = Guest(person=link.person)
    send_code("", to=link.address, subject=words.heading, text=mail.text, html=mail.html, person=link.person, by=guest, at=at)


@permission("public")
def sent(request: HttpRequest) -> HttpResponse:
    """Where the link went: to find one's own typing error."""
    return render(request, "portal/anmelden-gesendet.html", {"address": request.session.get(ASKED, "")})


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows whom the link signs in and a button; POST signs in."""
    at = now()
    hit("sign-in-link", address_of(request), limit=LINKS_PER_VISITOR, per=HALF_HOUR, at=at)
    if request.method != "POST":
        address = queries.address_of_link(token, at=at)
        if address is None:
            return page(request, AddressForm(), HOME, status=actions.LinkNotValid.status, expired=actions.LinkNotValid.text)
        return render(request, "portal/anmelden-link.html", {"address": address, "token": token})
    try:
        signed = actions.sign_in_by_link(token, by=request.actor, at=at)  # type: ignore[attr-defined]
    except actions.LinkNotValid as refused:
        return page(request, AddressForm(), HOME, status=refused.status, expired=said(refused))
    enter(request, signed.citizen)
    return redirect(signed.next)


def enter(request: HttpRequest, citizen: Citizen) -> None:
    """A new session key, so that nobody waits in an old session. What she began as a guest stays in it; somebody else's ends."""
    before = request.session.get("citizen", {}).get("person", citizen.person)
    if request.user.is_authenticated or before != citizen.person:
        request.session.flush()
    request.session.cycle_key()
    request.session.pop(ASKED, None)
    request.session["citizen"] = {"person": citizen.person, "email": citizen.email}


@permission("public")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Everything in this browser ends, also what was begun as a guest."""
    logout(request)
    return redirect("/")
