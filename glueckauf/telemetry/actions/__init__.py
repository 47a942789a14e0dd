"""Writes of telemetry."""

from glueckauf.telemetry.actions.alarm import AlarmOver, AlreadyAcknowledged, acknowledge, end_alarm, raise_alarm
from glueckauf.telemetry.actions.calm import note_calm
from glueckauf.telemetry.actions.detect import detect, detect_bursts, detect_outages
from glueckauf.telemetry.actions.device import (
    AlreadyThere,
    NotAKey,
    issue_token,
    register_device,
    register_series,
    revoke_tokens,
)
from glueckauf.telemetry.actions.forget import forget
from glueckauf.telemetry.actions.gaps import note_silence
from glueckauf.telemetry.actions.published import take_published
from glueckauf.telemetry.actions.roll import roll_up
from glueckauf.telemetry.actions.take import Arrival, Batch, Taken, take
from glueckauf.telemetry.actions.watch import end_watch, watch_group, watch_series
