"""docs/howto/connect-a-meter.md is followed: every command of it runs in its order, against a real web server and a real broker."""

import re
import shlex
import subprocess
import sys

import pytest
from broker import Broker
from real_mail import ROOT, House, answers, free_port, running, wait_for

from tests import howto

PAGE = howto.page("connect-a-meter.md")
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.M | re.S)


def script(base, broker):
    """All commands of the page; what stands for the reader's machine is replaced by ours. A mark follows each block."""
    here = {"https://glueckauf.example": base, "/etc/mosquitto": str(broker.folder)}
    here |= {
        "-h broker.example -p 8883 --capath /etc/ssl/certs": f"-h 127.0.0.1 -p {broker.port}",
        "127.0.0.1:1883": f"127.0.0.1:{broker.port}",
    }
    words = [f'set -e; glueckauf() {{ {shlex.quote(sys.executable)} -m glueckauf "$@"; }}']
    for kind, text in BLOCK.findall(PAGE):
        for said, ours in here.items():
            text = text.replace(said, ours)
        words += [text, "echo; echo ======"] if kind == "sh" else []
        if kind == "sh" and "GLUECKAUF_MQTT_URL" in text:  # where the page says: restart the broker, and start the house
            words += [f'echo "$GLUECKAUF_MQTT_URL" > {broker.folder}/url; touch {broker.folder}/go']
            words += [f"while [ ! -e {broker.folder}/up ]; do sleep 0.1; done"]
        if kind == "sh" and "mosquitto_pub" in text:
            words += ["until glueckauf telemetry list bochum | grep 4.3 > /dev/null; do sleep 0.2; done"]
    return "\n".join(words)


def test_each_printed_block_of_the_page_stands_behind_commands():
    kinds = [kind for kind, _ in BLOCK.findall(PAGE)]
    assert kinds.count("sh") >= 9 and kinds.count("text") == 4 and PAGE.count("```") == 2 * len(kinds)


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.once
def test_whoever_follows_the_page_has_a_meter_that_delivers_both_ways(tmp_path):
    (tmp_path / "house").mkdir()
    house, broker, port = House(tmp_path / "house"), Broker(tmp_path / "mosquitto"), free_port()
    base = f"http://127.0.0.1:{port}"
    house.env |= {"GLUECKAUF_LISTEN_PORT": str(port), "GLUECKAUF_BASE_URL": base}
    house.run("manage.py", "cities_sync")
    web = running(sys.executable, "manage.py", "web", is_up=lambda: answers(port), env=house.env, cwd=ROOT)
    with web, (tmp_path / "printed").open("w+") as out:
        reader = subprocess.Popen(["bash", "-c", script(base, broker)], cwd=ROOT, env=house.env, stdout=out, stderr=subprocess.STDOUT)
        wait_for(lambda: (broker.folder / "go").exists() or reader.poll() is not None, seconds=300)
        mqtt = {**house.env, "GLUECKAUF_MQTT_URL": (broker.folder / "url").read_text().strip()}
        log = tmp_path / "mqtt.log"
        with broker.runs(), log.open("w") as said:
            house_by_mqtt = subprocess.Popen([sys.executable, "manage.py", "mqtt"], cwd=ROOT, env=mqtt, stdout=said, stderr=said)
            try:
                wait_for(lambda: "Subscribed" in log.read_text(), seconds=120)
                (broker.folder / "up").touch()
                assert reader.wait(300) == 0, (tmp_path / "printed").read_text()
            finally:
                house_by_mqtt.terminate()
                house_by_mqtt.wait(60)
        compare((tmp_path / "printed").read_text())


def compare(printed):
    """What the page says each block prints is what it printed."""
    outputs = printed.split("======")
    said, at = BLOCK.findall(PAGE), -1
    for kind, text in said:
        if kind == "sh":
            at += 1
        else:
            howto.compare(text.splitlines(), outputs[at].splitlines())


def test_the_shipped_rules_let_a_device_write_below_its_own_name_only():
    rules = [line for line in (ROOT / "deploy/mosquitto/glueckauf.acl").read_text().splitlines() if line and not line.startswith("#")]
    assert rules == ["user glueckauf", "topic read glueckauf/+/+/+", "pattern write glueckauf/%u/+"]
    assert "allow_anonymous false" in (ROOT / "deploy/mosquitto/glueckauf.conf").read_text()
