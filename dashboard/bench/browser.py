"""What somebody with a slow tablet waits for: rows on the screen, and what follows a tap; and whether anything moves.

It needs the test requirements (Playwright) and a Chromium, unlike the other measurements.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

import desk
from dashboard.demo import shop
from dashboard.settings import ROOT

SLOWER = 4  # times; a cheap tablet against this machine
TIMES = 5  # each; the middle one counts
TABLET: ViewportSize = {"width": 768, "height": 1024}
HEAD = (
    "| page or action | seconds | seconds of processor time | budget | layout shift |",
    "|---|---|---|---|---|",
)
# Kept by the page itself: when what was waited for has been painted, and how much moved that nobody asked to move; of
# an action, what moves once its answer is there. It is told of changes and looks then whether that is there, since to
# look once a frame makes frames; and it is told when it is on the screen: asking whether it can be seen would style and
# lay out a page half come. That frame’s end counts.
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
window.painted = (selector) => new Promise((done) => {
  const ends = [], frame = new MessageChannel();
  let shown, seen = null;
  const tell = () => ends.filter((end) => end >= shown).slice(0, 1).forEach(done);
  frame.port1.onmessage = () => (ends.push(performance.now()), tell());
  const watch = new IntersectionObserver((entries) => {
    shown ??= entries.find((entry) => entry.isIntersecting)?.time;
    tell();
  });
  const each = () => {
    if (shown || !seen) return;
    frame.port2.postMessage("this frame is over");
    requestAnimationFrame(each);
  };
  const look = () => {
    const there = document.querySelector(selector);
    if (there === seen) return;
    watch.disconnect();
    seen = there;
    if (shown || !seen) return;
    watch.observe(seen);
    requestAnimationFrame(each);
  };
  const changes = new MutationObserver(() => (shown ? changes.disconnect() : look()));
  changes.observe(document, { subtree: true, childList: true, attributes: true });
  for (const name of ["toggle", "close"]) addEventListener(name, look, { capture: true });
  look();
});
window.after = (event, selector) => {
  window.waited = new Promise((done) => addEventListener(
    event,
    ({ timeStamp }) => window.painted(selector).then((at) => (window.shifted = 0, done(at - timeStamp))),
    { capture: true, once: true },
  ));
};
window.settled = () => document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 500)));
"""
ORDER = "/orders/OD-10001"
FOUND = "#row-OD-10004:first-child, #row-OD-10017:first-child"
BOX = "#dialog [role=combobox]"
OPEN = "#dialog:modal [role=combobox]"
MENU = "tr:first-child [popovertarget=row-menu]"  # to ask which of fifty is seen lays out all of them
LINK = "#order a[href$='/reassign']"
DO = "#dialog button[type=submit].btn-primary"


class Seen(NamedTuple):
    """What one visit or tap took: seconds by the clock, seconds that the page's thread worked, how much moved."""

    seconds: float
    busy: float
    shift: float


class Act(NamedTuple):
    """Something done: its name, the page it begins on, what leads there, the event that counts, what shall be seen."""

    name: str
    path: str
    before: Callable[[Page], None]
    aim: Callable[[Page], Callable[[], None]]  # gives what is done: to find what is tapped is Playwright’s work
    event: str
    shows: str
    after: Callable[[Page], None] = lambda page: None


def nothing(page: Page) -> None:
    """The page itself is enough."""


def open_reassign(page: Page) -> None:
    """Tap what opens the dialog, and wait for it."""
    tap(LINK)(page)
    page.wait_for_selector(OPEN)


def kate_chosen(page: Page) -> None:
    """In the dialog: find Kate Wong and pick her."""
    open_reassign(page)
    page.fill(BOX, "kate wong")
    page.wait_for_selector("#dialog [role=option]")
    page.tap("#dialog [role=option]")
    page.wait_for_selector("#dialog .move, #dialog .chosen")


def reassigned(page: Page) -> None:
    """The order is Kate's."""
    kate_chosen(page)
    page.tap(DO)
    page.wait_for_selector("#flash form button")


def undone(page: Page) -> None:
    """The order is Chloe's again, for the next who measures."""
    tap("#flash form button")(page)
    page.wait_for_selector("#flash:not(:has(form)) .notice")


def tap(selector: str) -> Callable[[Page], None]:
    """A finger on the first that is seen of these."""
    return lambda page: page.locator(selector).locator("visible=true").first.tap()


def finger(selector: str) -> Callable[[Page], Callable[[], None]]:
    """The same, its place found beforehand; nothing of Playwright's listens while it is tapped."""

    def aim(page: Page) -> Callable[[], None]:
        found = page.locator(selector).first
        found.scroll_into_view_if_needed()
        middle = "({ left, top, width, height }) => [left + width / 2, top + height / 2]"
        return partial(page.touchscreen.tap, *found.evaluate(f"(node) => ({middle})(node.getBoundingClientRect())"))

    return aim


def typed(selector: str, text: str) -> Callable[[Page], Callable[[], None]]:
    """Letters put into a field at once, which has the focus."""

    def aim(page: Page) -> Callable[[], None]:
        page.focus(selector)
        return partial(page.keyboard.insert_text, text)

    return aim


