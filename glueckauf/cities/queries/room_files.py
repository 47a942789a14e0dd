"""kommunen/<city>/termine.yaml, and which of its rooms the pages have taken over. A broken file is reported and changes nothing."""

from dataclasses import astuple

from django.db.models import Q, QuerySet

from glueckauf.cities.models import Opening
from glueckauf.cities.queries import kommunen
from glueckauf.cities.queries.tenant_folders import problem, shown
from glueckauf.cities.rules.room_file import RoomFile, RoomOfFile
from glueckauf.core.db import reading
from glueckauf.core.scope import Scope
from glueckauf.core.strict_yaml import Broken, Problem, load

FILE = "termine.yaml"
FOLDER = "rule:kommunen"  # who entered what the folder says
Line = tuple[object, ...]


def room_file(tenant: str) -> RoomFile | None:
    """None where there is none. Raises Broken."""
    path = kommunen.folder() / tenant / FILE
    if not path.is_file():
        return None
    name = shown(path)
    try:
        found = load(RoomFile, path.read_text("utf-8"), name)
    except (OSError, UnicodeDecodeError) as error:
        raise Broken([problem(path, "", "unreadable", type(error).__name__)]) from error
    offices = {o.key for o in kommunen.kommune(tenant).offices}
    if strange := sorted({r.office for r in found.rooms} - offices):
        raise Broken([problem(path, "rooms", "no_such_office", ", ".join(strange))])
    return found


def room_problems() -> tuple[Problem, ...]:
    """Of all cities."""
    found: list[Problem] = []
    for city in kommunen.kommunen():
        try:
            room_file(city.key)
        except Broken as broken:
            found.extend(broken.problems)
    return tuple(found)


def lines_of(room: RoomOfFile) -> dict[Line, tuple[object, ...]]:
    """What the folder wants, comparable with what is entered; as hours, people and Leistungen."""
    return {
        (*astuple(day), hours.people, tuple(sorted(set(hours.leistungen)))): (day, hours.people, hours.leistungen)
        for hours in room.hours
        for day in hours.by_weekday()
    }


def line_of(row: Opening) -> Line:
    """What is entered."""
    hours = (row.weekday, row.opens, row.closes, row.minutes, row.first_day, row.last_day)
    return (*hours, row.people, tuple(row.leistungen))


def of_room(tenant: str, room: RoomOfFile) -> QuerySet[Opening]:
    """All that was ever entered for it."""
    return Opening.objects.filter(tenant_id=tenant, room__office=room.office, room__site=room.site, room__name=room.name)


def is_taken_over(openings: QuerySet[Opening]) -> bool:
    """Somebody has entered or ended hours of this room on the page: from then on the page counts."""
    return openings.filter(~Q(actor=FOLDER) | (~Q(ended_by="") & ~Q(ended_by=FOLDER))).exists()


def overruled(tenant: str) -> tuple[str, ...]:
    """Rooms of the folder that the pages have taken over and that differ from it."""
    try:
        said = room_file(tenant)
    except Broken:
        return ()
    found = []
    with reading(Scope(tenant=tenant)):
        for room in said.rooms if said else ():
            rows = of_room(tenant, room)
            if is_taken_over(rows) and {line_of(r) for r in rows.filter(ended_at=None)} != set(lines_of(room)):
                found.append(f"{room.name}, {room.site}")
    return tuple(found)
