"""Editing a Leistung of one city: every save is a version, two people at once lose nothing, releasing takes two.

`seen` is the version a page was made from. Different parts merge; the same part is refused with what stands there now, and what was
typed is kept aside. Whoever calls gets the new version number. Releasing and what follows: actions.releasing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from glueckauf.catalogue.actions.draft_errors import (
    DraftEnded,
    EditedMeanwhile,
    NoSuchPart,
    NothingToUndo,
    OtherKind,
    SharedSlug,
    SlugInvalid,
    TooLarge,
    UnderRelease,
)
from glueckauf.catalogue.actions.releasing import release as release
from glueckauf.catalogue.actions.releasing import request_release as request_release
from glueckauf.catalogue.actions.releasing import roll_back as roll_back
from glueckauf.catalogue.actions.releasing import send_back as send_back
from glueckauf.catalogue.actions.releasing import withdraw as withdraw
from glueckauf.catalogue.events import DraftDiscarded, DraftStarted
from glueckauf.catalogue.models import Draft, DraftVersion
from glueckauf.catalogue.queries.contents import copied, edition_of, folder_of, override_of, own_content
from glueckauf.catalogue.queries.current import watch
from glueckauf.catalogue.rules import parts
from glueckauf.catalogue.rules.drafting import DraftKind, is_slug
from glueckauf.catalogue.rules.plain import NotPlain, cleaned
from glueckauf.catalogue.rules.size import characters
from glueckauf.catalogue.rules.skeleton import skeleton
from glueckauf.cities.queries import kommune as city_of
from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound
from glueckauf.core.outbox import publish
from glueckauf.core.strict_yaml import MOST_CHARACTERS
from glueckauf.identity.queries import clerk_name
from glueckauf.identity.rules.actor import Clerk, Rule

Editor = Clerk | Rule
Content = dict[str, Any]
Change = Callable[[Content, Content], Content]


def start_draft(slug: str, *, copy_of: str = "", kind: DraftKind, by: Editor, at: datetime) -> Draft:
    """The open draft of this Leistung in the city of `by`, begun if there is none. `copy_of`: begin an own service as a copy.

    Raises SlugInvalid, SharedSlug, OtherKind, NotFound.
    """
    with writing(by):
        known = Draft.objects.visible_to(by).filter(leistung=slug, ended_at=None).first()
        if known is not None:
            if known.kind != kind:
                raise OtherKind
            return known
        content = beginning(slug, copy_of, kind, by, at)
        return begun(slug, content, copy_of, kind, by=by, at=at)


def begun(slug: str, content: Content, copy_of: str, kind: DraftKind, *, by: Editor, at: datetime) -> Draft:
    """The rows of a new draft; a colleague's, if hers was begun in the same moment."""
    base = watch.current().ids.get((by.tenant, slug))
    new = Draft(tenant_id=by.tenant, leistung=slug, kind=kind, copy_of=copy_of, base_id=base, actor=by.code, started_at=at)
    Draft.objects.bulk_create([new], ignore_conflicts=True)
    draft = Draft.objects.visible_to(by).get(leistung=slug, ended_at=None)
    if draft.versions.exists():
        return draft
    DraftVersion.objects.create(draft=draft, tenant_id=by.tenant, number=1, parent=0, content=content, actor=by.code, at=at)
    publish(DraftStarted(tenant=by.tenant, leistung=slug, draft_id=draft.pk, draft_kind=kind.value), by=by, at=at)
    return draft


def beginning(slug: str, copy_of: str, kind: DraftKind, by: Editor, at: datetime) -> Content:
    """What the first version holds."""
    if not is_slug(slug):
        raise SlugInvalid
    day, city = local_day(at), city_of(by.tenant)
    edition, is_shared = edition_of(by.tenant, slug, day), folder_of(slug) is not None
    is_own = edition is not None and edition.kind is DraftKind.OWN
    if kind is DraftKind.OVERRIDE:
        if is_own:
            raise OtherKind
        if not is_shared:
            raise NotFound
        return override_of(by.tenant, slug, day)
    if is_own and edition is not None:
        return own_content(edition)
    if is_shared:
        raise SharedSlug
    if copy_of:
        return copied(copy_of, slug, city, day)
    return skeleton(slug, name=slug.replace("-", " ").capitalize(), office=city.offices[0].key, topic="weitere")


def begin_with(slug: str, content: Content, *, kind: DraftKind, by: Editor, at: datetime) -> Draft:
    """A draft with content from elsewhere, such as files: a new one, or a new version of the open one."""
    with writing(by):
        draft = start_draft(slug, kind=kind, by=by, at=at)
        changed(draft.pk, "", draft.current, lambda old, now: content, by=by, at=at)
        draft.refresh_from_db()
    return draft


def save_part(draft_id: int, *, part: str, value: Any, seen: int, by: Editor, at: datetime) -> int:
    """Writes a part; None takes it out. Raises EditedMeanwhile, NoSuchPart, UnderRelease, DraftEnded, TooLarge."""
    mine = tidy(value)
    return changed(draft_id, part, seen, lambda old, now: parts.replaced(old, now, part, mine), value=mine, by=by, at=at)


def insert_item(draft_id: int, *, part: str, value: Any, seen: int, by: Editor, at: datetime) -> int:
    """A new item: at the end of the list that `part` names, or before the item it names."""
    mine = tidy(value)

    def inserted(old: Content, now: Content) -> Content:
        found: Content = parts.insert(now, parts.relocated(parts.locate(old, part), old, now), mine)
        return found

    return changed(draft_id, part, seen, inserted, value=mine, by=by, at=at)


