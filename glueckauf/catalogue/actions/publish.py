"""From folders and editions to revisions. Run at every start: quick when nothing changed, safe twice and by two processes at once."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError

from glueckauf.catalogue import queries
from glueckauf.catalogue.events import RevisionPublished
from glueckauf.catalogue.models import Publication, Revision
from glueckauf.catalogue.queries.editions import edition_keys, in_effect
from glueckauf.catalogue.queries.folders import Everything, Offer, everything, folders, some
from glueckauf.catalogue.rules.content import content, digest, fingerprint_of_code
from glueckauf.catalogue.rules.drafting import DraftKind, InEffect
from glueckauf.cities import queries as cities
from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Actor

TRIES = 3
Latest = dict[tuple[str, str], Revision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publication did. `problems` are printed lines; a broken Leistung keeps its last good revision."""

    new: tuple[int, ...]
    problems: tuple[str, ...]


class EditionsMoved(Exception):
    """A city released or took back while the folders were read."""


def publish_revisions(by: Actor, at: datetime) -> Published:
    """New Revision rows where content changed; what is gone from the folders is no longer current, but stays for those who hold it."""
    for _ in range(TRIES):
        with suppress(IntegrityError, EditionsMoved):  # another one was quicker: what it wrote may be what we would have written
            return published(by, at)
    return published(by, at)


def published(by: Actor, at: datetime) -> Published:
    """Once. Raises IntegrityError, EditionsMoved."""
    mark, editions = fingerprint(), in_effect(local_day(at))
    before = latest_publication()
    if before is not None and before.fingerprint == mark and before.editions == ids(editions):
        return Published(new=(), problems=tuple(before.problems))
    cities.forget()
    found = as_read((mark, *ids(editions)), editions, settings.GLUECKAUF.leistungen, settings.GLUECKAUF.kommunen)
    done = write(found, mark, editions, by=by, at=at)
    queries.forget()
    return done


def publish_editions(by: Actor, at: datetime) -> Published:
    """Only what editions changed since the last publication: those that began, and those that a later one replaced."""
    before = latest_publication()
    if before is None:
        return publish_revisions(by, at)
    if before.editions == ids(in_effect(local_day(at))):
        return Published(new=(), problems=tuple(before.problems))
    try:
        done = write_some(by=by, at=at)
    except IntegrityError:
        done = write_some(by=by, at=at)
    queries.forget()
    return done


Read = tuple[tuple[str | int, ...], tuple[Path, ...], Everything]
_read: list[Read] = []


def as_read(mark: tuple[str | int, ...], editions: InEffect, *places: Path) -> Everything:
    """Both folders in the state of this fingerprint: read and checked once."""
    for kept_mark, kept_places, found in _read:
        if (kept_mark, kept_places) == (mark, places):
            return found
    found = everything(editions)
    _read[:] = [(mark, places, found), *_read[:1]]
    return found


def write(found: Everything, mark: str, editions: InEffect, *, by: Actor, at: datetime) -> Published:
    """All rows in one transaction. Raises EditionsMoved."""
    lines = tuple(str(p) for p in (*cities.problems(), *cities.operator_problems(), *found.problems))
    with writing(by):
        before = latest_locked()
        if ids(in_effect(local_day(at))) != ids(editions):
            raise EditionsMoved
        latest, new = latest_rows(), []
        for offer in found.offers:
            if row := changed(offer, latest, by=by, at=at):
                latest[key(offer)] = row
                new.append(row.pk)
        current = [latest[key(offer)].pk for offer in found.offers] + still_good(found.offers, before, latest, editions)
        Publication.objects.create(fingerprint=mark, current=sorted(current), editions=ids(editions), problems=lines, actor=by.code, at=at)
    return Published(new=tuple(new), problems=lines)


