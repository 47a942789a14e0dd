"""Hours of the folder become rows, at every start. A room that somebody changed on the page is left alone: the page counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from glueckauf.cities.actions.openings import end_opening, enter_opening, enter_room
from glueckauf.cities.models import Opening, Room
from glueckauf.cities.queries import kommunen
from glueckauf.cities.queries.room_files import FOLDER, is_taken_over, line_of, lines_of, of_room, room_file
from glueckauf.cities.rules.room_file import RoomOfFile
from glueckauf.core.db import writing
from glueckauf.core.scope import Scope
from glueckauf.core.strict_yaml import Broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """Who acts: kommunen/ of a city."""

    tenant: str

    @property
    def code(self) -> str:
        """For the audit."""
        return FOLDER

    @property
    def scope(self) -> Scope:
        """The city."""
        return Scope(tenant=self.tenant)


def sync_rooms(*, at: datetime) -> tuple[str, ...]:
    """Enters what is new, ends what is gone; returns the cities in which something changed. Safe to run twice and by several at once."""
    changed = []
    for city in kommunen():
        try:
            said = room_file(city.key)
        except Broken:
            continue
        by = Folder(tenant=city.key)
        with writing(by):
            rooms = said.rooms if said else ()
            if sum([*(_follow(room, by=by, at=at) for room in rooms), _end_others(rooms, by=by, at=at)]):
                changed.append(city.key)
    return tuple(changed)


def _follow(room: RoomOfFile, *, by: Folder, at: datetime) -> int:
    """How many lines changed."""
    row = enter_room(room.office, name=room.name, site=room.site, by=by, at=at)
    Room.objects.select_for_update().get(pk=row.pk)
    if is_taken_over(of_room(by.tenant, room)):
        return 0
    wanted: dict[Any, Any] = lines_of(room)
    there = {line_of(o): o.pk for o in of_room(by.tenant, room).filter(ended_at=None)}
    gone, new = there.keys() - wanted.keys(), wanted.keys() - there.keys()
    for line in gone:
        end_opening(there[line], by=by, at=at)
    for hours, people, leistungen in (wanted[line] for line in new):
        enter_opening(row.pk, hours=hours, people=people, leistungen=leistungen, source=room.said_by, by=by, at=at)
    return len(gone) + len(new)


def _end_others(rooms: tuple[RoomOfFile, ...], *, by: Folder, at: datetime) -> int:
    """Rooms that the folder no longer names, while only the folder has entered them."""
    named = {(r.office, r.site, r.name) for r in rooms}
    live = Opening.objects.filter(tenant_id=by.tenant, actor=FOLDER, ended_at=None).select_related("room")
    others = [o for o in live if (o.room.office, o.room.site, o.room.name) not in named]
    gone = [o for o in others if not is_taken_over(Opening.objects.filter(room=o.room_id))]
    for opening in gone:
        end_opening(opening.pk, by=by, at=at)
    return len(gone)
