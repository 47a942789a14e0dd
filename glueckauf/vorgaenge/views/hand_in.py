"""Check the answers, hand in, receipt."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glueckauf.catalogue.rules.fee import compute
from glueckauf.catalogue.rules.schema import Leistung
from glueckauf.cities.actions import SlotTaken
from glueckauf.core import ratelimit
from glueckauf.core.clock import now
from glueckauf.core.error_pages import said
from glueckauf.core.templatetags.glueckauf import after_days, instant
from glueckauf.forms.complete import answers
from glueckauf.forms.read import FieldError
from glueckauf.identity.permissions import permission
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.rules.appointment import must_book, slot_of
from glueckauf.vorgaenge.views.correct import correction_page
from glueckauf.vorgaenge.views.downloads import attachment
from glueckauf.vorgaenge.views.matter import Mark
from glueckauf.vorgaenge.views.news import revision_of, up_to_date
from glueckauf.vorgaenge.views.rates import ENQUIRIES
from glueckauf.vorgaenge.views.step import LAST_STEP, VERSION, counted, steps_of
from glueckauf.vorgaenge.views.ticket import must_sign_in, sign_in_first, ticket, ticketed
from glueckauf.vorgaenge.views.visitor import visitor


@ticketed
@permission("vorgaenge.own")
def check(request: HttpRequest, key: str) -> HttpResponse:
    """All answers with 'Ändern', the fee with its rule, what is still missing. POST hands in, once."""
    by, at = visitor(request), now()
    if must_sign_in(request):
        return redirect(sign_in_first(reverse("antrag-pruefen", args=[key])))
    if request.method == "POST":
        return hand_in(request, str(key))
    found = queries.check(by, str(key), at=at)
    draft, news = up_to_date(found.draft, by=by, at=at)
    if news:
        return redirect(news)
    if draft is not found.draft:
        found = queries.check(by, str(key), at=at)
    if found.draft.correcting:
        return correction_page(request, found)
    if found.draft.is_submitted:
        return redirect("antrag-eingegangen", key=key)
    counted(request, found.draft)
    return render(request, "vorgaenge/pruefen.html", page_of(request, found))


def hand_in(request: HttpRequest, key: str) -> HttpResponse:
    """Incomplete comes back with the list; everything else ends at the receipt, however often it is sent."""
    by, at = visitor(request), now()
    if queries.is_limited(by, key):
        ratelimit.hit("enquiry", ratelimit.address_of(request), **ENQUIRIES, at=at)
    channel = "post" if request.POST.get("channel") == "post" else "portal"
    try:
        actions.submit(key, channel=channel, revision=revision_of(request), by=by, at=at)
    except actions.NewRevision:
        _draft, news = up_to_date(queries.draft(by, key), by=by, at=at)
        return redirect(news or reverse("antrag-pruefen", args=[key]))
    except actions.TooManyToday as refused:
        found = queries.check(by, key, at=at)
        return render(request, "vorgaenge/pruefen.html", page_of(request, found) | {"refused": said(refused)}, status=refused.status)
    except actions.Incomplete as incomplete:
        found = queries.check(by, key, at=at)
        return render(request, "vorgaenge/pruefen.html", page_of(request, found) | {"refused": said(incomplete)}, status=422)
    except SlotTaken as taken:
        return other_time(request, key, taken)
    return redirect("antrag-eingegangen", key=key)


def other_time(request: HttpRequest, key: str, taken: SlotTaken) -> HttpResponse:
    """The check page with a link to the question for the appointment; everything else stays as it is."""
    found = queries.check(visitor(request), key, at=now())
    sections = found.draft.service.leistung.form.sections
    field, section = next((f.key, s.key) for s in sections for f in s.fields if f.type == "appointment")
    missing = [(FieldError(field, said(taken)), section)]
    return render(request, "vorgaenge/pruefen.html", page_of(request, found) | {"refused": said(taken), "missing": missing}, status=409)


def page_of(request: HttpRequest, found: queries.Check) -> dict[str, object]:
    """Names for the template."""
    draft = found.draft
    leistung = draft.service.leistung
    given = answers(leistung.form, draft.values)
    fee, parts = compute(leistung.fee, leistung.values, given), queries.parts_of(draft.service, given)
    return {
        "kommune": draft.service.kommune,
        "leistung": leistung,
        "draft": draft,
        "ticket": ticket(draft.key, visitor(request), now()),
        "summary": found.sections,
        "missing": found.missing_with_sections,
        "fee": fee,
        "parts": parts,
        "pays_first": leistung.fee.pay_first and bool(fee.total_cents),
        "books": books(leistung, given),
        "owes": leistung.decision.outcome != "termin" and (bool(fee.total_cents) or fee.kind in {"by_person", "to_be_entered"}),
        "is_act": leistung.decision.outcome == "bescheid",
        "steps": [*steps_of(draft, len(draft.sections) + 1)[:-1], replace(LAST_STEP, state="now")],
        "last_section": draft.sections[-1].key,
        "count": len(draft.sections) + 1,
        "section": "leistungen",
    }


def books(leistung: Leistung, given: Mapping[str, Any]) -> bool:
    """Handing in books a time; where picking one is free, only if she did."""
    return must_book(leistung.form) or slot_of(leistung.form, given) is not None


@permission("vorgaenge.own")
def received(request: HttpRequest, key: str) -> HttpResponse:
    """Number, day and hour, what happens next; made for paper too."""
    found = queries.receipt(visitor(request), str(key), at=now())
    context = {"receipt": found, "steps": next_steps(found), "key": key, "kommune": found.kommune, "section": "leistungen"}
    return render(request, "vorgaenge/eingegangen.html", context)


def next_steps(found: queries.Receipt) -> list[Mark]:
    """What happens now, with days only where they were counted."""
    arrived, end = (_("Meldung eingegangen"), _("Antwort")) if found.is_report else (_("Antrag eingegangen"), _("Entscheidung"))
    marks = [Mark(title=arrived, time=instant(found.at), state="done")]
    if found.unpaid:
        marks.append(Mark(title=_("Sie bezahlen die Gebühr"), time="", state="now"))
    marks.append(now_at(found))
    if found.is_answered_alone:
        return marks
    took = _("Wie lange es dauert: noch keine Zahlen.")
    if found.durations:
        half, most = after_days(found.durations.median_days), after_days(found.durations.nine_of_ten_days)
        took = _("Die Hälfte ist nach {half} entschieden, 9 von 10 nach {most}.").format(half=half, most=most)
    return [*marks, Mark(title=end, time=took, state="open")]


def now_at(found: queries.Receipt) -> Mark:
    """Whose turn it is: the office's, or for a report about what is not the city's nobody's."""
    office = found.office or found.owner.full_name
    if found.is_answered_alone:
        return Mark(title=_("Unsere Antwort kommt von selbst"), time=_("Sie sagt, an wen Sie sich wenden."), state="now")
    if found.is_report:
        given = _("Ihre Meldung ist gegeben an: {office}").format(office=office)
        return Mark(title=given, time=_("Dort sieht sich ein Mensch an, was Sie gemeldet haben."), state="now")
    checks = _("{office} prüft Ihre Angaben").format(office=office)
    return Mark(title=checks, time=_("Fehlt etwas, schreiben wir Ihnen genau, was."), state="open" if found.unpaid else "now")


@permission("vorgaenge.own")
def receipt_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The same to keep: what was handed in, as it was."""
    number, content = queries.receipt_letter(visitor(request), str(key))
    return attachment(content, f"Eingang-{number}.pdf", "application/pdf")


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
    return int(wanted) if VERSION.fullmatch(wanted) else number