PAGES = {
    "orders": ("/orders", "table.orders tbody tr:nth-child(5)"),
    "order": ("/orders/OD-10003", "#order .order-main"),
    "customers": ("/customers", ".accounts tbody tr:nth-child(5)"),
    "customer": ("/customers/1", "main h1"),
    "reassign, a page by itself": ("/orders/OD-10001/reassign", BOX),
}
ACTS = (
    Act("menu of a row", "/orders", nothing, finger(MENU), "click", "#row-menu:popover-open"),
    Act(
        "filter: tick Paid", "/orders", tap(".filter summary"),
        finger("[name=payment][value=paid]"), "change", ".active-filters",
    ),
    Act("search: three letters", "/orders", nothing, typed("#search", "kat"), "input", FOUND),
    Act("jump box: open", "/orders", nothing, finger("input[data-jump]"), "click", "#jump:modal [role=option]"),
    Act(
        "jump box: three letters", "/orders", tap("input[data-jump]"), typed("#jump-q", "kat"), "input",
        "#jump-list mark",
    ),
    Act("reassign: open", ORDER, nothing, finger(LINK), "click", OPEN),
    Act("reassign: three letters", ORDER, open_reassign, typed(BOX, "kat"), "input", "#dialog [role=option]"),
    Act(
        "reassign: do it", ORDER, kate_chosen, finger(DO), "click",
        "body:not(:has(#dialog:modal)) #flash form button", undone,
    ),
    Act("reassign: undo", ORDER, reassigned, finger("#flash form button"), "click", "#flash:not(:has(form)) .notice"),
)  # fmt: skip


def table() -> Iterator[str]:
    """The table's lines, as they are measured."""
    yield from HEAD
    with opened() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=desk.chromium(), args=["--no-sandbox"])
        state = signed_in(browser, url)
        for name, (path, shows) in PAGES.items():
            seen = [loaded(browser, url, state, path, shows) for _ in range(TIMES)]
            yield line(f"{name}: first visit", seen, 1.0)
        for act in ACTS:
            yield line(act.name, [done(browser, url, state, act) for _ in range(TIMES)], 0.3)
        browser.close()


def line(name: str, seen: list[Seen], budget: float) -> str:
    """A line of the table: the middle of the seconds, the largest of the shifts."""
    seconds, busy = (statistics.median(values) for values in ([s.seconds for s in seen], [s.busy for s in seen]))
    return f"| {name} | {seconds:.2f} | {busy:.2f} | {budget:.1f} | {max(s.shift for s in seen):.3f} |"


@contextmanager
def opened() -> Iterator[str]:
    """The address of a desk with the demo store, in a process of its own as `desk.py run` starts it."""
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as folder:
        environ = {**os.environ, "DESK_INSTANCE": folder}
        environ.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "dashboard.serve", "127.0.0.1", "0"]
        server = subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        try:
            yield next(word for said in server.stdout or () for word in said.split() if word.startswith("http://"))
        finally:
            server.terminate()
            server.wait()


def signed_in(browser: Browser, url: str) -> str:
    """The desk's cookie of the owner."""
    page = browser.new_page(base_url=url)
    page.goto("/sign-in")
    page.fill("[name=email]", shop.STAFF[0].email)
    page.fill("[name=password]", shop.STAFF_PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/orders")
    cookie = next(kept["value"] for kept in page.context.cookies() if kept["name"] == "desk")
    page.context.close()
    return cookie


@contextmanager
def tablet(browser: Browser, url: str, cookie: str) -> Iterator[tuple[Page, Callable[[], float]]]:
    """A window of a slow tablet that has never been here, and how long its thread has worked, in seconds.

    That is slowed too, and, unlike the clock, knows nothing of what else the machine does.
    """
    context: BrowserContext = browser.new_context(base_url=url, viewport=TABLET, has_touch=True, is_mobile=True)
    context.add_cookies([{"name": "desk", "value": cookie, "url": url}])
    context.add_init_script(WATCH)
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    protocol.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = protocol.send("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")

    try:
        yield page, worked
    finally:
        context.close()


def loaded(browser: Browser, url: str, cookie: str, path: str, shows: str) -> Seen:
    """Until a page shows this, nothing of it cached."""
    with tablet(browser, url, cookie) as (page, worked):
        page.add_init_script(f"window.shown = window.painted({json.dumps(shows)})")
        page.goto(path, wait_until="commit")
        seconds = page.evaluate("window.shown") / 1000
        busy = worked()
        page.wait_for_load_state()
        page.evaluate("window.settled()")
        return Seen(seconds, busy, page.evaluate("window.shifted"))


def done(browser: Browser, url: str, cookie: str, act: Act) -> Seen:
    """From an event to what it shall show, painted."""
    with tablet(browser, url, cookie) as (page, worked):
        page.goto(act.path)
        page.evaluate("window.settled()")
        act.before(page)
        page.locator("body").is_visible()  # brings Playwright's own script, which is not the page's work
        page.evaluate("([event, selector]) => window.after(event, selector)", [act.event, act.shows])
        tap_or_type = act.aim(page)
        page.wait_for_timeout(100)  # a field that got the focus is drawn
        before = worked()
        tap_or_type()
        seconds = page.evaluate("window.waited") / 1000
        busy = worked() - before
        page.evaluate("window.settled()")
        shift = page.evaluate("window.shifted")
        act.after(page)
        return Seen(seconds, busy, shift)


if __name__ == "__main__":
    for row in table():
        print(row, flush=True)
