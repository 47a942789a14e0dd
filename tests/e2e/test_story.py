"""The whole story in Chromium against the real processes: web, worker and mail inlet, with scripts and without, and at 320 px, on the
database of this run.

Erika finds the service, applies with a wish for relief, hands the contract in later by answering the mail, Max decides, she opens the
sealed letter and anybody checks it. Without the wish the notice decides itself.
"""

import re

import psycopg
import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import axe, context, reload, sideways

pytestmark = [pytest.mark.e2e, pytest.mark.both, pytest.mark.slow, pytest.mark.usefixtures("town")]


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request):
    """The story works without JavaScript."""
    return request.param


@pytest.fixture
def erika(browser, watch, scripts):
    """Her own browser."""
    with context(browser, watch.base, scripts=scripts) as opened:
        page = opened.new_page()
        watch.listen(page)
        yield page


def looked_at(page: Page, scripts) -> None:
    """axe needs scripts; both need no sideways scroll."""
    if scripts:
        assert not axe(page), page.url
        assert not sideways(page), page.url


def test_a_plain_notice_decides_itself_and_anybody_can_check_the_letter(erika, scripts, tmp_path, watch):
    story.find(erika)
    looked_at(erika, scripts)
    number = story.apply(erika, relief="keine")
    looked_at(erika, scripts)
    erika.goto(f"/vorgaenge/{number}/")
    story.eventually(erika, "Bescheid herunterladen")
    looked_at(erika, scripts)
    with erika.expect_download() as download:
        erika.get_by_role("link", name=re.compile("Bescheid herunterladen")).click()
    letter = tmp_path / "bescheid.pdf"
    download.value.save_as(letter)
    assert letter.read_bytes().startswith(b"%PDF")
    story.eventually(erika, "bekannt gegeben")
    erika.goto("/pruefung/")
    erika.locator("input[type=file]").set_input_files(letter)
    erika.locator("form:has(input[type=file]) button[type=submit]").first.click()
    expect(erika.locator("h1")).to_have_text(re.compile("echt", re.IGNORECASE))


def test_a_wish_for_relief_goes_to_a_clerk_and_the_contract_comes_by_mail(browser, erika, watch, scripts, tmp_path):
    story.find(erika)
    number = story.apply(erika, relief="tierheim")
    username = "max.bochum" if scripts else "petra.bochum"  # a code of the second factor counts once
    max_ = story.sign_in(browser, watch, username, scripts=scripts)
    looked_at(max_, scripts)
    ask_for_the_contract(max_, number, scripts)
    answer_by_mail(erika, number, story.photos(tmp_path))
    erika.goto(f"/vorgaenge/{number}/")
    story.eventually(erika, "1 von 1 angekommen")
    looked_at(erika, scripts)
    decide(max_, number, scripts)
    erika.goto(f"/vorgaenge/{number}/")
    story.eventually(erika, "Bescheid herunterladen")
    expect(erika.locator("aside")).not_to_contain_text("Noch niemand")  # she sees that an office has read it


def ask_for_the_contract(page: Page, number: str, scripts) -> None:
    """Opens the case, takes it, asks."""
    page.goto(f"/schreibtisch/vorgaenge/{number}/")
    looked_at(page, scripts)
    story.button(page, "Vorgang nehmen").click()
    page.goto(f"/schreibtisch/vorgaenge/{number}/nachforderung/")
    looked_at(page, scripts)
    page.check('[name="ask-tierheimvertrag"]', force=True)
    story.button(page, "Nachfordern").click()
    expect(page.locator("main")).to_contain_text("wartet auf Bürger")


def answer_by_mail(page: Page, number: str, photos) -> None:
    """The demo's mailbox delivers her answer to the true inlet."""
    page.goto("/demo/postfach/")
    link = page.get_by_role("link", name=re.compile(f"{re.escape(number)}.*fehlt"))
    for _ in range(40):
        if link.count():
            break
        page.wait_for_timeout(500)
        reload(page)
    link.first.click()
    page.locator("textarea").fill("Anbei der Vertrag. Viele Grüße")
    page.locator('[name="dateien"]').set_input_files(photos)
    page.locator("main form button[type=submit]").first.click()


def decide(page: Page, number: str, scripts) -> None:
    """Looks at the document, sets the fee, grants."""
    page.goto(f"/schreibtisch/vorgaenge/{number}/")
    story.eventually(page, "Nachweis neu")
    page.locator("a[href*='/dokumente/']").first.click()
    looked_at(page, scripts)
    story.button(page, "In Ordnung").click()
    story.set_fee(page, "14,00", "Hälfte der Steuer, Hund aus dem Tierheim")
    page.goto(f"/schreibtisch/vorgaenge/{number}/bescheid/")
    looked_at(page, scripts)
    story.decide(page, number, "grant")
    expect(page.locator("main")).to_contain_text(re.compile("entschieden|bekannt gegeben"))


def test_the_form_fits_a_narrow_phone(browser, watch):
    with context(browser, watch.base, width=320) as opened:
        page = opened.new_page()
        watch.listen(page)
        story.find(page)
        assert not sideways(page)
        story.fill(page, story.PERSON)
        story.onward(page)
        assert not sideways(page)
        assert not axe(page)


@pytest.mark.postgres
def test_on_postgresql_the_processes_are_the_role_that_row_level_security_binds(town, erika):
    story.find(erika)
    number = story.apply(erika, relief="keine")
    every_row = "SELECT count(*) FROM vorgaenge_vorgang WHERE number = %s"
    with psycopg.connect(town.database["DATABASE_BACKUP"]) as backup:
        assert backup.execute(every_row, [number]).fetchone() == (1,)
        roles = """SELECT DISTINCT rolname, rolsuper, rolbypassrls FROM pg_stat_activity JOIN pg_roles ON rolname = usename
                   WHERE datname = current_database() AND pid <> pg_backend_pid()"""
        assert backup.execute(roles).fetchall() == [("glueckauf_app", False, False)]
        assert backup.execute("SELECT count(*) FROM pg_tables WHERE tableowner = 'glueckauf_app'").fetchone() == (0,)
    with psycopg.connect(town.database["DATABASE"]) as unset:
        assert unset.execute(every_row, [number]).fetchone() == (0,)
