"""Outages as open data: what the page says, by street. Nothing of the grid itself."""

from collections.abc import Mapping
from typing import Any

from glueckauf.supply.rules.public_outage import PublicOutage

COLUMNS = (
    "id",
    "network",
    "kind",
    "state",
    "cause",
    "street",
    "first",
    "last",
    "houses",
    "begins_at",
    "expected_end",
    "ended_at",
    "operator",
    "synthetic",
)


def values(one: PublicOutage, street: Mapping[str, Any]) -> dict[str, Any]:
    """In the order of COLUMNS; None where nobody knows yet."""
    told = (
        one.id,
        one.network,
        one.kind,
        str(one.state),
        one.cause,
        street["street"],
        str(street["first"]),
        str(street["last"]),
        street["houses"],
        one.begins_at.isoformat(),
        one.expected_end.isoformat() if one.expected_end else None,
        one.ended_at.isoformat() if one.ended_at else None,
        one.operator,
        one.is_synthetic,
    )
    return dict(zip(COLUMNS, told, strict=True))


def feature(one: PublicOutage, street: Mapping[str, Any]) -> dict[str, Any]:
    """A street as a line from its first to its last house (RFC 7946: longitude, latitude); without a place geometry is null."""
    line = street.get("line")
    geometry = {"type": "LineString", "coordinates": [list(point) for point in line]} if line else None
    return {"type": "Feature", "geometry": geometry, "properties": values(one, street)}
