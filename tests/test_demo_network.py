"""The switches of the demo: what they break is kept, what does not exist is refused, and outside the demo there are none."""

import make_sensors as sim
import make_supply
import pytest
from django.urls import reverse

from glueckauf.core import clock
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Anonymous
from glueckauf.supply import actions
from glueckauf.supply.rules import simulation
from glueckauf.supply.rules.simulation import Faults
from tests import make_telemetry
from tests.make_catalogue import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.urls("demo_urls")]


@pytest.fixture
def demo(settings, tmp_path):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"mode": "demo", "var": tmp_path})


def test_a_pipe_bursts_where_there_is_a_house_and_is_mended(client, demo):
    assert "noch nicht eingerichtet" in client.get(reverse("demo-netz")).content.decode()
    make_supply.town(sim.BY)
    make_supply.water(sim.BY)
    actions.set_up_sensors(by=sim.BY, at=NOON)
    assert client.post(reverse("demo-netz"), {"haus": "Probeallee|3|44787", "strang": "s001-f1"}).status_code == 302
    assert actions.demo_faults() == Faults(burst=sim.HOUSE, blown="s001-f1")
    assert "bei Probeallee 3" in client.get(reverse("demo-netz")).content.decode()
    for wrong in ({"haus": "Echte Straße|1|44787"}, {"strang": "x"}, {"haus": "../../etc|1|44787"}):
        assert client.post(reverse("demo-netz"), wrong).status_code == 422
    assert actions.demo_faults().blown == "s001-f1"
    assert client.post(reverse("demo-netz"), {}).status_code == 302 and actions.demo_faults() == Faults()


def test_outside_the_demo_nothing_breaks(settings, tmp_path):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"var": tmp_path})
    with pytest.raises(NotFound):
        actions.set_demo_faults(Faults(blown="x"), by=Anonymous(), at=NOON)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"burst": 3}', '{"burst": ["a"]}', "null"])
def test_a_broken_file_is_nothing_broken(text):
    assert simulation.faults(text) == Faults()


def test_noise_is_normal_and_always_the_same_and_history_makes_no_gaps():
    values = [simulation.noise("x", number) for number in range(4_000)]
    assert abs(sum(values) / 4_000) < 0.05 and 0.95 < sum(one**2 for one in values) / 4_000 < 1.05
    assert simulation.noise("x", 7) == values[7] != simulation.noise("y", 7)
    hour = simulation.timedelta(hours=1)
    first = simulation.due(None, NOON, step_s=30, back=hour, history_s=900, gap=2 * hour)
    assert first[0] == NOON and len(first) == 5 and max(first[1:]) < NOON
    assert len(simulation.due(NOON, NOON + hour, step_s=30, back=hour, history_s=900, gap=2 * hour)) == 120
    assert len(simulation.due(NOON, NOON + 3 * hour, step_s=30, back=hour, history_s=900, gap=2 * hour)) == 12
    assert len(simulation.due(NOON, NOON + 3 * hour, step_s=60, back=hour, history_s=0, gap=2 * hour)) == 1


@pytest.mark.django_db(transaction=True)
def test_history_goes_over_http_with_tokens_and_makes_no_gaps(live_server, settings):
    address = {"listen_port": live_server.thread.port, "listen_host": "127.0.0.1", "base_url": live_server.url}
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update=address)
    make_supply.town(sim.BY)
    make_supply.water(sim.BY)
    at = clock.now()
    actions.set_up_sensors(by=sim.BY, at=at)
    made = actions.Simulator(sim.BY, history_s=3600, history=simulation.timedelta(days=1))
    made.begin(at)
    assert made.send_due(Faults(), at) == 34 * 25 and made.send_due(Faults(), at) == 0
    assert make_telemetry.gaps(sim.OPERATOR) == []
