"""Curves of a check in a browser: on the person's page and at the desk, on a phone and wide, in the dark, without a mouse, on paper."""

from datetime import timedelta

import make
import make_catalogue
import make_identity
import make_plots
import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import expect

from e2e.browser import axe, settled, sideways
from glueckauf.core import clock
from glueckauf.core.outbox.dispatch import drain
from glueckauf.vorgaenge import actions
from glueckauf.vorgaenge.rules.stage import Ending

pytestmark = pytest.mark.django_db(transaction=True)
OPEN = "document.querySelectorAll('main details').forEach((d) => { d.open = true })"


@pytest.fixture
def case(live_server, settings, tmp_path):
    """Granted an hour ago, its letter is out."""
    make_plots.shown(tmp_path)
    make_catalogue.use(settings, leistungen=tmp_path)
    make.publish()
    at = clock.now() - timedelta(hours=1)
    made = make.vorgang(make_plots.KEY, at=at)
    clerk = make.clerk()
    actions.take(made.number, by=clerk, at=at)
    actions.decide(made.number, ending=Ending.GRANT, by=clerk, at=at)
    drain(clock.now())
    return made


def as_client(page, live_server, client):
    """The session of a test client in this browser."""
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def hers(page, live_server, case):
    as_client(page, live_server, make_identity.as_guest(str(case.person)))
    page.goto(reverse("vorgang", args=[case.number]))
    expect(page.get_by_role("heading", name="Die Gründe")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_she_reads_reasons_curves_and_numbers(page, live_server, case, width):
    hers(page, live_server, case)
    drawing = page.get_by_role("img", name="Der schwierigste Tag im Jahr")
    expect(drawing).to_have_count(1)  # the one that fits; the other is not there for readers either
    expect(drawing).to_contain_text("erlaubte Last")
    assert drawing.evaluate("(svg) => parseFloat(getComputedStyle(svg).fontSize) * svg.clientWidth / svg.viewBox.baseVal.width") >= 12
    assert not axe(page) and not sideways(page)
    page.evaluate(OPEN)
    expect(page.get_by_role("cell", name="104,1").first).to_be_visible()
    assert not axe(page) and not sideways(page)
    page.evaluate("document.documentElement.dataset.kernTheme = 'dark'")
    assert not axe(page)


@pytest.mark.parametrize("width", [1280])
def test_the_table_opens_by_keyboard(page, live_server, case, width):
    hers(page, live_server, case)
    first = page.locator(".ga-curves summary").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="104,1").first).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_clerk_sees_them_in_the_column_of_findings(page, live_server, case, width):
    as_client(page, live_server, make_identity.desk_of(make.clerk()))
    page.goto(reverse("schreibtisch-vorgang", args=[case.number]))
    expect(page.get_by_role("img", name="Der schwierigste Tag im Jahr")).to_have_count(1)
    settled(page).evaluate(OPEN)
    assert not axe(page) and not sideways(page)
