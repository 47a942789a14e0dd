"""The MQTT subscriber: takes what the broker keeps for it, stores it, and acknowledges only then.

One session that the broker remembers (clean_session off, QoS 1): what was not acknowledged comes again after a restart of either. A value
that comes again is one, so nothing is lost and nothing doubled wherever this process dies. One thread: it reads, stores, acknowledges.
"""

import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from django.db import InterfaceError, OperationalError, connection
from paho.mqtt.client import Client, MQTTMessage, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from glueckauf.core.clock import now
from glueckauf.core.place import place_of
from glueckauf.telemetry import actions
from glueckauf.telemetry.rules.topic import ALL

log = structlog.get_logger("telemetry")

SESSION = "glueckauf"
KEEPALIVE_S = 30
AT_ONCE = 1_000
WAIT_S = 0.25
TOGETHER_S = 0.02  # a pause in what arrives that is long enough to store what is there
LONGEST_PAUSE_S = 30.0
PAUSE_S = 1.0


class NotSafe(ValueError):
    """A broker elsewhere, without TLS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """Where, and as whom."""

    host: str
    port: int
    user: str
    password: str
    has_tls: bool


def broker_of(url: str) -> Broker:
    """mqtts://user:password@host:port; mqtt:// on this machine only. Raises NotSafe, ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in ("mqtt", "mqtts") or not parts.hostname:
        raise ValueError("GLUECKAUF_MQTT_URL is no mqtt[s]://user:password@host:port")
    has_tls = parts.scheme == "mqtts"
    if not has_tls and not is_here(parts.hostname):
        raise NotSafe("GLUECKAUF_MQTT_URL: without TLS (mqtts://) only a broker on this machine")
    port = parts.port or (8883 if has_tls else 1883)
    return Broker(
        host=parts.hostname, port=port, user=unquote(parts.username or ""), password=unquote(parts.password or ""), has_tls=has_tls
    )


def is_here(host: str) -> bool:
    """By name or number."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Subscriber:
    """Messages that wait to be stored, and the line to the broker."""

    def __init__(self, broker: Broker, on_ready: Callable[[], None]) -> None:
        self.broker, self.on_ready = broker, on_ready
        self.waiting: list[MQTTMessage] = []
        self.arrival, self.heard = actions.Arrival.KEPT, 0.0
        self.client = Client(CallbackAPIVersion.VERSION2, client_id=SESSION, clean_session=False, protocol=MQTTv311, manual_ack=True)
        self.client.username_pw_set(broker.user, broker.password)
        if broker.has_tls:
            self.client.tls_set_context(ssl.create_default_context())
        self.client.on_connect, self.client.on_subscribe = self.connected, self.subscribed
        self.client.on_message, self.client.on_disconnect = self.arrived, self.disconnected

    def connected(self, client: Client, userdata: Any, flags: Any, reason: Any, properties: Any) -> None:
        """Subscribing again is harmless, and needed when the broker lost its memory. What comes first waited at the broker."""
        self.arrival, self.heard = actions.Arrival.KEPT, time.monotonic()
        if reason.is_failure:
            log.error("mqtt_refused", reason=str(reason))
        else:
            client.subscribe(ALL, qos=1)

    def subscribed(self, client: Client, userdata: Any, mid: int, reasons: Any, properties: Any) -> None:
        """A broker that forbids it says so here."""
        if any(reason.is_failure for reason in reasons):
            log.error("mqtt_not_subscribed", reason=", ".join(map(str, reasons)))
        else:
            self.on_ready()

    def arrived(self, client: Client, userdata: Any, message: MQTTMessage) -> None:
        """Not acknowledged yet. After a pause in what arrives nothing waited at the broker any more."""
        if time.monotonic() > self.heard + PAUSE_S:
            self.arrival = actions.Arrival.STRAIGHT
        self.heard = time.monotonic()
        self.waiting.append(message)

    def disconnected(self, client: Client, userdata: Any, flags: Any, reason: Any, properties: Any) -> None:
        """What was not acknowledged comes again with another number."""
        self.waiting.clear()

    def run(self, stop: threading.Event) -> None:
        """Until told to stop; what has arrived then is stored first."""
        pause_s = 0.5
        while not stop.is_set():
            if self.connect():
                pause_s = 0.5
                self.listen(stop)
            elif stop.wait(pause_s):
                break
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
        self.store()
        self.client.disconnect()
        self.client.loop(0.2)
        connection.close()

    def connect(self) -> bool:
        """A broker that is away is tried again, longer each time."""
        try:
            return self.client.connect(self.broker.host, self.broker.port, KEEPALIVE_S) == MQTTErrorCode.MQTT_ERR_SUCCESS
        except (OSError, ValueError) as error:
            log.warning("mqtt_away", error=place_of(error))
            return False

    def listen(self, stop: threading.Event) -> None:
        """As long as the line holds."""
        while not stop.is_set():
            before = len(self.waiting)
            if self.client.loop(TOGETHER_S if before else WAIT_S) != MQTTErrorCode.MQTT_ERR_SUCCESS:
                return
            if self.waiting and (len(self.waiting) == before or len(self.waiting) >= AT_ONCE) and not self.store():
                stop.wait(1)

    def store(self) -> bool:
        """All that waits, then the acknowledgements. False: the database is away, they still wait."""
        messages = list(self.waiting)
        try:
            self.take(messages)
        except (OperationalError, InterfaceError) as error:
            log.error("mqtt_not_stored", error=place_of(error))
            connection.close()
            self.arrival, self.heard = actions.Arrival.KEPT, time.monotonic()
            return False
        for message in messages:
            self.client.ack(message.mid, message.qos)
        del self.waiting[: len(messages)]
        self.heard = time.monotonic()
        return True

    def take(self, messages: list[MQTTMessage]) -> None:
        """Together; if one of them is a fault of ours, one by one, so that it stops no other. It stays in the log and is not kept."""
        try:
            strange = actions.take_published([(m.topic, bytes(m.payload)) for m in messages], at=now(), arrival=self.arrival)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.error("mqtt_message_fault", error=place_of(error), messages=len(messages))
            for message in messages if len(messages) > 1 else ():
                self.take([message])
            return
        if strange:
            log.warning("mqtt_unknown_device", messages=strange)


def serve(url: str, stop: threading.Event, *, on_ready: Callable[[], None] = lambda: None) -> None:
    """Blocks until `stop` is set. Raises NotSafe, ValueError for an address that is none."""
    Subscriber(broker_of(url), on_ready).run(stop)
