"""The way in by MQTT: a real broker with the shipped rules, a subscriber that is killed, and what devices must not do."""

import json
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from broker import PASSWORD, Broker
from django.core.management import CommandError, call_command
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.reasoncodes import ReasonCode
from real_mail import ROOT, House, wait_for

from glueckauf.core import clock
from glueckauf.core.supervise import die_with_parent
from glueckauf.telemetry import actions
from glueckauf.telemetry.rules.topic import LARGEST, lines, topic
from glueckauf.telemetry.rules.values import Reason
from glueckauf.telemetry.tasks import mqtt
from glueckauf.telemetry.tasks.mqtt import NotSafe, broker_of, serve
from tests import make_telemetry as make


def message(value=4.2, *, seconds=0, at=None):
    at = at or clock.now().replace(microsecond=0) - timedelta(minutes=30) + timedelta(seconds=seconds)
    return json.dumps({"at": make.stamp(at), "value": value})


@pytest.mark.parametrize(
    "name",
    [
        "glueckauf/bochum/d1",
        "glueckauf/bochum/d1/a/b",
        "glueckauf/bochum/d1/",
        "glueckauf//d1/a",
        "glueckauf/bochum/../a",
        "glueckauf/bochum/d1/a;b",
        "glueckauf/+/d1/a",
        "glueckauf/bochum/#/a",
        "$SYS/bochum/d1/a",
        "glueckauf/bochum/d1/a' OR '1'='1",
        "glueckauf/BOCHUM/d1/a",
    ],
)
def test_a_topic_that_is_not_exactly_ours_is_none(name):
    assert topic(name) is None


@pytest.mark.parametrize("payload", [b"", b"4.2", b"{", b"[]", b"[1]", b"\xff", b"[" * 50_000, b"{}" * LARGEST, b'"x"', b"null"])
def test_a_message_that_cannot_be_read_is_one_refused_line(payload):
    assert [line.reason for line in lines("a", payload)] == [Reason.SHAPE]


@pytest.mark.django_db
def test_messages_of_many_devices_and_tenants_go_where_they_belong():
    make.device("bochum", key="d1")
    make.device("dortmund", key="d1")
    published = [("glueckauf/bochum/d1/druck", 1), ("glueckauf/dortmund/d1/druck", 2), ("glueckauf/bochum/d9/druck", 3), ("x/y", 4)]
    at = make.NOON + timedelta(seconds=1)
    assert actions.take_published([(name, message(value, at=make.NOON).encode()) for name, value in published], at=at) == 2
    assert (make.values("bochum"), make.values("dortmund")) == ([(0, 1)], [(0, 2)])


@pytest.mark.django_db
def test_a_series_of_another_device_is_refused_even_if_the_broker_lets_it_through():
    make.device(key="d1", series=("a",))
    make.device(key="d2", series=("b",))
    actions.take_published([("glueckauf/bochum/d1/b", message(at=make.NOON).encode())], at=make.NOON)
    assert make.values() == []


@pytest.mark.django_db
def test_what_waited_at_the_broker_says_nothing_of_a_clock_that_is_behind_but_all_of_one_that_is_ahead():
    make.device(key="d1", series=("a",))
    for number in range(10):
        old = message(1, at=make.NOON + timedelta(seconds=number)).encode()
        actions.take_published([("glueckauf/bochum/d1/a", old)], at=make.NOON + timedelta(hours=9), arrival=actions.Arrival.KEPT)
    assert (len(make.values()), make.faults()) == (10, [])
    ahead = message(1, at=make.NOON + timedelta(minutes=2)).encode()
    actions.take_published([("glueckauf/bochum/d1/a", ahead)], at=make.NOON, arrival=actions.Arrival.KEPT)
    assert [kind for kind, _, _ in make.faults()] == ["ahead"]


def test_after_a_pause_messages_come_straight_from_their_devices():
    subscriber = mqtt.Subscriber(broker_of("mqtt://a:b@127.0.0.1"), lambda: None)
    subscriber.connected(subscriber.client, None, None, ReasonCode(PacketTypes.CONNACK, "Success"), None)
    subscriber.arrived(subscriber.client, None, MQTTMessage(1))
    assert subscriber.arrival == actions.Arrival.KEPT
    subscriber.heard -= mqtt.PAUSE_S + 1
    subscriber.arrived(subscriber.client, None, MQTTMessage(2))
    assert subscriber.arrival == actions.Arrival.STRAIGHT and len(subscriber.waiting) == 2
    subscriber.disconnected(subscriber.client, None, None, None, None)
    assert subscriber.waiting == []


