"""Save now, go on later: by a mailed link or a code, on any device."""

from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from glueckauf.core import ratelimit
from glueckauf.core.clock import now
from glueckauf.identity import actions as identity
from glueckauf.identity import queries as identity_queries
from glueckauf.identity.permissions import permission
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.mail import actions as mail
from glueckauf.mail.queries import written
from glueckauf.mail.rules.words import Words
from glueckauf.vorgaenge import queries
from glueckauf.vorgaenge.views.rates import CODES, RESUME_MAILS
from glueckauf.vorgaenge.views.visitor import visitor

PURPOSE = "antrag"
DAYS = 30


class MailForm(forms.Form):
    """Where the link goes."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        error_messages={"required": _("Tragen Sie Ihre E-Mail-Adresse ein."), "invalid": _("Das ist keine E-Mail-Adresse.")},
    )


class CodeForm(forms.Form):
    """The code from the page or the mail."""

    code = forms.CharField(label=_("Code"), max_length=40, error_messages={"required": _("Tragen Sie den Code ein.")})


@permission("vorgaenge.own")
def saved(request: HttpRequest, key: str) -> HttpResponse:
    """The code once, in writing; on wish a link by mail."""
    by, at = visitor(request), now()
    draft = queries.draft(by, str(key))
    form = MailForm(request.POST or None)
    code = identity.issue_key(PURPOSE, draft.kommune, f"{draft.key} {by.person}", expires_at=at + timedelta(days=DAYS), by=by, at=at)
    context = {"draft": draft, "code": code, "form": form, "kommune": draft.service.kommune, "sent": False, "section": "leistungen"}
    context["signs_in"] = isinstance(by, Citizen)
    if request.method == "POST" and form.is_valid():
        ratelimit.hit("resume-mail", ratelimit.address_of(request), **RESUME_MAILS, at=at)
        send_link(draft.kommune, draft.service.kommune.full_name, form.cleaned_data["email"], code, by=by)
        context["sent"] = True
    return render(request, "vorgaenge/gespeichert.html", context)


def send_link(tenant: str, city: str, email: str, code: str, *, by: Guest | object) -> None:
    """Names neither person nor matter."""
    words = Words(
        sender=city,
        heading=gettext("Ihr gespeicherter Antrag"),
        paragraphs=(gettext("Guten Tag,"), gettext("mit diesem Link machen Sie weiter, wo Sie aufgehört haben. Er gilt 30 Tage.")),
        link=(gettext("Antrag fortsetzen"), f"{settings.GLUECKAUF.base_url}/antrag-fortsetzen/?code={code}"),
        notes=(gettext("Sie haben das nicht angefordert? Dann löschen Sie diese Nachricht einfach."),),
        language=get_language() or "de",
    )
    body = written(words)
    mail.send_code(tenant, to=email, subject=words.heading, text=body.text, html=body.html, by=by, at=now())  # type: ignore[arg-type]


@permission("vorgaenge.hand_in_by_code")
def resume(request: HttpRequest) -> HttpResponse:
    """A code is typed, or comes with the link and is sent by a button: scanners that follow links use nothing up."""
    at = now()
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid():
        ratelimit.hit("code", ratelimit.address_of(request), **CODES, at=at)
        found = identity_queries.open_key(form.cleaned_data["code"], PURPOSE, at=at)
        if found is not None:
            return go_on(request, *found.subject.split(" "))
        form.add_error(
            "code",
            _("Diesen Code kennen wir nicht, oder er ist abgelaufen. Prüfen Sie die Zeichen: Nullen und der Buchstabe O sind gleich."),
        )
    return render(request, "vorgaenge/weiter.html", {"form": form}, status=422 if form.errors else 200)


def go_on(request: HttpRequest, key: str, person: str) -> HttpResponse:
    """A guest's code is her only way back. What belongs to a Nutzerkonto opens after signing in: a code shown to a helper is no account."""
    way = reverse("antrag-pruefen", args=[key])
    if person in getattr(request.actor, "persons", ()):  # type: ignore[attr-defined]
        return redirect(way)
    if identity_queries.email_of(person):
        return redirect(f"{reverse('anmelden')}?{urlencode({'next': way})}")
    identity.continue_as_guest(request.session, person)
    request.session.pop("citizen", None)
    return redirect(way)
