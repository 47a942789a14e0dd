"""How a page looks when it gets tight: on 320 px, at 200 % zoom, with letters of 200 %.

Nothing scrolls sideways, no text is cut or lies over another, and every letter grows.
"""

from contextlib import contextmanager

from playwright.sync_api import Page

from e2e.browser import settled, sideways

CUT = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const s = getComputedStyle(e), box = e.getBoundingClientRect();
  if (!e.checkVisibility() || box.width <= 2 || box.height <= 2 || e.matches("textarea, input, select, option, svg, svg *")) return false;
  if (!e.textContent.trim() || s.clipPath !== "none") return false;
  const x = s.overflowX === "hidden" || s.overflowX === "clip", y = s.overflowY === "hidden" || s.overflowY === "clip";
  return (x && e.scrollWidth > e.clientWidth + 1) || (y && e.scrollHeight > e.clientHeight + 2);
}).map((e) => e.outerHTML.slice(0, 140))"""
TEXTS = """() => {
  const found = [], forReaders = (e) => {
    for (let up = e; up && up !== document.body; up = up.parentElement) {
      const s = getComputedStyle(up);
      if (s.clipPath === "inset(50%)" || (s.overflow !== "visible" && (up.clientWidth <= 2 || up.clientHeight <= 2))) return true;
    }
    return false;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (parent.closest(".ga-skip, .d-skip, svg, option, [popover], textarea") || forReaders(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const slack = box.height * 0.25;
      if (box.width <= 2 || box.height <= 2) continue;
      found.push([box.left + 2, box.top + slack, box.right - 2, box.bottom - slack, node.data.trim().slice(0, 40)]);
    }
  }
  found.sort((a, b) => a[1] - b[1]);
  const pairs = [];
  for (let i = 0; i < found.length; i++) for (let j = i + 1; j < found.length && found[j][1] < found[i][3]; j++) {
    const [a, b] = [found[i], found[j]];
    if (a[0] < b[2] && b[0] < a[2]) pairs.push(`"${a[4]}" over "${b[4]}"`);
  }
  return pairs;
}"""
SIZES = """() => Object.fromEntries([...document.querySelectorAll("main *, header *, footer *")]
  .filter((e) => e.checkVisibility() && !e.matches("option, .ga-default"))
  .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .map((e, i) => [`${i} ${e.tagName}.${e.className}`, parseFloat(getComputedStyle(e).fontSize)]))"""


def tight(page: Page) -> list[str]:
    """Everything wrong with this page, under a width of 320 px, at 200 % zoom of 1280 px, and with text of 200 %."""
    settled(page).evaluate("document.fonts.ready.then(() => true)")  # letters of another font are of another width
    before = page.viewport_size
    faults = []
    for name, width in (("320 px", 320), ("200 % zoom", 640)):
        page.set_viewport_size({"width": width, "height": 900})
        faults += [f"{name}: {fault}" for fault in wrong(page)]
    page.set_viewport_size({"width": 1280, "height": 900})
    small = page.evaluate(SIZES)
    with large_text(page):
        faults += [f"200 % text: {fault}" for fault in wrong(page)]
        large = page.evaluate(SIZES)
        faults += [f"200 % text: {name} stays at {large[name]} px" for name in small if name in large and large[name] < 1.5 * small[name]]
    page.set_viewport_size(before)
    return faults


def wrong(page: Page) -> list[str]:
    """As the page stands now."""
    return [
        *(f"sideways {element}" for element in sideways(page)),
        *(f"cut {element}" for element in page.evaluate(CUT)),
        *(f"overlap {pair}" for pair in page.evaluate(TEXTS)),
    ]


@contextmanager
def large_text(page: Page):
    """Letters only, as a browser's own setting does."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    yield
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
