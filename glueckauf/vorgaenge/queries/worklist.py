"""The desk's list: open cases of the clerk's offices, what is due next first. Counts name what they count."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import IntegerField, Q, QuerySet, Subquery

from glueckauf.catalogue import queries as catalogue
from glueckauf.cities.models import Tenant
from glueckauf.core.clock import local_day
from glueckauf.core.counting import counted_text
from glueckauf.core.db import reading
from glueckauf.forms.shown import Looked
from glueckauf.identity.rules.actor import Clerk
from glueckauf.mail.queries import waiting_mail
from glueckauf.vorgaenge.models import Deletion, Vorgang
from glueckauf.vorgaenge.rules.applicant import fold
from glueckauf.vorgaenge.rules.frist import Urgency, due_words, urgency
from glueckauf.vorgaenge.rules.stage import DESK_WORDS, ENDED, Stage

PAGE = 50
MOST_COUNTED = 500  # shown as 499+: a larger count helps nobody and costs a scan


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the clerk wants to see. Empty strings mean all."""

    view: str = "offen"
    leistung: str = ""
    text: str = ""
    after: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Looked):
    """One case in the list."""

    number: str
    title: str
    subject: str
    applicant: str
    stage: Stage
    word: str
    due: str
    due_small: str
    urgency: Urgency
    assigned_to: str
    is_mine: bool
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows of one urgency. An empty title: the list has no groups."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An entry of the side list with its count."""

    key: str
    label: str
    count: int
    is_current: bool

    @property
    def count_text(self) -> str:
        """As far as it was counted; what is done is not."""
        return "" if self.key == DONE else counted_text(self.count, MOST_COUNTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """A page of rows, the views with counts, and where the next page starts."""

    rows: tuple[Row, ...]
    views: tuple[View, ...]
    leistungen: tuple[tuple[str, str], ...]
    total: int
    overdue: int
    today_count: int
    waiting: int
    mails: str
    next_after: str
    deleted: str
    at: datetime

    @property
    def view(self) -> View:
        """The one that is shown."""
        return next(view for view in self.views if view.is_current)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The rows by how urgent they are, as they come: what is due first stands first. What is done is one group without a title."""
        if self.view.key == DONE:
            return (Group(title="", rows=self.rows),) if self.rows else ()
        return tuple(Group(title=GROUP_TITLES[urgent], rows=tuple(rows)) for urgent, rows in groupby(self.rows, lambda row: row.urgency))


DONE = "erledigt"
VIEWS = {
    "offen": "Alle offenen",
    "mein": "Meine",
    "neu": "Neu, noch bei niemandem",
    "nachweis": "Neue Nachweise",
    "wartet": "Wartet auf Bürger",
    "mitzeichnung": "Zur Mitzeichnung",
    "versand": "Zu versenden",
    DONE: "Erledigt",
}
GROUP_TITLES = {
    Urgency.OVER: "Überfällig",
    Urgency.TODAY: "Heute fällig",
    Urgency.SOON: "In den nächsten drei Tagen",
    Urgency.FINE: "Später",
    Urgency.WAIT: "Ohne Termin",
}
VIEW_STAGE = {"nachweis": Stage.ARRIVED, "wartet": Stage.ASKED, "mitzeichnung": Stage.APPROVAL, "versand": Stage.POSTING}


def worklist(actor: Clerk, wanted: Filter, *, at: datetime) -> Worklist:
    """Fifty rows by keyset, so that page 1,000 costs as much as page 1."""
    with reading(actor):
        mine = Vorgang.objects.visible_to(actor).exclude(stage=Stage.PAYMENT)
        today = local_day(at)
        counts, mails = _counts(mine, actor, today), waiting_mail(actor)
        found = _filtered(_viewed(mine, wanted.view, actor), wanted)
        rows = list(found.select_related("assigned_to").only(*COLUMNS)[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Worklist(
        rows=tuple(_row(v, actor, today) for v in rows[:PAGE]),
        views=tuple(View(key=k, label=label, count=counts.get(k, 0), is_current=k == wanted.view) for k, label in VIEWS.items()),
        leistungen=tuple(
            (s.leistung.key, str(s.leistung.name)) for s in catalogue.owned_by(actor.tenant) if s.leistung.office in actor.offices
        ),
        total=counts.get(wanted.view, 0),
        overdue=counts["overdue"],
        today_count=counts["today"],
        waiting=counts["wartet"],
        mails=mails.count_text,
        next_after=_place(wanted.view, last) if last else "",
        deleted="" if rows else _deleted(actor, wanted.text),
        at=at,
    )


COLUMNS = (
    "number",
    "title",
    "subject",
    "applicant",
    "stage",
    "due_on",
    "submitted_at",
    "closed_at",
    "assigned_to__display_name",
    "assigned_to_id",
)


def _deleted(actor: Clerk, text: str) -> str:
    """The number that was looked for, when its Vorgang was deleted."""
    number = text.strip().upper()
    if not any(c.isdigit() for c in number):
        return ""
    with reading(actor):
        return Deletion.objects.visible_to(actor).filter(number=number).values_list("number", flat=True).first() or ""


def _viewed(cases: QuerySet[Vorgang], view: str, actor: Clerk) -> QuerySet[Vorgang]:
    if view == DONE:
        return cases.exclude(closed_at=None).order_by("-closed_at", "-id")
    still_open = cases.filter(closed_at=None).order_by("due_on", "id")
    if view == "mein":
        return still_open.filter(assigned_to_id=actor.id)
    if view == "neu":
        return still_open.filter(assigned_to=None, stage=Stage.NEW)
    stage = VIEW_STAGE.get(view)
    return still_open.filter(stage=stage) if stage else still_open


def _filtered(cases: QuerySet[Vorgang], wanted: Filter) -> QuerySet[Vorgang]:
    if wanted.leistung:
        cases = cases.filter(leistung=wanted.leistung)
    if wanted.text:
        word = wanted.text.strip()
        by_number = cases.filter(number__startswith=word.upper())
        cases = by_number if any(c.isdigit() for c in word) else cases.filter(applicant_folded__contains=fold(word))
    return cases.filter(_behind(wanted.view, *wanted.after)) if wanted.after else cases


def _behind(view: str, place: str, pk: int) -> Q:
    """What follows the last row of a page, in the order of the view."""
    if view == DONE:
        return Q(closed_at__lt=place) | Q(closed_at=place, id__lt=pk)
    return Q(due_on__gt=place) | Q(due_on=place, id__gt=pk)


def _place(view: str, last: Vorgang) -> str:
    """Where a page ends, for the address of the next one."""
    day = last.closed_at if view == DONE else last.due_on
    return f"{day.isoformat() if day else ''}_{last.pk}"


class CountOf(Subquery):
    """How many rows a query has, up to where it is cut: its index is read that far and no further."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _counts(cases: QuerySet[Vorgang], actor: Clerk, today: date) -> dict[str, int]:
    """All counts of the page in one statement."""
    still_open = cases.filter(closed_at=None)
    counted = {view: _viewed(cases, view, actor) for view in VIEWS if view != DONE}
    counted |= {"overdue": still_open.filter(due_on__lt=today), "today": still_open.filter(due_on=today)}
    subqueries = [CountOf(found.order_by().values("pk")[:MOST_COUNTED]) for found in counted.values()]
    return dict(zip(counted, Tenant.objects.filter(pk=actor.tenant).values_list(*subqueries).get(), strict=True))


def _row(case: Vorgang, actor: Clerk, today: date) -> Row:
    stage = Stage(case.stage)
    urgent = Urgency.WAIT if stage in ENDED else urgency(case.due_on, today)
    return Row(
        number=case.number,
        title=case.title,
        subject=case.subject,
        applicant=case.applicant,
        stage=stage,
        word=DESK_WORDS[stage],
        due=due_words(case.due_on, today) if case.due_on and stage not in ENDED else "",
        due_small="Antwort der Person" if stage is Stage.ASKED else "",
        urgency=urgent,
        assigned_to=case.assigned_to.display_name if case.assigned_to else "",
        is_mine=case.assigned_to_id == actor.id,
        submitted_at=case.submitted_at,
    )
