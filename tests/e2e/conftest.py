"""Fixtures of the browser tests. `page` fails its test on any console error, exception or answer of 400 and more that was not declared.

def test_something(page, watch):
    watch.expected.add(404)
    page.goto("/gibt-es-nicht/")
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from e2e.browser import Watch, context, launch


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run. Playwright's loop lives in this thread; Django must not mistake it for async code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            chromium = launch(playwright)
            yield chromium
            chromium.close()


@pytest.fixture
def watch(live_server) -> Iterator[Watch]:
    """What went wrong on the pages of this test; judged at its end."""
    watch = Watch(base=live_server.url)
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
