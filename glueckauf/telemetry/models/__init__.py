"""Tables of telemetry: devices and their tokens, series, values in three resolutions, and what is known of their quality."""

from glueckauf.telemetry.models.alarm import Alarm, AlarmAcknowledgement, AlarmCalm, AlarmMember, Watch
from glueckauf.telemetry.models.device import Device, DeviceToken, TokenRevocation
from glueckauf.telemetry.models.quality import ClockFault, DeviceClock, Gap, RefusedCount
from glueckauf.telemetry.models.series import HourToRoll, Latest, Reading, Rollup, Series
