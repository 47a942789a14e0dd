"""A trench in the words and values of a finding: for clerk and applicant, without a single element of a grid."""

from collections.abc import Iterator, Sequence
from typing import Any

from glueckauf.supply.rules.rings import Ring, square_metres
from glueckauf.supply.rules.trench import OPEN, Kind, Lies, Trench, hints, metric, sentence


def reasons(asked: Trench, ring: Ring, found: Sequence[Lies], clashes: Sequence[str], *, city: str, is_elsewhere: bool) -> tuple[str, ...]:
    """Where was looked, what lies there, what comes in its way, what to keep."""
    wrong = (f"Die gezeichnete Fläche liegt nicht bei {asked.where}. Bitte klären Sie, wo gegraben wird.",) if is_elsewhere else ()
    return (
        *wrong,
        *told(asked, ring, found, city),
        *clashes,
        *hints(found),
        *((OPEN,) if any(one.kind is Kind.LIES for one in found) else ()),
    )


def told(asked: Trench, ring: Ring, found: Sequence[Lies], city: str) -> Iterator[str]:
    """The place, and a sentence for each network."""
    if asked.ring:
        yield f"Angesehen ist die gezeichnete Fläche zu {asked.where}: {metric(square_metres(ring))}²."
    elif ring:
        size = f"{metric(square_metres(ring))}²"
        yield f"Angesehen ist der Streifen vor {asked.where} ({size}), weil keine Fläche gezeichnet ist."
    yield from (sentence(one, city) for one in found)
    if any(one.is_synthetic and one.kind is not Kind.DOWN for one in found):
        yield "Gerechnet ist auf einem synthetischen Netz: Es sagt nichts über wirkliche Leitungen."


def evidence(asked: Trench, ring: Ring, found: Sequence[Lies], clashes: Sequence[str]) -> dict[str, Any]:
    """Plain values: numbers and names of operators."""
    return {
        "area": {"drawn": bool(asked.ring), "known": bool(ring), "square_metres": round(square_metres(ring), 1) if ring else None},
        "networks": [
            {
                "network": one.network,
                "operator": one.operator,
                "known": one.kind,
                "metres": one.metres,
                "sections": one.sections,
                "customers": one.customers,
                "unplaced": one.unplaced,
                "revision": one.revision,
                "synthetic": one.is_synthetic,
            }
            for one in found
        ],
        "clashes": list(clashes),
        "conditions": [*hints(found)],
        "open": [OPEN],
    }
