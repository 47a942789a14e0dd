"""Tables of supply: revisions of grids, and what was promised on them."""

from glueckauf.supply.models.grid import Grid, GridRelease, GridRevision
from glueckauf.supply.models.imports import GridFile, GridLook, GridLookTurn
from glueckauf.supply.models.outage import ElementPosition, Outage, OutageStep, StreetWatch
from glueckauf.supply.models.reservation import Reservation, ReservationStep
from glueckauf.supply.models.sensor import Sensor
from glueckauf.supply.models.study import Study, StudyPart, StudyResult, StudyStep, StudyTurn, StudyWait
from glueckauf.supply.models.trench import Trench, TrenchStep