def write_some(*, by: Actor, at: datetime) -> Published:
    """The Leistungen whose edition is another one than at the last publication; everything else stays as it was published.

    Editions are read behind the lock: read before it, those of a city that released meanwhile would be taken for withdrawn.
    """
    with writing(by):
        before, editions = latest_locked(), in_effect(local_day(at))
        assert before is not None
        if before.editions == ids(editions):  # another one has published both
            return Published(new=(), problems=tuple(before.problems))
        pairs = began_or_ended(before, editions)
        found = some(pairs, editions)
        latest, new = latest_rows(slug for _, slug in pairs), []
        for offer in found.offers:
            if row := changed(offer, latest, by=by, at=at):
                latest[key(offer)] = row
                new.append(row.pk)
        stays = [row.pk for (slug, kommune), row in of_ids(before.current) if (kommune, slug) not in pairs]
        good = [latest[key(offer)].pk for offer in found.offers]
        there = [pk for pk in still_good(found.offers, before, latest, editions) if pk not in stays]
        lines = tuple(line for line in before.problems if not line.startswith(files_of(pairs))) + tuple(map(str, found.problems))
        Publication.objects.create(
            fingerprint=before.fingerprint,
            current=sorted({*stays, *good, *there}),
            editions=ids(editions),
            problems=sorted(set(lines)),
            actor=by.code,
            at=at,
        )
    return Published(new=tuple(new), problems=lines)


def began_or_ended(before: Publication, editions: InEffect) -> set[tuple[str, str]]:
    """(city, slug) whose edition is new, another one, or no longer there."""
    known = edition_keys(before.editions)
    now = {pair: edition.id for pair, edition in editions.items()}
    return {pair for pair in {*known, *now} if known.get(pair) != now.get(pair)}


def files_of(pairs: set[tuple[str, str]]) -> tuple[str, ...]:
    """How problems of these begin."""
    return tuple(start for city, slug in sorted(pairs) for start in (f"editionen/{city}/{slug}/", f"kommunen/{city}/{slug}.yaml:"))


def of_ids(current: list[int]) -> list[tuple[tuple[str, str], Revision]]:
    """Rows of these ids, without content."""
    return [((row.leistung, row.kommune), row) for row in Revision.objects.defer("content").filter(pk__in=current)]


def ids(editions: InEffect) -> list[int]:
    """As a publication keeps them."""
    return sorted(edition.id for edition in editions.values())


def latest_publication() -> Publication | None:
    """The one that counts."""
    return Publication.objects.order_by("-pk").first()


def latest_locked() -> Publication | None:
    """The same, locked: two publications at once follow each other, and the second builds on the first."""
    found = Publication.objects.select_for_update().order_by("-pk").first()
    while found is not None and (newer := Publication.objects.select_for_update().filter(pk__gt=found.pk).order_by("-pk").first()):
        found = newer
    return found


def changed(offer: Offer, latest: Latest, *, by: Actor, at: datetime) -> Revision | None:
    """A new revision if the content is another one than before."""
    body = content(offer.leistung, offer.change, offer.texts, offer.letters)
    mark, before = digest(body), latest.get(key(offer))
    if before is not None and before.digest == mark:
        return None
    slug, kommune = key(offer)
    number = before.number + 1 if before else 1
    row = Revision.objects.create(leistung=slug, kommune=kommune, number=number, digest=mark, content=body, published_at=at)
    publish(RevisionPublished(tenant=kommune, leistung=slug, revision_id=row.pk, number=number), by=by, at=at)
    return row


def latest_rows(slugs: Iterable[str] | None = None) -> Latest:
    """The newest revision of each Leistung and city, of all or of some, without its content."""
    rows = Revision.objects.defer("content").order_by("number")
    rows = rows if slugs is None else rows.filter(leistung__in=set(slugs))
    return {(row.leistung, row.kommune): row for row in rows}


def still_good(offers: Iterable[Offer], before: Publication | None, latest: Latest, editions: InEffect) -> list[int]:
    """Broken now, current before, folder or edition of its own still there: it stays as it was."""
    there = {key(offer) for offer in offers}
    slugs = {folder.name for folder in folders()}
    own = {(slug, kommune) for (kommune, slug), edition in editions.items() if edition.kind is DraftKind.OWN}
    was = set(before.current) if before else set()
    return [row.pk for at, row in latest.items() if at not in there and row.pk in was and (row.leistung in slugs or at in own)]


def key(offer: Offer) -> tuple[str, str]:
    """Leistung and city."""
    return offer.leistung.key, offer.kommune.key


def fingerprint() -> str:
    """Of every file that counts, and of the code that reads them."""
    mark = sha256(fingerprint_of_code().encode())
    for root in map(Path, (settings.GLUECKAUF.leistungen, settings.GLUECKAUF.kommunen, settings.GLUECKAUF.netzbetreiber)):
        for path in sorted(p for p in root.glob("*/*") if p.suffix in (".yaml", ".md", ".typ") and p.name != "beispiele.yaml"):
            mark.update(str(path.relative_to(root)).encode() + b"\0" + sha256(path.read_bytes()).digest())
    return mark.hexdigest()
