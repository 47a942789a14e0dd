"""A town of two stations and 16 houses as files, and studies of it: small, so that a whole one takes less than a second."""

from functools import lru_cache

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import actions, queries
from glueckauf.supply.actions.drive import ended, keep_part, take_turn
from glueckauf.supply.actions.town import YEAR
from glueckauf.supply.engine.calls.town import town
from glueckauf.supply.engine.studies import parts
from glueckauf.supply.engine.studies.merge import merged
from glueckauf.supply.models import StudyPart
from glueckauf.supply.providers.studies.run import Done
from glueckauf.supply.rules.norms import default_limits
from glueckauf.supply.rules.studies import Kind, State, worst_first
from tests.make_catalogue import NOON
from tests.make_supply import BY

VILLAGE = {"transformers": 2, "houses": 16, "origin": (7.2, 51.48), "postcode": "44787"}
ASKED = {
    Kind.HOSTING: {"sign": 1, "most_kw": 100},
    Kind.OUTAGES: {"days": 4},
    Kind.LEAKS: {"leaks": 20, "sensors": 6, "seed": 3},
}
NETWORK = {Kind.HOSTING: "power", Kind.OUTAGES: "power", Kind.LEAKS: "water"}


@lru_cache(maxsize=1)
def files():
    """Power, profiles, water."""
    return town(VILLAGE, 11)


def of(kind):
    """Files as a study of this kind takes them."""
    power, series, water = files()
    return (water, b"") if kind is Kind.LEAKS else (power, series)


def study(kind, **asked):
    """In this process, with the solver's classes."""
    return parts.STUDIES[kind](of(kind), default_limits(), ASKED[kind] | asked)


def at_once(kind, **asked):
    """All rows, one part after the other, nobody else involved."""
    made = study(kind, **asked)
    return worst_first(kind, merged(row for part in made.parts() for row in made.part(part)))


def grids(by=BY):
    """Both networks of the village in force."""
    power, series, water = files()
    for network, name, content, year in (("power", "netz.zip", power, series), ("water", "wasser.npz", water, b"")):
        looked = actions.look_at(network, name=name, content=content, series=year, by=by)
        number = actions.import_grid(looked, profile_year=YEAR, is_synthetic=True, by=by, at=NOON)
        actions.release_grid(network, number=number, by=by, at=NOON)


def started(kind, by=BY, **asked):
    """A study that waits for its turn."""
    return actions.start_study(actions.plan_study(kind, asked=ASKED[kind] | asked, by=by), by=by, at=NOON)


def finished(tenant):
    """A study of one leak, as if it had been computed."""
    by = Rule(tenant=tenant, name="supply")
    looked = actions.look_at("water", name="wasser.npz", content=files()[2], by=by)
    actions.release_grid("water", number=actions.import_grid(looked, is_synthetic=True, by=by, at=NOON), by=by, at=NOON)
    key = started(Kind.LEAKS, by=by, leaks=10)
    turn = take_turn("a", at=NOON)
    leak = {"id": 0, "pipe": "a", "street": "", "m3h": 5.0, "found": "b", "found_street": "", "metres": 40.0}
    keep_part(turn, Done(number=0, rows=(leak,), solver="EPANET", seconds=0.1), runner="engine", at=NOON)
    ended(turn, State.FINISHED, at=NOON)
    return key


def kept(study_id, by=BY):
    """Numbers of the parts that have a row."""
    with reading(by):
        return sorted(StudyPart.objects.visible_to(by).filter(study_id=study_id).values_list("number", flat=True))


def rows(study_id, by=BY):
    """Of a finished study."""
    return queries.study_rows(by, study_id)
