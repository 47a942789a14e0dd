"""A person without a mouse: Tab, Shift+Tab, Enter, Space and arrows. Nothing is clicked, nothing focused by script.

Every stop on the way must show its focus, must not be covered or off the screen, and must be left again by the next Tab.
"""

from pathlib import Path

from playwright.sync_api import FileChooser, Locator, Page, expect

MOST_TABS = 160
PRESSES = 3  # of a key that opens the system's window
STOP = """() => {
  const el = document.activeElement;
  if (!el || el === document.body) return { is_page: true, fault: "" };
  const fault = [];
  const around = [el, el.closest(".ga-card--link, .ga-task, .ga-choice, .d-choice")].filter(Boolean).map((e) => getComputedStyle(e));
  if (!around.some((s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none")) fault.push("unseen");
  const boxes = [...el.getClientRects()].filter((b) => b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth);
  const hit = boxes.some((b) => [0.1, 0.5, 0.9].some((part) => {
    const top = document.elementFromPoint(
      Math.min(Math.max((b.left + b.right) / 2, 1), innerWidth - 1),
      Math.min(Math.max(b.top + b.height * part, 1), innerHeight - 1));
    return top && (el.contains(top) || top.contains(el) || (el.labels && [...el.labels].some((l) => l.contains(top))));
  }));
  if (!boxes.length) fault.push("off the screen"); else if (!hit) fault.push("covered");
  return { is_page: false, fault: fault.length ? `${fault}: ${el.outerHTML.slice(0, 160)}` : "" };
}"""
SAME_GROUP = "(wanted) => document.activeElement.type === 'radio' && document.activeElement.name === wanted.name"
GONE = "() => !window.here && document.readyState === 'complete'"


class Hands:
    """Drives a page by keyboard. `looks` is called with every page that a key led to."""

    def __init__(self, page: Page, looks=lambda page: None):
        self.page, self.looks = page, looks
        self.windows: list[FileChooser] = []
        # Always listening: a press handled late would else open a real window, which stays. Playwright takes no built-in function.
        page.on("filechooser", lambda window: self.windows.append(window))

    def open(self, path: str) -> None:
        """As typed into the address bar."""
        self.page.goto(path)
        self.looks(self.page)

    def reach(self, target: Locator, *, key: str = "Tab") -> None:
        """Tabs until the focus is there; twice around the page means it cannot be reached."""
        expect(target.first).to_be_attached()
        wanted = target.first.element_handle()
        rounds = 0
        for _ in range(MOST_TABS):
            if self.page.evaluate("(wanted) => document.activeElement === wanted", wanted):
                return
            before = self.page.evaluate_handle("document.activeElement")
            self.page.keyboard.press(key)
            stop = self.stop()
            stayed = not stop["is_page"] and before.evaluate("before => document.activeElement === before")
            assert not stop["fault"], f"{self.page.url}: {stop['fault']}"
            assert not stayed, f"{self.page.url}: {key} does not leave {self.focused()}"
            if not stop["is_page"] and self.page.evaluate(SAME_GROUP, wanted):
                return
            rounds += stop["is_page"]
            assert rounds <= 2, f"{self.page.url}: {key} never reaches {target}"
        raise AssertionError(f"{self.page.url}: {MOST_TABS} times {key} do not reach {target}")

    def stop(self) -> dict:
        """Where the focus is; the page may need a moment to scroll there."""
        for _ in range(20):
            found = self.page.evaluate(STOP)
            if not found["fault"]:
                break
            self.page.wait_for_timeout(50)
        return found

    def focused(self) -> str:
        """The element with the focus, as text."""
        return self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")

    def write(self, target: Locator, text: str) -> None:
        """Types over what stands there; a select takes the option that begins so."""
        self.reach(target)
        if target.first.evaluate("e => e.tagName") == "SELECT":
            self.pick_from_list(target.first, text)
            return
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def pick_from_list(self, target: Locator, value: str) -> None:
        """Down to the option."""
        for _ in range(target.locator("option").count()):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no option {value} in {target}")

    def pick(self, target: Locator) -> None:
        """A radio by arrows, a tick by Space."""
        self.reach(target)
        option = target.first
        if option.evaluate("e => e.type") == "checkbox":
            if not option.is_checked():
                self.page.keyboard.press("Space")
            assert option.is_checked()
            return
        for _ in range(12):
            if option.evaluate("e => document.activeElement === e"):
                break
            self.page.keyboard.press("ArrowDown")
        if not option.is_checked():
            self.page.keyboard.press("Space")
        assert option.is_checked(), f"{target} cannot be picked by arrows"

    def fill(self, answers: dict[str, str]) -> None:
        """Fields by name, in the order of the page."""
        for name, value in answers.items():
            field = self.page.locator(f'[name="{name}"]:visible')
            expect(field.first).to_be_visible()
            if field.first.evaluate("e => e.type") == "radio":
                self.pick(self.page.locator(f'[name="{name}"][value="{value}"]'))
            else:
                self.write(field, value)

    def press(self, target: Locator, key: str = "Enter") -> None:
        """A link or button that leads to another page."""
        self.reach(target)
        self.leave(key)

    def leave(self, key: str = "Enter") -> None:
        """A key that leads to another page, from where the focus is."""
        self.page.evaluate("window.here = true")
        self.page.keyboard.press(key)
        self.page.wait_for_function(GONE)
        self.looks(self.page)

    def unfold(self, target: Locator) -> None:
        """A part that opens in place; the focus stays on its title."""
        self.reach(target)
        self.page.keyboard.press("Enter")
        expect(target.first).to_be_focused()
        expect(target.first.locator("xpath=..")).to_have_attribute("open", "")

    def attach(self, target: Locator, files: list[Path]) -> None:
        """The system's own window opens by Space; what happens in it is not ours."""
        self.reach(target)
        self.window().set_files(files)

    def window(self) -> FileChooser:
        """A busy browser drops a press that it did not get round to in time: then a person presses again."""
        seen = len(self.windows)
        for _ in range(PRESSES):
            self.page.keyboard.press("Space")
            for _ in range(100):
                if len(self.windows) > seen:
                    return self.windows[-1]
                self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.page.url}: {PRESSES} times Space open no window at {self.focused()}")
