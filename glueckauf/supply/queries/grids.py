"""Revisions of a grid, and which is in force."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.models import GridRelease, GridRevision


class NoGrid(NotFound):
    """The operator has no revision of this network in force."""

    text = "Für dieses Netz ist noch kein Netzmodell in Kraft."


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What a study stands on. `model` and `series`: hashes in the file store."""

    revision_id: int
    grid_id: int
    number: int
    format: str
    model: str
    series: str
    profile_year: str
    is_synthetic: bool
    limits: dict[str, Any]
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """One line of the list."""

    number: int
    file_name: str
    format: str
    at: datetime
    is_synthetic: bool
    is_in_force: bool


def in_force(actor: Clerk | Rule, network: str) -> InForce:
    """Raises NoGrid."""
    with reading(actor):
        releases = GridRelease.objects.visible_to(actor).filter(revision__grid__network=network)
        release = releases.select_related("revision").order_by("-at", "-pk").first()
    if release is None:
        raise NoGrid
    row = release.revision
    return InForce(
        revision_id=row.pk,
        grid_id=row.grid_id,
        number=row.number,
        format=row.format,
        model=row.model,
        series=row.series,
        profile_year=row.profile_year,
        is_synthetic=row.is_synthetic,
        limits=row.limits,
        since=release.at,
    )


def revisions(actor: Clerk | Rule, network: str) -> tuple[RevisionRow, ...]:
    """Latest first."""
    with reading(actor):
        rows = list(GridRevision.objects.visible_to(actor).filter(grid__network=network).order_by("-number"))
        if not rows:
            return ()
    number = number_in_force(actor, network)
    return tuple(
        RevisionRow(
            number=row.number,
            file_name=row.file_name,
            format=row.format,
            at=row.at,
            is_synthetic=row.is_synthetic,
            is_in_force=row.number == number,
        )
        for row in rows
    )


def number_in_force(actor: Clerk | Rule, network: str) -> int:
    """0 where there is none."""
    return numbers_in_force(actor).get(network, 0)


def numbers_in_force(actor: Clerk | Rule) -> dict[str, int]:
    """By network; one without is not there. Releases are few, and the latest wins."""
    with reading(actor):
        releases = GridRelease.objects.visible_to(actor).order_by("at", "pk")
        return dict(releases.values_list("revision__grid__network", "revision__number"))


def grids_of(actor: Clerk | Rule) -> tuple[str, ...]:
    """Networks of which there is a revision in force."""
    with reading(actor):
        found = GridRelease.objects.visible_to(actor).values_list("revision__grid__network", flat=True).distinct()
        return tuple(sorted(found))
