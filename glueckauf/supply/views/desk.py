"""/schreibtisch/netze/ : the desk of an operator: how a network stands, what is out, what if. Who runs no network sees none."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET

from glueckauf.cities import queries as cities
from glueckauf.cities.rules.schema import OperatorData, TenantData
from glueckauf.core.clock import BERLIN, local_day, now
from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.permissions import permission
from glueckauf.supply import actions, queries
from glueckauf.supply.forms import PipedWhatIfForm, WhatIfForm
from glueckauf.supply.queries import DeskOutage, Measured, NetworkState
from glueckauf.supply.rules.network_day import Moment, choices, is_today, wanted
from glueckauf.supply.rules.network_words import piped_what_if, what_if
from glueckauf.supply.rules.outages import WORDS, State
from glueckauf.supply.rules.trench import COUNTS

SLUGS = {"strom": "power", "wasser": "water", "gas": "gas", "waerme": "heat"}
ROW_KEYS = (("Nächste, vorige Zeile", ("j", "k")),)
ALARM_KEYS, STATE_KEYS = (("Übernehmen", ("a",)),), (("Rechnen", ("r",)), ("Wiedergabe", ("w",)))
SHOWN_TRENCHES = 6
SHOWN_MEASURED, MOST_MEASURED = 12, 400
SUPPLY = {"power": "ohne Strom", "water": "ohne Wasser", "gas": "ohne Gas", "heat": "ohne Wärme"}


class UnknownStep(Refused):
    """A button of another page."""

    text = "Diesen Schritt gibt es hier nicht. Laden Sie die Seite neu."


class Desk:
    """Whose networks the request is about: an operator's, or those of a city that runs its own."""

    def __init__(self, request: HttpRequest) -> None:
        self.by, self.at = request.actor, now()  # type: ignore[attr-defined]
        self.operator: TenantData = cities.tenant(self.by.tenant)

    @cached_property
    def networks(self) -> tuple[tuple[str, str, str], ...]:
        """Slug, key and word of those it runs, or has a grid of."""
        runs = set(queries.grids_of(self.by))
        if isinstance(self.operator, OperatorData):
            runs |= {str(network) for served in self.operator.serves for network in served.networks}
        return tuple((slug, key, WORDS[key]) for slug, key in SLUGS.items() if key in runs)

    def page(self, **more: Any) -> dict[str, Any]:
        """What every page of the desk needs."""
        return {"operator": self.operator, "networks": self.networks, "at": self.at, "section": "netze", **more}

    def moment(self, request: HttpRequest) -> Moment:
        """`?zeit=18:15&tag=01-15`."""
        return wanted(request.GET.get("tag", ""), request.GET.get("zeit", ""), at=self.at.astimezone(BERLIN))


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """As a file, kept by no cache."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


@permission("supply.read")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The first network it runs."""
    desk = Desk(request)
    return redirect("netz", desk.networks[0][0] if desk.networks else "strom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A what-if: the form, and what came of it."""

    form: WhatIfForm
    kind: str = ""
    sentences: list[str] = field(default_factory=list)
    found: dict[str, Any] = field(default_factory=dict)


@permission("supply.read")
@require_GET
def network(request: HttpRequest, network: str) -> HttpResponse:
    """How it stands at a quarter-hour, what is out, and a what-if."""
    desk, key = Desk(request), key_of(network)
    moment, today = desk.moment(request), local_day(desk.at)
    state, problem = stands(desk, key, moment)
    measured = heard(request, desk, key, moment)
    if state and measured:
        state = queries.beside(state, measured)
    found = queries.all_outages(desk.by, at=desk.at)
    asked = answered(request, desk, key)
    board = queries.board(desk.by, key, at=desk.at)
    page = desk.page(
        network=network,
        word=WORDS[key],
        key=key,
        outages=found[key],
        open=open_ones(found[key]),
        without=SUPPLY[key],
        counts=queries.open_counts(found),
        revisions=queries.revisions(desk.by, key)[:5],
        state=state,
        problem=problem,
        measured=measured,
        moment=moment,
        days=choices(moment, at=desk.at.astimezone(BERLIN)),
        works=queries.works(found, [row.street for row in state.rows] if state else []),
        trenches=[one for one in queries.desk_trenches(desk.by, today=today) if one.state in COUNTS and one.ends >= today][:SHOWN_TRENCHES],
        asked=asked,
        board=board,
        page_keys=ROW_KEYS + (ALARM_KEYS if board.open else ()) + (STATE_KEYS if state and state.is_day else ()),
    )
    return render(request, "supply/desk_netz.html", page, status=422 if asked.form.errors else 200)


def key_of(slug: str) -> str:
    """Raises NotFound."""
    if slug not in SLUGS:
        raise NotFound
    return SLUGS[slug]


def open_ones(found: tuple[DeskOutage, ...]) -> dict[str, Any]:
    """Outages that have begun: how many, since when, how many connections."""
    rows = [one for one in found if one.state in (State.BEGUN, State.CHANGED) and one.has_begun]
    since: datetime | None = min((one.begins_at for one in rows), default=None)
    return {"count": len(rows), "since": since, "houses": sum(len(one.addresses) for one in rows)}


def stands(desk: Desk, key: str, moment: Moment) -> tuple[NetworkState | None, str]:
    """The state, or why there is none."""
    try:
        return queries.network_state(desk.by, key, moment), ""
    except queries.NoGrid:
        return None, ""
    except queries.NoState as refused:
        return None, said(refused) if key in queries.COMPUTED else ""


def heard(request: HttpRequest, desk: Desk, key: str, moment: Moment) -> Measured | None:
    """What sensors say: of today. None: the page looks at another day."""
    if key == "power" and not is_today(moment, at=desk.at.astimezone(BERLIN)):
        return None
    most = MOST_MEASURED if request.GET.get("messwerte") == "alle" else SHOWN_MEASURED
    return queries.measured(desk.by, key, at=desk.at, most=most)


def answered(request: HttpRequest, desk: Desk, key: str) -> Answered:
    """`?anschrift=&was=&schaltung=&element=`."""
    kind = WhatIfForm if key == "power" else PipedWhatIfForm
    form = kind(request.GET if "anschrift" in request.GET else None)
    if not form.is_bound or not form.is_valid():
        return Answered(form=form)
    address, change = form.cleaned_data["anschrift"], form.change
    try:
        if key == "power":
            device = form.device
            found = actions.what_if_power(address=address, device=device, change=change, by=desk.by)
            note, sentences = what_if(found, found["limits"], the=device.habit.the.replace("die ", "der ", 1))
        else:
            found = actions.what_if_piped(key, address=address, change=change, by=desk.by)
            note, sentences = piped_what_if(key, found)
    except Refused as refused:
        form.add_error(None, said(refused))
        return Answered(form=form)
    return Answered(form=form, kind=note, sentences=sentences, found=found)
