"""/demo/: mounted in demo mode only. Sign-ins, the mailbox of everybody, a clock that moves forward."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from glueckauf.cities import queries as cities
from glueckauf.core.clock import now
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.permissions import permission
from glueckauf.identity.queries import demo_clerks
from glueckauf.identity.rules.actor import Role
from glueckauf.mail.queries import OutgoingMail, sent_to_demo
from glueckauf.portal import actions
from glueckauf.portal.forms import AnswerForm, ClockForm
from glueckauf.portal.rules.demo import CITIZENS, PASSWORD, ROLES
from glueckauf.portal.rules.reply import Enclosed


@permission("public")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Who may sign in, with the code of this half minute, and where to look."""
    at = now()
    names = {one.key: one.name for one in (*cities.kommunen(), *cities.operators())}
    clerks = [(clerk, names.get(clerk.tenant, ""), ", ".join(ROLES[Role(r)] for r in clerk.roles)) for clerk in demo_clerks(at)]
    page = {"clerks": clerks, "password": PASSWORD, "citizens": CITIZENS, "clock": ClockForm(), "at": at}
    return render(request, "portal/demo.html", page)


@permission("public")
@require_POST
def clock(request: HttpRequest) -> HttpResponse:
    """Moves the clock and says where it stands."""
    form = ClockForm(request.POST)
    if form.is_valid():
        actions.move_clock(int(form.cleaned_data["hours"]), by=request.actor, at=now())  # type: ignore[attr-defined]
        messages.success(request, "Die Uhr ist vorgestellt. Was in der Zwischenzeit fällig wurde, geschieht in den nächsten Sekunden.")
    return redirect("demo")


@permission("public")
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """All mail that went out, newest first; `?an=` only that address."""
    mails = sent_to_demo()
    only = request.GET.get("an", "")
    addresses = sorted({mail.to for mail in mails})
    shown = [mail for mail in mails if only in ("", mail.to)]
    return render(request, "portal/demo_mailbox.html", {"mails": shown, "addresses": addresses, "only": only})


@permission("public")
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One mail; POST answers it through the true inlet."""
    found = next((m for m in sent_to_demo() if m.id == mail_id), None)
    if found is None:
        raise NotFound
    if request.method != "POST":
        return mail_page(request, found, AnswerForm(initial={"from_": found.to}))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return mail_page(request, found, form, status=422)
    enclosed = [
        Enclosed(filename=file.name or "", media_type=file.content_type or "", content=file.read())
        for file in request.FILES.getlist("dateien")
    ]
    try:
        actions.answer(found.id, **form.cleaned_data, files=enclosed, by=request.actor, at=now())  # type: ignore[attr-defined]
    except Refused as refused:
        return mail_page(request, found, form, status=refused.status, refused=str(refused))
    messages.success(request, "Die Antwort ist angekommen. In wenigen Sekunden liegt sie im Vorgang.")
    return redirect("demo-postfach")


def mail_page(request: HttpRequest, mail: OutgoingMail, form: AnswerForm, *, status: int = 200, refused: str = "") -> HttpResponse:
    """The mail above, the answer below."""
    return render(request, "portal/demo_mail.html", {"mail": mail, "form": form, "refused": refused}, status=status)