@pytest.mark.parametrize(
    ("url", "error"),
    [("mqtt://a:b@broker.example", NotSafe), ("http://a@x", ValueError), ("mqtts://", ValueError), ("mqtt://10.0.0.1", NotSafe)],
)
def test_a_broker_elsewhere_needs_tls(url, error):
    with pytest.raises(error):
        broker_of(url)


def test_an_address_says_who_and_where():
    found = broker_of("mqtts://glueckauf:a%2Fb@broker.example")
    assert (found.host, found.port, found.password, found.has_tls) == ("broker.example", 8883, "a/b", True)


def test_without_an_address_the_command_says_so():
    with pytest.raises(CommandError, match="GLUECKAUF_MQTT_URL"):
        call_command("mqtt")


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
def test_a_device_publishes_its_own_series_and_nothing_else(tmp_path):
    make.device(key="d1", series=("a",))
    make.device(key="d2", series=("b",))
    broker = Broker(tmp_path / "mosquitto").users("bochum/d1", "bochum/d2")
    stop, ready = threading.Event(), threading.Event()
    with broker.runs():
        thread = threading.Thread(target=serve, args=(broker.url, stop), kwargs={"on_ready": ready.set})
        thread.start()
        try:
            assert ready.wait(60)
            broker.publish("bochum/d2", "glueckauf/bochum/d1/a", message(1))  # of another device: the broker drops it
            broker.publish("bochum/d2", "glueckauf/dortmund/d2/b", message(2))  # of another tenant
            broker.publish("bochum/d2", "glueckauf/bochum/d2/b/c", message(3))
            assert broker.publish("bochum/d2", "glueckauf/bochum/+/b", message(4)).returncode != 0  # MQTT itself refuses a wildcard
            assert broker.publish("bochum/d2", "glueckauf/bochum/d2/b", message(5), "-P", "wrong").returncode != 0
            assert broker.publish("nobody", "glueckauf/bochum/d2/b", message(6)).returncode != 0
            assert broker.publish("bochum/d2", "glueckauf/bochum/d2/b", message(7)).returncode == 0
            wait_for(make.values, seconds=60)
        finally:
            stop.set()
            thread.join(30)
    assert [value for _, value in make.values()] == [7]


class Subscriber:
    """`glueckauf mqtt` of a house in processes of its own, to be killed."""

    def __init__(self, house, folder):
        self.house, self.log = house, folder / "subscriber.log"

    def start(self):
        with self.log.open("ab") as log:
            words = [sys.executable, "manage.py", "mqtt"]
            self.process = subprocess.Popen(words, cwd=ROOT, env=self.house.env, preexec_fn=die_with_parent, stdout=log, stderr=log)

    def is_subscribed(self):
        return "Subscribed" in self.log.read_text()

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(60)


def asked(house, *words):
    """What tests/telemetry_house.py says."""
    return json.loads(house.run("tests/telemetry_house.py", *words).splitlines()[-1])


@pytest.mark.real
@pytest.mark.slow
def test_a_subscriber_killed_in_the_middle_and_a_broker_that_restarts_lose_and_double_nothing(tmp_path):
    (tmp_path / "house").mkdir()
    house, broker, number = House(tmp_path / "house"), Broker(tmp_path / "mosquitto").users("bochum/d1"), 900
    house.env["GLUECKAUF_MQTT_URL"] = broker.url
    asked(house, "prepare", "4")
    subscriber = Subscriber(house, tmp_path)
    with broker.runs():
        subscriber.start()
        wait_for(subscriber.is_subscribed, seconds=120)
        device = Client(CallbackAPIVersion.VERSION2, client_id="d1")
        device.username_pw_set("bochum/d1", PASSWORD)
        device.connect("127.0.0.1", broker.port)
        device.loop_start()
        for one in range(number):
            sent = device.publish(f"glueckauf/bochum/d1/s{one % 4}", message(float(one), seconds=one), qos=1)
            if one % 300 == 299:
                sent.wait_for_publish(60)
                assert subscriber.end(signal.SIGKILL) == -signal.SIGKILL
                subscriber.start()
        device.disconnect()
        device.loop_stop()
        subscriber.end(signal.SIGKILL)
    with broker.runs():
        subscriber.start()
        wait_for(lambda: len(asked(house, "values")) >= number, seconds=180)
        assert subscriber.end(signal.SIGTERM) == 0
    assert sorted(asked(house, "values")) == [float(one) for one in range(number)]
