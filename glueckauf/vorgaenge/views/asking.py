"""Asking for documents: choose what is missing, why, until when, and see how it arrives before it goes out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from glueckauf.core.clock import local_day, now
from glueckauf.identity.permissions import permission
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.forms import RequestForm
from glueckauf.vorgaenge.views.work import done

UPLOAD = "ein Link, nur für diese Person"  # its code exists once the request does
REQUEST_KEYS = (("Frist wählen", ("1", "2")), ("Senden", ("Strg ↵",)), ("Zurück", ("Esc",)))


@permission("vorgaenge.work")
def nachforderung(request: HttpRequest, number: str) -> HttpResponse:
    """GET and a POST with `preview` show the page; any other POST sends."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    found = queries.case(by, number, at=at)
    if request.method == "GET" and not found.can_decide:
        return redirect("schreibtisch-vorgang", number=number)
    form = RequestForm(request.POST or None, wanted=queries.wanted(found), days=queries.reply_days(found, local_day(at)))
    sends = request.method == "POST" and "preview" not in request.POST
    if sends and form.is_valid():
        asked, text, day = form.asked(), form.cleaned_data["text"], form.day()
        return done(request, number, lambda: actions.request_documents(number, asked=asked, text=text, reply_by=day, by=by, at=at))
    context = {"case": found, "form": form, "errors": form.errors if sends else {}, **preview_of(form, found)}
    status = 422 if sends else 200
    return render(request, "vorgaenge/desk_nachforderung.html", {**context, "section": "eingang", "page_keys": REQUEST_KEYS}, status=status)


def preview_of(form: RequestForm, found: queries.Case) -> dict[str, object]:
    """The mail, and what stands in "Meine Vorgänge"."""
    asked, day = form.asked(), form.day()
    mail = found.says.request(found.number, count=len(asked), reply_by=day, upload=UPLOAD) if asked and day else None
    return {"asked": asked, "reply_by": day, "mail": mail}
