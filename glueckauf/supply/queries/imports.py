"""The page of imports: revisions of each network, files on their way to one, one file, one revision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from glueckauf.cities.queries import operators
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.identity.queries import clerk_names
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.models import GridFile, GridLook, GridRelease, GridRevision
from glueckauf.supply.queries.grids import number_in_force, numbers_in_force
from glueckauf.supply.rules.imports import FORMATS, Outcome, Stand
from glueckauf.vorgaenge import queries as vorgaenge

LISTED = 20  # revisions of a network, and files
RULE = "Anlage"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionLine:
    """`released`: when it was put in force last; None: never."""

    number: int
    at: datetime
    by: str
    file_name: str
    format: str
    is_synthetic: bool
    is_in_force: bool
    released: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file that is no revision yet."""

    id: int
    network: str
    name: str
    size: int
    at: datetime
    by: str
    stand: Stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """Revisions by network, the latest first; files, the latest first."""

    revisions: Mapping[str, tuple[RevisionLine, ...]]
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage(FileLine):
    """With what the engine said. `revision`: what became of it, 0 for nothing yet."""

    format: str
    summary: Mapping[str, Any]
    places: tuple[tuple[str, str], ...]
    count: int
    sha256: str
    has_series: bool
    profile_year: str
    revision: int
    in_force: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionPage(RevisionLine):
    """`mine`: the asking clerk brought it. `releases`: when and by whom, the latest first. `in_force`: number of the one that is."""

    network: str
    raw_format: str
    summary: Mapping[str, Any]
    sha256: str
    has_series: bool
    profile_year: str
    mine: bool
    releases: tuple[tuple[datetime, str], ...]
    in_force: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAgain:
    """Vorgänge without a decision that are examined anew when a revision is released."""

    connections: int
    trenches: int


def imports(actor: Clerk, networks: Iterable[str]) -> Imports:
    """Of the networks somebody runs."""
    keys = list(networks)
    with reading(actor):
        found = {
            key: list(
                GridRevision.objects.visible_to(actor).filter(grid__network=key).prefetch_related("releases").order_by("-number")[:LISTED]
            )
            for key in keys
        }
        files = list(
            GridFile.objects.visible_to(actor)
            .filter(network__in=keys, revision=None)
            .select_related("turn", "revision")
            .order_by("-at", "-pk")[:LISTED]
        )
        looks = latest_looks(actor, files)
    in_force = dict.fromkeys(keys, 0) | numbers_in_force(actor)
    names = named([row.actor for rows in found.values() for row in rows] + [row.actor for row in files])
    return Imports(
        revisions={key: tuple(RevisionLine(**of_revision(row, names, in_force[key])) for row in rows) for key, rows in found.items()},
        files=tuple(FileLine(**of_file(row, looks.get(row.pk), names, in_force[row.network])) for row in files),
    )


def latest_looks(actor: Clerk, files: Iterable[GridFile]) -> dict[int, GridLook]:
    """By file."""
    rows = GridLook.objects.visible_to(actor).filter(file__in=list(files)).defer("summary", "places").order_by("pk")
    return {row.file_id: row for row in rows}


def of_revision(row: GridRevision, names: Mapping[str, str], in_force: int) -> dict[str, Any]:
    """What list and page share."""
    return {
        "number": row.number,
        "at": row.at,
        "by": names.get(row.actor, RULE),
        "file_name": row.file_name,
        "format": FORMATS.get(row.format, row.format),
        "is_synthetic": row.is_synthetic,
        "is_in_force": row.number == in_force,
        "released": max((one.at for one in row.releases.all()), default=None),
    }


def of_file(row: GridFile, look: GridLook | None, names: Mapping[str, str], in_force: int) -> dict[str, Any]:
    """What list and page share."""
    return {
        "id": row.pk,
        "network": row.network,
        "name": row.name,
        "size": row.size,
        "at": row.at,
        "by": names.get(row.actor, RULE),
        "stand": stand(row, look, in_force),
    }


def stand(row: GridFile, look: GridLook | None, in_force: int) -> Stand:
    """A preview holds for the revision it was made beside."""
    if hasattr(row, "revision"):
        return Stand.REVISION
    if hasattr(row, "turn") or look is None:
        return Stand.WAITING
    if look.outcome == Outcome.REFUSED:
        return Stand.REFUSED
    return Stand.READY if look.against == in_force else Stand.OUTDATED


def named(codes: Iterable[str]) -> dict[str, str]:
    """Names of clerks by the code of the audit."""
    ids = {int(code.removeprefix("clerk:")) for code in codes if code.startswith("clerk:")}
    return {f"clerk:{pk}": name for pk, name in clerk_names(frozenset(ids)).items()} if ids else {}


def grid_file(actor: Clerk, file_id: int) -> FilePage:
    """Raises NotFound, for a file of somebody else too."""
    with reading(actor):
        row = GridFile.objects.visible_to(actor).select_related("turn", "revision").filter(pk=file_id).first()
        if row is None:
            raise NotFound
        look = GridLook.objects.visible_to(actor).filter(file=row).order_by("-pk").first()
    in_force = number_in_force(actor, row.network)
    return FilePage(
        **of_file(row, look, named([row.actor]), in_force),
        format=look.format if look else "",
        summary=look.summary if look else {},
        places=tuple((place, reason) for place, reason in look.places) if look else (),
        count=look.count if look else 0,
        sha256=row.content,
        has_series=bool(row.series),
        profile_year=row.profile_year,
        revision=row.revision.number if hasattr(row, "revision") else 0,
        in_force=in_force,
    )


def revision(actor: Clerk, network: str, number: int) -> RevisionPage:
    """Raises NotFound."""
    with reading(actor):
        rows = GridRevision.objects.visible_to(actor).filter(grid__network=network, number=number)
        row = rows.select_related("file").prefetch_related("releases").first()
        if row is None:
            raise NotFound
        releases: list[GridRelease] = sorted(row.releases.all(), key=lambda one: (one.at, one.pk), reverse=True)
    in_force = number_in_force(actor, network)
    names = named([row.actor, *(one.actor for one in releases)])
    return RevisionPage(
        **of_revision(row, names, in_force),
        network=network,
        raw_format=row.format,
        summary=row.summary,
        sha256=row.sha256,
        has_series=bool(row.series),
        profile_year=row.profile_year,
        mine=actor.code in {row.actor, row.file.actor if row.file else ""},
        releases=tuple((one.at, names.get(one.actor, RULE)) for one in releases),
        in_force=in_force,
    )


def asked_again(actor: Clerk, network: str) -> AskedAgain:
    """Connections to the own power grid; trenches of all cities the operator serves."""
    connections = vorgaenge.undecided(Rule(tenant=actor.tenant, name="supply"), "netzanschluss") if network == "power" else []
    trenches = [one for city in kommunen_of(actor.tenant) for one in vorgaenge.undecided(Rule(tenant=city, name="supply"), "aufgrabung")]
    return AskedAgain(connections=len(connections), trenches=len(trenches))


def kommunen_of(tenant: str) -> list[str]:
    """Cities an operator serves; a city that runs its own network is one."""
    served = [one.kommune for operator in operators() if operator.key == tenant for one in operator.serves]
    return served or [tenant]
