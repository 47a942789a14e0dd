"""Fixtures of the browser tests. `page` fails its test on any console error, exception or answer of 400 and more that was not declared.

def test_something(page, watch):
    watch.expected.add(404)
    page.goto("/gibt-es-nicht/")

A story asks for `town`: then `page` and `watch` belong to a whole house in processes of its own, on the database of this run.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from e2e import story
from e2e.browser import Watch, context, launch
from e2e.house import house

expect.set_options(timeout=60_000)  # both databases are tested side by side on two cores


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run. Playwright's loop lives in this thread; Django must not mistake it for async code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            chromium = launch(playwright)
            yield chromium
            chromium.close()


@pytest.fixture(scope="package")
def town(tmp_path_factory) -> Iterator[story.Town]:
    """The house with a handful of cases; a letter goes out at once instead of after ten minutes."""
    folder = tmp_path_factory.mktemp("house")
    database = story.prepare(folder)
    with house(folder, command="run", undo_minutes="0", **database) as base:
        yield story.Town(base=base, folder=folder, database=database)


@pytest.fixture
def watch(request) -> Iterator[Watch]:
    """What went wrong on the pages of this test; judged at its end."""
    told = "town" in request.fixturenames
    watch = Watch(base=request.getfixturevalue("town").base if told else request.getfixturevalue("live_server").url)
    yield watch
    assert not watch.faults, "\n".join(watch.faults)


@pytest.fixture
def page(browser, watch, request) -> Iterator[Page]:
    """A watched page, 1280 px wide; `@pytest.mark.parametrize("width", …)` or "scripts" change it."""
    given = getattr(request.node, "callspec", None)
    chosen = {name: given.params[name] for name in ("width", "scripts") if given and name in given.params}
    with context(browser, watch.base, **chosen) as opened:
        page = opened.new_page()
        watch.listen(page)
        yield page


def pytest_collection_modifyitems(items):
    """Everything in this folder drives the browser."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker("e2e")
