"""How browser tests of the editor move: words the manual names, and the desk of an administrator."""

import re

import howto
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import context, settled

DOC = howto.page("add-a-leistung-in-the-editor.md")
SESSIONS: dict[str, list] = {}


def said(word: str) -> str:
    """A word the page of the manual names."""
    assert f"„{word}“" in DOC, f"the howto never says „{word}“"
    return word


def press(page: Page, word: str) -> None:
    """A button the manual names."""
    story.button(settled(page), said(word)).click()
    settled(page)


def follow(page: Page, word: str, *, within: str = "body") -> None:
    """A link the manual names; a tab may carry a number."""
    settled(page).locator(within).get_by_role("link", name=re.compile(rf"^\s*{re.escape(said(word))}(\s|$)")).first.click()
    settled(page)


def at_desk(browser, watch, username: str, scripts: bool, heading: str) -> Page:
    """Signed in with both factors; once, then the session is used again: a code counts once in half a minute."""
    opened = context(browser, watch.base, scripts=scripts).new_page()
    watch.listen(opened)
    if known := SESSIONS.get(f"{watch.base} {username}"):
        opened.context.add_cookies(known)
        opened.goto("/schreibtisch/leistungen/" if heading == "Leistungen" else "/schreibtisch/")
        expect(opened.locator("h1")).to_have_text(heading)
        return opened
    opened.goto("/demo/")
    code, password = story.fresh_code(opened, username), opened.locator("code").first.inner_text()
    opened.goto("/schreibtisch/anmelden/")
    opened.locator('[name="login"]').fill(username)
    opened.locator('[name="password"]').fill(password)
    opened.locator("main button[type=submit]").first.click()
    opened.locator('[name="code"]').fill(code)
    opened.locator("main button[type=submit]").first.click()
    expect(opened.locator("h1")).to_have_text(heading)
    SESSIONS[f"{watch.base} {username}"] = opened.context.cookies()
    return opened
