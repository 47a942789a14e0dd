"""Check the answers, hand in, receipt."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from glueckauf.catalogue.rules.fee import compute
from glueckauf.core.clock import now
from glueckauf.forms.complete import answers
from glueckauf.identity.permissions import permission
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.views.step import LAST_STEP, steps_of
from glueckauf.vorgaenge.views.visitor import visitor


@permission("vorgaenge.own")
def check(request: HttpRequest, key: str) -> HttpResponse:
    """All answers with 'Ändern', the fee with its rule, what is still missing. POST hands in, once."""
    by, at = visitor(request), now()
    if request.method == "POST":
        return hand_in(request, str(key))
    found = queries.check(by, str(key), at=at)
    if found.draft.is_submitted:
        return redirect("antrag-eingegangen", key=key)
    return render(request, "vorgaenge/pruefen.html", page_of(found))


def hand_in(request: HttpRequest, key: str) -> HttpResponse:
    """Incomplete comes back with the list; everything else ends at the receipt, however often it is sent."""
    by, at = visitor(request), now()
    channel = "post" if request.POST.get("channel") == "post" else "portal"
    try:
        actions.submit(key, channel=channel, by=by, at=at)
    except actions.Incomplete as incomplete:
        found = queries.check(by, key, at=at)
        return render(request, "vorgaenge/pruefen.html", page_of(found) | {"refused": str(incomplete)}, status=422)
    return redirect("antrag-eingegangen", key=key)


def page_of(found: queries.Check) -> dict[str, object]:
    """Names for the template."""
    draft = found.draft
    leistung = draft.service.leistung
    fee = compute(leistung.fee, leistung.values, answers(leistung.form, draft.values))
    return {
        "kommune": draft.service.kommune,
        "leistung": leistung,
        "draft": draft,
        "summary": found.sections,
        "missing": [(e, found.section_of.get(e.path.split("-")[0].split(".")[0], draft.sections[0].key)) for e in found.missing],
        "fee": fee,
        "pays_first": leistung.fee.pay_first and bool(fee.total_cents),
        "owes": bool(fee.total_cents) or fee.kind in {"by_person", "to_be_entered"},
        "is_act": leistung.decision.outcome == "bescheid",
        "steps": [*steps_of(draft, len(draft.sections) + 1)[:-1], replace(LAST_STEP, state="now")],
        "count": len(draft.sections) + 1,
        "section": "leistungen",
    }


@permission("vorgaenge.own")
def received(request: HttpRequest, key: str) -> HttpResponse:
    """Number, day and hour, what happens next; made for paper too."""
    receipt = queries.receipt(visitor(request), str(key))
    return render(request, "vorgaenge/eingegangen.html", {"receipt": receipt, "key": key, "section": "leistungen"})


@permission("vorgaenge.own")
def compare(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Two tabs: both versions side by side; a POST says which one counts."""
    by, at = visitor(request), now()
    if request.method == "POST":
        actions.choose(str(key), version=chosen_of(request, number), by=by, at=at)
        return redirect("antrag-pruefen", key=key)
    both = queries.two_versions(by, str(key), number)
    return render(request, "vorgaenge/vergleich.html", {"both": both, "kommune": both.draft.service.kommune, "section": "leistungen"})


def chosen_of(request: HttpRequest, number: int) -> int:
    """The version on the button; nonsense means the one just typed."""
    wanted = request.POST.get("version", "")
    return int(wanted) if wanted.isdigit() else number
