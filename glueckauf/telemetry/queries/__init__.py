"""Reads of telemetry."""

from glueckauf.telemetry.queries.alarms import AlarmRow, alarm, alarms
from glueckauf.telemetry.queries.calm import LastingAlarm, Shown, lasting_alarms
from glueckauf.telemetry.queries.quality import Quality, quality
from glueckauf.telemetry.queries.series import Fault, LatestValue, Refused, Span, clock_faults, device_of_series, latest, refused, span
from glueckauf.telemetry.queries.token import Sender, ids_of, inlet, sender_of_token
from glueckauf.telemetry.queries.usual import Change, UsualHour, changes, usual_hours, usual_levels
from glueckauf.telemetry.queries.watched import WatchedGroup, WatchedSeries, hours, singles, watched_groups, watched_series
