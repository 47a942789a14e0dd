"""Bad days in a real browser: a double click, the back button, a session that ends in the middle, a network that breaks."""

import re
import socket
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from e2e import story
from e2e.browser import context, reload

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("town")]
LAST = {"frueher_angemeldet": "nein", "zahlweise": "ueberweisung", "ermaessigung": "keine"}


@pytest.fixture
def erika(browser, watch):
    """Her own browser."""
    with context(browser, watch.base) as opened:
        page = opened.new_page()
        watch.listen(page)
        yield page


def steps(page, *answers):
    """From the empty form, step by step."""
    page.goto("/bochum/leistungen/hundesteuer-anmeldung/antrag/")
    for step in answers:
        story.answer(page, step)
        story.onward(page)


def test_a_double_click_and_the_back_button_hand_in_once(erika):
    steps(erika, story.PERSON, story.DOG, LAST)
    expect(erika.locator("h1")).to_have_text("Prüfen und absenden")
    erika.get_by_role("button", name=re.compile("bsenden")).dblclick()
    expect(erika.locator("h1")).to_have_text("Ihr Antrag ist eingegangen")
    number = erika.locator("main strong").first.inner_text()
    erika.go_back()
    send = erika.get_by_role("button", name=re.compile("bsenden"))
    if send.count():
        send.click()
    expect(erika.locator("h1")).to_have_text("Ihr Antrag ist eingegangen")
    assert erika.locator("main strong").first.inner_text() == number
    erika.goto("/vorgaenge/")
    assert len(set(re.findall(r"BO-\d{4}-\d{6}-\w", erika.locator("main").inner_text()))) == 1


def test_a_session_that_ends_in_the_last_step_costs_no_answer(erika):
    steps(erika, story.PERSON, story.DOG)
    story.answer(erika, LAST)
    erika.context.clear_cookies(name="sessionid")
    story.onward(erika)
    expect(erika.locator("h1")).to_have_text("Prüfen und absenden")
    expect(erika.locator("main")).to_contain_text("Flöz")
    expect(erika.locator("main")).to_contain_text("Ich überweise selbst")


def test_a_draft_whose_browser_is_gone_opens_with_its_code(erika):
    steps(erika, story.PERSON, story.DOG)
    erika.get_by_role("button", name="Speichern und später weitermachen").click()
    code = erika.locator("main strong").first.inner_text()
    erika.context.clear_cookies()
    erika.goto("/antrag-fortsetzen/")
    erika.locator('[name="code"]').fill(code)
    story.button(erika, "Weiter").click()
    expect(erika.locator("main")).to_contain_text("Steuer und Ermäßigung")


def test_a_network_that_breaks_during_an_upload_costs_nothing_and_the_second_try_counts(erika, tmp_path):
    steps(erika, story.PERSON, story.DOG)
    story.answer(erika, LAST | {"ermaessigung": "tierheim"})
    expect(erika.locator('[name="tierheimvertrag"]')).to_be_visible()
    break_off(erika)
    reload(erika)
    expect(erika.locator('[name="ermaessigung"][value="tierheim"]')).to_be_checked()
    assert erika.locator(".ga-file").count() == 0
    erika.locator('[name="tierheimvertrag"]').set_input_files(story.photos(tmp_path)[0])
    expect(erika.locator(".ga-file")).to_have_count(1)
    story.onward(erika)
    expect(erika.locator("h1")).to_have_text("Prüfen und absenden")


def break_off(page):
    """The same POST as her browser would send, cut after a tenth of the file."""
    action, hidden = page.locator("form.ga-form").first.evaluate(
        "f => [f.action, [...f.querySelectorAll('input[type=hidden]')].map((i) => [i.name, i.value])]"
    )
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())
    target = urlsplit(action)
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in hidden]
    parts.append('--x\r\nContent-Disposition: form-data; name="tierheimvertrag"; filename="v.jpg"\r\nContent-Type: image/jpeg\r\n\r\n')
    head = (
        f"POST {target.path} HTTP/1.1\r\nHost: {target.netloc}\r\nCookie: {cookies}\r\nOrigin: {target.scheme}://{target.netloc}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 4000000\r\n\r\n"
    )
    with socket.create_connection((target.hostname, target.port), timeout=10) as line:
        line.sendall((head + "".join(parts)).encode() + b"\xff\xd8\xff" + bytes(400_000))
