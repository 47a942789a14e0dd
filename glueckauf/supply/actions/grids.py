"""A file becomes a preview, then a revision, then the one in force. What is wrong with it leaves the old revision as it is."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.files import read_blob, store_bytes
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply import queries
from glueckauf.supply.events import GridImported, GridReleased
from glueckauf.supply.models import Grid, GridRelease, GridRevision
from glueckauf.supply.providers.engine import Engine, EngineDown, FileRefused, NoAnswer, engine
from glueckauf.supply.rules.norms import default_limits

LOOK_S = 120.0


class FileNotTaken(Refused):
    """Nothing was changed. `places`: what is wrong, each with its place; `count` of all of them."""

    text = "Die Datei wird nicht übernommen. {place}: {reason} Das bisherige Netzmodell bleibt in Kraft."

    def __init__(self, *, place: str, reason: str, places: tuple[tuple[str, str], ...] = (), count: int = 1) -> None:
        super().__init__(place=place, reason=reason)
        self.places, self.count = places or ((place, reason),), count


class GridNeedsSecondPerson(Refused):
    """Who brought a grid does not put it in force."""

    text = "Diese Fassung setzt eine zweite Person in Kraft. Sie haben sie selbst eingelesen. Die Fassung in Kraft bleibt."


class OtherInForce(Refused):
    """Somebody else released a revision meanwhile."""

    text = "Inzwischen ist eine andere Fassung in Kraft. Es wurde nichts geändert. Laden Sie die Seite neu und prüfen Sie noch einmal."


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an import would do: plain values of the engine, and what a revision would keep. `against`: number of the revision it was
    compared with, 0 for none."""

    network: str
    format: str
    file_name: str
    sha256: str
    summary: Mapping[str, Any]
    against: int
    kept: bytes
    series: bytes


def look_at(network: str, *, name: str, content: bytes, series: bytes = b"", by: Clerk | Rule, through: Engine = engine) -> Preview:
    """Against the revision in force. Writes nothing. Raises FileNotTaken."""
    before, against = b"", 0
    with suppress(queries.NoGrid):
        in_force = queries.in_force(by, network)
        before, against = read_blob(in_force.model), in_force.number
    asked = {"network": network, "relied": queries.relied(by, network)}
    try:
        found = through.ask("import", asked, (content, series, before), within_s=LOOK_S)
    except FileRefused as error:
        raise FileNotTaken(place=error.place, reason=error.reason, places=error.problems, count=error.count) from error
    except EngineDown as error:
        raise FileNotTaken(place="Datei", reason="Sie ist zu groß oder zu verwickelt, um sie hier zu lesen.") from error
    except NoAnswer as error:
        raise FileNotTaken(place="Datei", reason=f"Sie lässt sich nicht rechnen ({error.code}).") from error
    return Preview(
        network=network,
        format=found.values["format"],
        file_name=name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        summary=found.values["summary"],
        against=against,
        kept=found.parts[0],
        series=series,
    )


def import_grid(
    looked: Preview,
    *,
    profile_year: str = "ohne Lastgänge",
    limits: Mapping[str, Any] | None = None,
    is_synthetic: bool = False,
    by: Clerk | Rule,
    at: datetime,
) -> int:
    """The number of the new revision. It is not in force before it is released."""
    model = store_bytes(looked.kept, at=at)
    series = store_bytes(looked.series, at=at).sha256 if looked.series else ""
    with writing(by):
        return keep_revision(
            looked.network,
            format=looked.format,
            file_name=looked.file_name,
            sha256=looked.sha256,
            model=model.sha256,
            series=series,
            profile_year=profile_year,
            is_synthetic=is_synthetic,
            summary=dict(looked.summary) | {"against": looked.against},
            limits=default_limits() | dict(limits or {}),
            by=by,
            at=at,
        )


def keep_revision(network: str, *, by: Clerk | Rule, at: datetime, **values: Any) -> int:
    """The next number; values are columns of the row. Inside the caller's transaction."""
    grid = locked(by, network)
    last = GridRevision.objects.visible_to(by).filter(grid=grid).order_by("-number").first()
    number = last.number + 1 if last else 1
    row = GridRevision.objects.create(tenant_id=by.tenant, grid=grid, number=number, actor=by.code, at=at, **values)
    publish(GridImported(tenant=by.tenant, network=network, revision_id=row.pk, number=number), by=by, at=at)
    return number


def release_grid(network: str, *, number: int, instead_of: int | None = None, by: Clerk | Rule, at: datetime) -> None:
    """In force from now on; also an older one again. `instead_of`: number of the one somebody saw in force, 0 for none.
    Raises NotFound, GridNeedsSecondPerson, OtherInForce."""
    with writing(by):
        grid = locked(by, network)
        row = GridRevision.objects.visible_to(by).select_related("file").filter(grid=grid, number=number).first()
        if row is None:
            raise NotFound
        if by.code in importers(row) and isinstance(by, Clerk):
            raise GridNeedsSecondPerson
        if instead_of is not None and instead_of != queries.number_in_force(by, network):
            raise OtherInForce
        GridRelease.objects.create(tenant_id=by.tenant, revision=row, actor=by.code, at=at)
        publish(GridReleased(tenant=by.tenant, network=network, revision_id=row.pk, number=number), by=by, at=at)


def importers(row: GridRevision) -> set[str]:
    """Who brought the file, and who made a revision of it."""
    return {row.actor} | ({row.file.actor} if row.file else set())


def locked(by: Clerk | Rule, network: str) -> Grid:
    """The grid's row, made when it is the first time, and held until the transaction ends."""
    Grid.objects.bulk_create([Grid(tenant_id=by.tenant, network=network)], ignore_conflicts=True)
    return Grid.objects.visible_to(by).select_for_update().get(network=network)
