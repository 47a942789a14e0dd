"""What the pages of the editor show: all services of a city, one draft, the editions of a service."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from glueckauf.catalogue.models import Draft, DraftVersion, Edition, ReleaseRequest
from glueckauf.catalogue.queries.current import LeistungOfCity, UnknownLeistung, all_of, leistung
from glueckauf.catalogue.queries.difference import Change, differences
from glueckauf.catalogue.queries.folders import Offer
from glueckauf.catalogue.queries.judging import judged
from glueckauf.catalogue.queries.running import ExampleRun
from glueckauf.catalogue.rules.authors import Remark
from glueckauf.catalogue.rules.authors.remark import hint
from glueckauf.catalogue.rules.drafting import DraftKind
from glueckauf.cities.queries import kommune as city_of
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.identity.queries import clerk_names
from glueckauf.identity.rules.actor import Clerk

MOST_EDITORS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """One service of the city. `kind`: own, override, or shared when the city changes nothing by an edition."""

    slug: str
    name: str
    kind: str
    number: int
    edition: int
    planned: date | None
    draft_id: int | None
    draft_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All services of a city by name, drafts of new ones among them."""

    kommune: KommuneData
    rows: tuple[ServiceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """Who wrote what when. `is_aside`: it did not count; `value` is what was typed then."""

    number: int
    part: str
    who: str
    at: datetime
    is_aside: bool
    value: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An open request to release."""

    who: str
    at: datetime
    version: int
    effective_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """One draft with all that surrounds it. `state`: editing, requested, released or discarded. `offer`: the Leistung it makes, for the
    preview; None while errors stand in the way. `may_release`: this actor is the second person. `is_outdated`: another edition was
    published since the draft began."""

    id: int
    slug: str
    kind: DraftKind
    kommune: KommuneData
    content: dict[str, Any] = field(repr=False)
    version: int
    state: str
    problems: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    changes: tuple[Change, ...]
    examples: tuple[ExampleRun, ...]
    editors: tuple[Save, ...]
    asked: Asked | None
    sent_back: str
    may_release: bool
    can_undo: bool
    is_outdated: bool
    published: LeistungOfCity | None = field(repr=False)
    offer: Offer | None = field(repr=False)

    @property
    def is_sound(self) -> bool:
        """A release could be asked for."""
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """One edition. `state`: in_effect, planned, past or withdrawn. `restores`: number of the older one that came back, 0 the folders."""

    number: int
    kind: str
    state: str
    effective_from: date
    restores: int | None
    requested_by: str
    requested_at: datetime
    released_by: str
    released_at: datetime
    withdrawn_by: str


def overview(actor: Clerk, *, at: datetime) -> Overview:
    """Raises UnknownKommune."""
    with reading(actor):
        drafts = {row.leistung: row for row in Draft.objects.visible_to(actor).filter(ended_at=None)}
        asked = set(ReleaseRequest.objects.filter(draft__in=drafts.values(), answered_at=None).values_list("draft_id", flat=True))
        editions = list(Edition.objects.visible_to(actor).filter(withdrawn_at=None).defer("content").order_by("effective_from", "number"))
        names = names_of_drafts(drafts.values())
    today = local_day(at)
    begun = {row.leistung: row for row in editions if row.effective_from <= today}
    planned = {row.leistung: row.effective_from for row in reversed(editions) if row.effective_from > today}
    current = {entry.leistung.key: entry for entry in all_of(actor.tenant)}
    rows = []
    for slug in {*current, *drafts, *begun, *planned}:
        draft, edition, entry = drafts.get(slug), begun.get(slug), current.get(slug)
        rows.append(
            ServiceRow(
                slug=slug,
                name=str(entry.leistung.name) if entry else names.get(slug, slug),
                kind=str(edition.kind) if edition else str(draft.kind) if draft and not entry else "shared",
                number=entry.number if entry else 0,
                edition=edition.number if edition else 0,
                planned=planned.get(slug),
                draft_id=draft.pk if draft else None,
                draft_state="" if draft is None else "requested" if draft.pk in asked else "editing",
            )
        )
    return Overview(kommune=city_of(actor.tenant), rows=tuple(sorted(rows, key=lambda row: row.name.casefold())))


def names_of_drafts(drafts: Iterable[Draft]) -> dict[str, str]:
    """Of own services that are not published yet."""
    own = [row for row in drafts if row.kind == DraftKind.OWN]
    found = {}
    for row in own:
        content = row.versions.get(number=row.current).content
        name = content.get("leistung", {}).get("name", "")
        found[row.leistung] = name.get("de", "") if isinstance(name, dict) else str(name)
    return found


def draft_page(actor: Clerk, draft_id: int, *, at: datetime) -> DraftPage:
    """Raises NotFound, also for another city's."""
    with reading(actor):
        row = Draft.objects.visible_to(actor).filter(pk=draft_id).first()
        if row is None:
            raise NotFound
        version = row.versions.get(number=row.current)
        saves = list(row.versions.defer("content").order_by("-number")[:MOST_EDITORS])
        requests = list(row.requests.order_by("-pk"))
        later = Edition.objects.visible_to(actor).filter(leistung=row.leistung, effective_from__gt=local_day(at), withdrawn_at=None)
        planned = later.order_by("effective_from").values_list("number", "effective_from").first()
    asked = next((r for r in requests if r.answered_at is None), None)
    names = named([version.actor, *(s.actor for s in saves), *(r.actor for r in requests)])
    found = judged(DraftKind(row.kind), row.tenant_id, row.leistung, version.content, day=local_day(at))
    published = published_of(row.tenant_id, row.leistung)
    return DraftPage(
        id=row.pk,
        slug=row.leistung,
        kind=DraftKind(row.kind),
        kommune=city_of(row.tenant_id),
        content=version.content,
        version=version.number,
        state=row.ended_as or ("requested" if asked else "editing"),
        problems=found.problems,
        warnings=(*planned_remark(planned), *found.warnings),
        changes=differences(published, found.offer) if found.offer else (),
        examples=found.examples,
        editors=tuple(save_of(s, names) for s in saves),
        asked=asked_of(asked, names) if asked else None,
        sent_back=next((r.reason for r in requests[:1] if r.answer == "sent_back"), ""),
        may_release=asked is not None and actor.code not in (asked.actor, version.actor),
        can_undo=row.ended_at is None and asked is None and version.parent > 0,
        is_outdated=row.ended_at is None and row.base_id is not None and published is not None and published.revision_id != row.base_id,
        published=published,
        offer=found.offer,
    )


def planned_remark(planned: tuple[int, date] | None) -> tuple[Remark, ...]:
    """Another edition begins later and then takes the place of whatever this draft becomes."""
    if planned is None:
        return ()
    number, day = planned
    said = f"Fassung {number} ist schon freigegeben und gilt ab {day:%d.%m.%Y}. Sie ersetzt dann auch, was Sie jetzt freigeben."
    return (hint("", said, "planned"),)


def published_of(kommune: str, slug: str) -> LeistungOfCity | None:
    """The current revision, if there is one."""
    try:
        return leistung(kommune, slug)
    except UnknownLeistung:
        return None


def editions(actor: Clerk, slug: str, *, at: datetime) -> tuple[EditionRow, ...]:
    """Newest first."""
    with reading(actor):
        rows = list(Edition.objects.visible_to(actor).filter(leistung=slug).defer("content").order_by("-number"))
    today = local_day(at)
    begun = sorted((r.effective_from, r.number) for r in rows if r.effective_from <= today and r.withdrawn_at is None)
    in_effect = begun[-1][1] if begun else None
    names = named([code for r in rows for code in (r.requested_by, r.released_by, r.withdrawn_by)])
    return tuple(
        EditionRow(
            number=r.number,
            kind=r.kind,
            state=state_of(r, in_effect, today),
            effective_from=r.effective_from,
            restores=r.restores,
            requested_by=names.get(r.requested_by, ""),
            requested_at=r.requested_at,
            released_by=names.get(r.released_by, ""),
            released_at=r.released_at,
            withdrawn_by=names.get(r.withdrawn_by, ""),
        )
        for r in rows
    )


def state_of(row: Edition, in_effect: int | None, today: date) -> str:
    """In a word."""
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.number == in_effect:
        return "in_effect"
    return "planned" if row.effective_from > today else "past"


def save_of(row: DraftVersion, names: dict[str, str]) -> Save:
    """A version without its content."""
    return Save(number=row.number, part=row.part, who=names.get(row.actor, ""), at=row.at, is_aside=row.is_aside, value=row.value)


def asked_of(row: ReleaseRequest, names: dict[str, str]) -> Asked:
    """The open request."""
    return Asked(who=names.get(row.actor, ""), at=row.at, version=row.version, effective_from=row.effective_from)


def named(codes: Iterable[str]) -> dict[str, str]:
    """Names of colleagues by the code in a row."""
    ids = {code: int(code.removeprefix("clerk:")) for code in codes if code.startswith("clerk:")}
    names = clerk_names(frozenset(ids.values()))
    return {code: names.get(pk, "") for code, pk in ids.items()}
