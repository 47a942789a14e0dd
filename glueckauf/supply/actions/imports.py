"""A grid file brought at the desk: kept, looked at by the engine beside everything else, taken over as a revision or deleted.

Who looks takes a turn, a lease like that of a study: a worker that is killed over a file leaves it to the next, twice. Then the file is
refused, so that no file keeps killing workers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from glueckauf.core.db import reading, writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.files import StoreDown, read_blob, store, store_bytes
from glueckauf.core.outbox import publish
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply import queries
from glueckauf.supply.actions.grids import FileNotTaken, Preview, keep_revision, locked, look_at
from glueckauf.supply.events import GridFileMoved
from glueckauf.supply.models import GridFile, GridLook, GridLookTurn
from glueckauf.supply.providers.engine import reader
from glueckauf.supply.rules.imports import MOST_OPEN, Outcome
from glueckauf.supply.rules.norms import default_limits

LEASE = timedelta(minutes=5)  # longer than the engine may take
TRIES = 2
HEAVY = ("Datei", "Sie ist zu groß oder zu verwickelt, um sie hier zu lesen.")

log = structlog.get_logger("imports")
Clock = Callable[[], datetime]


class TooManyFiles(Refused):
    """The engine has enough to do."""

    text = "Es warten schon {most} Dateien auf die Durchsicht. Diese ist nicht angenommen. Warten Sie, bis eine davon fertig ist."
    status = 429


class NotReady(Refused):
    """The engine has not said yes to it, or another revision is in force since then."""

    text = "Diese Datei lässt sich so nicht übernehmen. Laden Sie die Seite neu: Dort steht, was inzwischen geschehen ist."


def bring_file(
    network: str,
    *,
    name: str,
    content: Iterable[bytes],
    series: Iterable[bytes] | None = None,
    profile_year: str = "",
    by: Clerk,
    at: datetime,
) -> int:
    """Its id; the engine looks at it soon. Raises TooManyFiles, StoreDown."""
    require_room(by)
    grid, profiles = store(content, at=at), None if series is None else store(series, at=at)
    with writing(by):
        require_room(by)
        row = GridFile.objects.create(
            tenant_id=by.tenant,
            network=network,
            name=name[-200:],
            size=grid.size,
            content=grid.sha256,
            series=profiles.sha256 if profiles else "",
            profile_year=(profile_year[:80] or "ohne Angabe") if profiles else "ohne Lastgänge",
            actor=by.code,
            at=at,
        )
        GridLookTurn.objects.create(file=row, tenant=by.tenant, until=at)
        moved(row, "brought", by=by, at=at)
    return row.pk


def require_room(by: Clerk) -> None:
    """Raises TooManyFiles."""
    if GridLookTurn.objects.filter(tenant=by.tenant).count() >= MOST_OPEN:
        raise TooManyFiles(most=MOST_OPEN)


def look_again(file_id: int, *, by: Clerk, at: datetime) -> None:
    """Beside the revision that is in force now. Raises NotFound, NotReady, TooManyFiles."""
    with writing(by):
        row = held(file_id, by)
        require_room(by)
        GridLookTurn.objects.create(file=row, tenant=by.tenant, until=at)
        moved(row, "again", by=by, at=at)


def drop_file(file_id: int, *, by: Clerk, at: datetime) -> None:
    """With all that was said of it. Raises NotFound, NotReady where it is a revision or somebody looks at it."""
    with writing(by):
        row = held(file_id, by)
        moved(row, "dropped", by=by, at=at)
        row.delete()


def take_over(file_id: int, *, by: Clerk, at: datetime) -> int:
    """The number of the new revision; not in force before somebody else releases it. Raises NotFound, NotReady."""
    with writing(by):
        row = held(file_id, by)
        locked(by, row.network)
        look = row.looks.order_by("-pk").first()
        if look is None or look.outcome != Outcome.TAKEN or look.against != queries.number_in_force(by, row.network):
            raise NotReady
        return keep_revision(
            row.network,
            file=row,
            format=look.format,
            file_name=row.name,
            sha256=row.content,
            model=look.kept,
            series=row.series,
            profile_year=row.profile_year,
            is_synthetic=False,
            summary=look.summary,
            limits=default_limits(),
            by=by,
            at=at,
        )


def held(file_id: int, by: Clerk) -> GridFile:
    """The row, locked, that nobody looks at and that is no revision. Raises NotFound, NotReady."""
    row = GridFile.objects.visible_to(by).select_for_update().filter(pk=file_id).first()
    if row is None:
        raise NotFound
    if GridLookTurn.objects.filter(file=row).exists() or hasattr(row, "revision"):
        raise NotReady
    return row


def moved(row: GridFile, state: str, *, by: Clerk | Rule, at: datetime) -> None:
    """For the audit."""
    publish(GridFileMoved(tenant=row.tenant_id, file_id=row.pk, network=row.network, state=state), by=by, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookTurn:
    """A file for a while."""

    file_id: int
    tenant: str
    holder: str
    tries: int

    @property
    def by(self) -> Rule:
        """Who looks."""
        return Rule(tenant=self.tenant, name="supply.looks")


def look_at_next(holder: str, *, clock: Clock) -> bool:
    """At the file that waits longest; False when none waits. `holder`: a name nobody else has."""
    turn = take_look(holder, at=clock())
    if turn is None:
        if not GridLookTurn.objects.exists():
            reader.stop()  # a file is rare, and the process holds as much memory as the largest one took
        return False
    with reading(turn.by):
        row = GridFile.objects.visible_to(turn.by).filter(pk=turn.file_id).first()
    if row is None:
        return False
    try:
        look = looked(row, turn)
    except (StoreDown, FileNotFoundError) as error:  # tried again when the lease is over
        log.warning("look_waits", file=row.pk, error=type(error).__name__)
        return True
    keep_look(turn, row, look, at=clock())
    return True


def take_look(holder: str, *, at: datetime) -> LookTurn | None:
    """The file that waits longest and that nobody holds."""
    waiting = GridLookTurn.objects.filter(until__lte=at).order_by("until", "file_id")
    for file_id, tenant, tries in waiting.values_list("file_id", "tenant", "tries")[:10]:
        with writing(Scope(tenant=tenant)):
            free = GridLookTurn.objects.filter(file_id=file_id, until__lte=at)
            if free.update(holder=holder, until=at + LEASE, tries=tries + 1):
                return LookTurn(file_id=file_id, tenant=tenant, holder=holder, tries=tries + 1)
    return None


def looked(row: GridFile, turn: LookTurn) -> Preview | FileNotTaken:
    """What the engine says. Raises StoreDown, FileNotFoundError."""
    if turn.tries > TRIES:
        return FileNotTaken(place=HEAVY[0], reason=HEAVY[1])
    content, series = read_blob(row.content), read_blob(row.series) if row.series else b""
    try:
        return look_at(row.network, name=row.name, content=content, series=series, by=turn.by, through=reader)
    except FileNotTaken as refused:
        return refused


def keep_look(turn: LookTurn, row: GridFile, look: Preview | FileNotTaken, *, at: datetime) -> None:
    """Unless somebody else looked meanwhile."""
    values: dict[str, Any]
    if isinstance(look, FileNotTaken):
        values = {"outcome": Outcome.REFUSED, "against": 0, "summary": {}, "places": [list(one) for one in look.places]}
        values["count"] = look.count
    else:
        values = {"outcome": Outcome.TAKEN, "against": look.against, "format": look.format, "places": [], "count": 0}
        values |= {"summary": dict(look.summary) | {"against": look.against}, "kept": store_bytes(look.kept, at=at).sha256}
    with writing(turn.by):
        if GridLookTurn.objects.filter(file_id=turn.file_id, holder=turn.holder).delete()[0]:
            GridLook.objects.create(tenant_id=turn.tenant, file=row, at=at, **values)
            moved(row, values["outcome"], by=turn.by, at=at)


def forget_files(before: datetime, *, by: Rule) -> int:
    """Those brought before that day that became no revision and that nobody looks at; how many."""
    with writing(by):
        old = GridFile.objects.visible_to(by).filter(at__lt=before, revision=None, turn=None)
        return old.delete()[1].get("supply.GridFile", 0)
