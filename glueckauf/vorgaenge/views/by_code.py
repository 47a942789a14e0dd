"""/nachreichen/: documents handed in with number and code of a letter or mail, without an account. Opens slots, never the case."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from glueckauf.core import ratelimit
from glueckauf.core.clock import now
from glueckauf.core.error_pages import said
from glueckauf.core.errors import Refused
from glueckauf.core.ids import is_number, normal_number
from glueckauf.identity.permissions import permission
from glueckauf.identity.rules.actor import Holder
from glueckauf.mail import actions as mail
from glueckauf.mail.queries import written
from glueckauf.mail.rules.words import Words
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.rules import notices
from glueckauf.vorgaenge.rules.by_code import Door
from glueckauf.vorgaenge.views.acting import NO_FILE, TOO_LARGE
from glueckauf.vorgaenge.views.rates import CONFIRMATIONS, LETTER_CODES, UPLOADS

SESSION = "nachreichen"
HELD = timedelta(hours=1)  # a browser in a library forgets what it was shown
FIELD = re.compile(r"datei-([0-9]{1,12})")
NOT_CONFIRMED = _("Ihre Dateien sind angekommen. Nur die Bestätigung konnten wir nicht schicken: Das ist keine E-Mail-Adresse.")
TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class NumberForm(forms.Form):
    """Number and code. A typing error in the number is said at once; whether number or code is unknown is not."""

    nummer = forms.CharField(
        label=_("Vorgangsnummer"),
        help_text=_("Zum Beispiel BO-2026-048213-K"),
        max_length=60,
        widget=forms.TextInput(attrs=TYPED),
        error_messages={"required": _("Tragen Sie die Vorgangsnummer ein. Sie steht oben rechts im Brief und im Betreff der E-Mail.")},
    )
    code = forms.CharField(
        label=_("Code"),
        help_text=_("16 Zeichen, zum Beispiel M4TX-9RKP-7KDM-Q2XT"),
        max_length=60,
        widget=forms.TextInput(attrs=TYPED),
        error_messages={"required": _("Tragen Sie den Code ein. Er steht im Brief unter der Vorgangsnummer.")},
    )

    def clean_nummer(self) -> str:
        """As it was printed."""
        number = normal_number(self.cleaned_data["nummer"])
        if not number:
            raise forms.ValidationError(_("So sieht eine Vorgangsnummer aus: BO-2026-048213-K. Vergleichen Sie Ihre mit dem Brief."))
        if not is_number(number):
            raise forms.ValidationError(
                _("In der Nummer ist ein Tippfehler: Der letzte Buchstabe passt nicht zu den Ziffern. Vergleichen Sie sie mit dem Brief.")
            )
        return number


@permission("vorgaenge.hand_in_by_code")
def number_and_code(request: HttpRequest) -> HttpResponse:
    """Typed, or prefilled by the link in a mail and sent by the button. Wrong number and wrong code get the same answer."""
    given = {"nummer": request.GET.get("nummer", "")[:60], "code": request.GET.get("code", "")[:60]}
    form = NumberForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        at = now()
        ratelimit.hit("nachreichen", ratelimit.address_of(request), **LETTER_CODES, at=at)
        holder = queries.holder_of(form.cleaned_data["nummer"], form.cleaned_data["code"], at=at)
        if holder is not None:
            request.session.cycle_key()
            remember(request, holder, at)
            return redirect("nachreichen-unterlagen")
        form.add_error(
            "code", _("Nummer und Code passen nicht zusammen, oder der Code gilt nicht mehr. Vergleichen Sie beide mit dem Brief.")
        )
    return render(request, "vorgaenge/nachreichen.html", {"form": form, "section": "vorgaenge"}, status=422 if form.errors else 200)


@permission("vorgaenge.hand_in_by_code")
def documents(request: HttpRequest) -> HttpResponse:
    """The slots, while this browser has shown number and code."""
    at = now()
    holder = remembered(request, at)
    if holder is None:
        return redirect("nachreichen")
    if request.method == "POST":
        return hand_in(request, holder, at)
    return shown(request, holder, at)


def hand_in(request: HttpRequest, holder: Holder, at: datetime) -> HttpResponse:
    """Files into their slots. Nothing is looked at that could not be taken."""
    if getattr(request, "upload_too_large", False):
        return shown(request, holder, at, refused=str(TOO_LARGE), status=413)
    chosen = {int(found[1]): files for name, files in request.FILES.lists() if (found := FIELD.fullmatch(name))}
    if not chosen:
        return shown(request, holder, at, refused=str(NO_FILE), status=422)
    ratelimit.hit("nachreichen-upload", str(holder.nachforderung_id), **UPLOADS, at=at)
    if address := request.POST.get("mail", "").strip():
        ratelimit.hit("nachreichen-mail", str(holder.nachforderung_id), **CONFIRMATIONS, at=at)
    if queries.asked_by_code(holder, at=at).door is not Door.OPEN:
        return shown(request, holder, at, status=409)
    received = {slot: [actions.take_in(f, f.name or "", at=at) for f in files] for slot, files in chosen.items()}
    try:
        stored = actions.hand_in_by_code(holder.nachforderung_id, files=received, by=holder, at=at)
    except Refused as refused:
        return shown(request, holder, at, refused=said(refused), status=refused.status)
    remember(request, holder, at, sent=[str(d.key) for d in stored])
    if address and not confirm(holder, address, at):
        return shown(request, holder, at, refused=str(NOT_CONFIRMED), status=422)
    return redirect("nachreichen-unterlagen")


def confirm(holder: Holder, address: str, at: datetime) -> bool:
    """A mail that names number and count, to whoever handed in; the applicant hears of it anyway. Whether the address is one."""
    asked = queries.asked_by_code(holder, at=at)
    say = notices.in_language(get_language() or "de")
    notice = say.handed_in(asked.number, here=asked.arrived, total=len(asked.slots))
    words = Words(
        sender=asked.owner.full_name,
        heading=notice.subject,
        paragraphs=(say.greeting, *notice.paragraphs),
        after=notice.after,
        language=say.language,
    )
    body = written(words)
    try:
        mail.send(asked.owner.key, to=address, subject=notice.subject, text=body.text, html=body.html, by=holder, at=at)
    except mail.NotAnAddress:
        return False
    return True


def shown(request: HttpRequest, holder: Holder, at: datetime, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The page, perhaps with what could not be done. A file is named to the browser that sent it only."""
    asked = queries.asked_by_code(holder, at=at)
    sent = request.session[SESSION]["sent"]
    slots = tuple(replace(s, files=tuple(p for p in s.files if p.key in sent)) for s in asked.slots)
    context = {"asked": replace(asked, slots=slots), "kommune": asked.kommune, "section": "vorgaenge", "refused": refused}
    return render(request, "vorgaenge/nachreichen_unterlagen.html", context, status=status)


def remember(request: HttpRequest, holder: Holder, at: datetime, *, sent: Sequence[str] = ()) -> None:
    """For an hour after the last file. `sent`: keys of what this browser handed in to this Nachforderung."""
    held = request.session.get(SESSION, {})
    before = held["sent"] if held.get("nachforderung") == holder.nachforderung_id else []
    request.session[SESSION] = {
        "nachforderung": holder.nachforderung_id,
        "person": holder.person,
        "sent": [*before, *sent],
        "until": (at + HELD).timestamp(),
    }


def remembered(request: HttpRequest, at: datetime) -> Holder | None:
    """None: nobody showed a code here, or too long ago."""
    held = request.session.get(SESSION)
    if not held or held["until"] <= at.timestamp():
        return None
    return Holder(person=held["person"], nachforderung_id=held["nachforderung"])
