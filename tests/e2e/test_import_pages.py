"""The pages on which a grid comes in, as they stand from the upload to the release: axe, 390 and 1280 px, without scripts too."""

import make_identity
import make_imports
import make_supply
import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import looked_at, sideways
from glueckauf.core import clock
from glueckauf.identity.rules.actor import Role
from glueckauf.supply import actions

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/schreibtisch/netze/importe/"
WRONG = {"nodes.csv": "id;rated_kv\na;10\na;zehn\n;0,4\n", "sources.csv": "id;node\nq;nirgends\n"}


def desk(page: Page, base: str) -> None:
    """Signed in as somebody of the operator."""
    clerk = make_identity.clerk(make_supply.OPERATOR, roles=(Role.CLERK,), offices=("leitstelle",))
    session = make_identity.desk_of(clerk).cookies["sessionid"].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": base}])


def seen(page: Page, name: str, scripts: bool) -> None:
    """As on a phone, and at a desk; unfolded too. axe needs scripts; neither scrolls sideways."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
        if scripts:
            looked_at(page, f"{name}-{width}")
        else:
            assert not sideways(page), sideways(page)


def bring(page: Page, name: str, content: bytes) -> None:
    """The form."""
    page.goto(PAGE)
    page.locator('[name="file"]').set_input_files({"name": name, "mimeType": "application/zip", "buffer": content})
    story.button(page, "Einlesen und durchsehen").click()
    expect(page.locator("h1")).to_have_text(name)


@pytest.mark.parametrize("scripts", [True, False])
def test_every_page_from_the_upload_to_the_release(page, watch, scripts):
    make_imports.in_force(make_supply.BY)
    desk(page, watch.base)
    bring(page, "kaputt.zip", make_imports.archive(**WRONG))
    seen(page, "netz-import-wartet", scripts)
    assert actions.look_at_next("test", clock=clock.now)
    if not scripts:
        page.get_by_role("link", name="Stand neu laden").click()
    expect(page.locator("main")).to_contain_text("nodes.csv, Zeile 3, Spalte rated_kv")
    seen(page, "netz-import-fehler", scripts)
    bring(page, "netz.zip", make_imports.feeder(60))
    assert actions.look_at_next("test", clock=clock.now)
    page.goto(page.url)
    expect(page.locator("main")).to_contain_text("gegenüber Fassung 1 ändert")
    seen(page, "netz-import-durchsicht", scripts)
    story.button(page, "Als Fassung übernehmen").click()
    expect(page.locator("main")).to_contain_text("Sie haben sie eingelesen")
    seen(page, "netz-fassung-wartet", scripts)
    address = page.url
    desk(page, watch.base)
    page.goto(address)
    seen(page, "netz-fassung-freigeben", scripts)
    page.get_by_label("Ich habe die Durchsicht gelesen").check()
    story.button(page, "In Kraft setzen").click()
    expect(page.locator(".d-lead")).to_contain_text("in Kraft")
    page.goto(PAGE)
    seen(page, "netz-importe", scripts)