def remove_item(draft_id: int, *, part: str, seen: int, by: Editor, at: datetime) -> int:
    """Takes a part out. Raises EditedMeanwhile when somebody changed it since `seen`: nobody deletes what she has not seen."""

    def removed(old: Content, now: Content) -> Content:
        steps = parts.locate(old, part)
        place = parts.relocated(steps, old, now)
        if parts.get(now, place) != parts.get(old, steps):
            raise parts.Clash(parts.get(now, place))
        found: Content = parts.remove(now, place)
        return found

    return changed(draft_id, part, seen, removed, by=by, at=at)


def move_item(draft_id: int, *, part: str, to: int | str, seen: int, by: Editor, at: datetime) -> int:
    """An item of a list to another place. `to`: its new index, or the path it then has, also in another list."""

    def moved(old: Content, now: Content) -> Content:
        place = parts.relocated(parts.locate(old, part), old, now)
        wanted = (*place[:-1], to) if isinstance(to, int) else parts.locate(now, to)
        found: Content = parts.move(now, place, wanted)
        return found

    return changed(draft_id, part, seen, moved, by=by, at=at)


def undo(draft_id: int, *, by: Editor, at: datetime) -> int:
    """The content before the last change, as a version of its own; again: the one before that. Raises NothingToUndo."""
    with writing(by):
        draft = locked(draft_id, by)
        require_open(draft)
        current = version_of(draft, draft.current)
        if not current.parent:
            raise NothingToUndo
        before = version_of(draft, current.parent)
        return add_version(draft, before.content, part=current.part, parent=before.parent, by=by, at=at)


def discard(draft_id: int, *, by: Editor, at: datetime) -> None:
    """Gives the draft up. Its versions stay."""
    with writing(by):
        draft = locked(draft_id, by)
        require_open(draft)
        draft.ended_as, draft.ended_by, draft.ended_at = "discarded", by.code, at
        draft.save(update_fields=["ended_as", "ended_by", "ended_at"])
        publish(DraftDiscarded(tenant=by.tenant, leistung=draft.leistung, draft_id=draft.pk), by=by, at=at)


def tidy(value: Any) -> Any:
    """As it is kept. Raises TooLarge for what nobody typed."""
    if value is None:
        return None
    try:
        return cleaned(value)
    except NotPlain as error:
        raise TooLarge from error


def changed(draft_id: int, part: str, seen: int, change: Change, *, value: Any = None, by: Editor, at: datetime) -> int:
    """One change as a version. What cannot be taken is kept aside before it is refused."""
    with writing(by):
        draft = locked(draft_id, by)
        refused = refusal(draft)
        if refused is None:
            now = version_of(draft, draft.current)
            old = now if seen >= draft.current else version_of(draft, seen)
            try:
                content = change(old.content, now.content)
                if characters(content) > MOST_CHARACTERS:
                    raise TooLarge
                return now.number if content == now.content else add_version(draft, content, part=part, parent=now.number, by=by, at=at)
            except parts.NoSuchPart:
                refused = NoSuchPart(part=part)
            except parts.Clash as clash:
                theirs = None if clash.theirs is parts.MISSING else clash.theirs
                who = who_changed(draft, part, seen)
                refused = EditedMeanwhile(part=part, theirs=theirs, mine=value, version=draft.current, who=who)
        if value is not None:
            aside(draft, part, value, by=by, at=at)
    raise refused


def refusal(draft: Draft) -> Exception | None:
    """Why nothing can be written now."""
    if draft.ended_at is not None:
        return DraftEnded()
    return UnderRelease() if draft.requests.filter(answered_at=None).exists() else None


def require_open(draft: Draft) -> None:
    """Raises DraftEnded and UnderRelease."""
    if (refused := refusal(draft)) is not None:
        raise refused


def add_version(draft: Draft, content: Content, *, part: str, parent: int, by: Editor, at: datetime) -> int:
    """The next version, which counts."""
    row = DraftVersion.objects.create(
        draft=draft,
        tenant_id=draft.tenant_id,
        number=next_number(draft),
        parent=parent,
        part=part[:300],
        content=content,
        actor=by.code,
        at=at,
    )
    draft.current = row.number
    draft.save(update_fields=["current"])
    return row.number


def aside(draft: Draft, part: str, value: Any, *, by: Editor, at: datetime) -> None:
    """What was typed and does not count."""
    DraftVersion.objects.create(
        draft=draft,
        tenant_id=draft.tenant_id,
        number=next_number(draft),
        parent=draft.current,
        part=part[:300],
        content={},
        value=value,
        is_aside=True,
        actor=by.code,
        at=at,
    )


def next_number(draft: Draft) -> int:
    """One more than the last; the draft is locked."""
    last = draft.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def locked(draft_id: int, by: Editor) -> Draft:
    """The draft, locked until the transaction ends. Raises NotFound also for another city's."""
    row = Draft.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=draft_id).first()
    if row is None:
        raise NotFound
    return row


def version_of(draft: Draft, number: int) -> DraftVersion:
    """One that counted. Raises NotFound."""
    row = draft.versions.filter(number=number, is_aside=False).first()
    if row is None:
        raise NotFound
    return row


def who_changed(draft: Draft, part: str, seen: int) -> str:
    """The colleague who wrote into this part last."""
    rows = draft.versions.filter(number__gt=seen, is_aside=False).order_by("-number").values_list("part", "actor")
    for theirs, actor in rows:
        if theirs.startswith(part) or part.startswith(theirs):
            return name_of(actor)
    return "jemand anderes"


def name_of(actor: str) -> str:
    """As colleagues know the actor of a row."""
    found = clerk_name(int(actor.removeprefix("clerk:"))) if actor.startswith("clerk:") else ""
    return found or "jemand anderes"
