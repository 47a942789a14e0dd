"""From folders to revisions. Run at every start: quick when nothing changed, safe to run twice and by two processes at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError

from glueckauf.catalogue import queries
from glueckauf.catalogue.events import RevisionPublished
from glueckauf.catalogue.models import Publication, Revision
from glueckauf.catalogue.queries.folders import Everything, Offer, everything, folders
from glueckauf.catalogue.rules.content import content, digest, fingerprint_of_code
from glueckauf.cities import queries as cities
from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Actor

Latest = dict[tuple[str, str], Revision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publication did. `problems` are printed lines; a broken Leistung keeps its last good revision."""

    new: tuple[int, ...]
    problems: tuple[str, ...]


def publish_revisions(by: Actor, at: datetime) -> Published:
    """New Revision rows where content changed; what is gone from the folders is no longer current, but stays for those who hold it."""
    mark = fingerprint()
    before = Publication.objects.order_by("-pk").first()
    if before is not None and before.fingerprint == mark:
        return Published(new=(), problems=tuple(before.problems))
    cities.forget()
    found = everything()
    try:
        published = write(found, mark, by=by, at=at)
    except IntegrityError:  # another process was quicker; what it wrote is what we would have written
        published = write(found, mark, by=by, at=at)
    queries.forget()
    return published


def write(found: Everything, mark: str, *, by: Actor, at: datetime) -> Published:
    """All rows in one transaction."""
    lines = tuple(str(p) for p in (*cities.problems(), *found.problems))
    with writing(by):
        before = Publication.objects.order_by("-pk").first()
        latest, new = latest_rows(), []
        for offer in found.offers:
            if row := changed(offer, latest, by=by, at=at):
                latest[key(offer)] = row
                new.append(row.pk)
        current = [latest[key(offer)].pk for offer in found.offers] + still_good(found.offers, before, latest)
        Publication.objects.create(fingerprint=mark, current=sorted(current), problems=lines, actor=by.code, at=at)
    return Published(new=tuple(new), problems=lines)


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


def latest_rows() -> Latest:
    """The newest revision of each Leistung and city, without its content."""
    rows = Revision.objects.defer("content").order_by("number")
    return {(row.leistung, row.kommune): row for row in rows}


def still_good(offers: Iterable[Offer], before: Publication | None, latest: Latest) -> list[int]:
    """Broken now, current before, folder still there: it stays as it was."""
    there = {key(offer) for offer in offers}
    slugs = {folder.name for folder in folders()}
    was = set(before.current) if before else set()
    return [row.pk for at, row in latest.items() if at not in there and row.pk in was and row.leistung in slugs]


def key(offer: Offer) -> tuple[str, str]:
    """Leistung and city."""
    return offer.leistung.key, offer.kommune.key


def fingerprint() -> str:
    """Of every file that counts, and of the code that reads them."""
    mark = sha256(fingerprint_of_code().encode())
    for root in (Path(settings.GLUECKAUF.leistungen), Path(settings.GLUECKAUF.kommunen)):
        for path in sorted(p for p in root.glob("*/*") if p.suffix in (".yaml", ".md", ".typ") and p.name != "beispiele.yaml"):
            mark.update(str(path.relative_to(root)).encode() + b"\0" + sha256(path.read_bytes()).digest())
    return mark.hexdigest()
