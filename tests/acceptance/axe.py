"""What axe-core finds wrong with a page as it stands in the browser."""

from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

# Off unless asked for; the rest of axe-core's rules, best practices among them, is on.
ALSO = (
    "target-size", "css-orientation-lock", "focus-order-semantics", "label-content-name-mismatch", "p-as-heading",
    "table-fake-caption", "td-has-header",
)  # fmt: skip
LOOKS = ("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable")
RUN = """async (options) => {
  const menu = document.querySelector(".menu:popover-open");
  const whole = options.runOnly ? document.querySelector("dialog[open]") || menu || document : document;
  if (menu && options.rules) options.rules["target-size"] = { enabled: false };  // what it covers is no target now
  const { violations } = await axe.run(whole, options);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}: ${node.failureSummary}`));
}"""


@cache
def script() -> str:
    """The source of axe-core."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def findings(page: Page) -> list[str]:
    """Everything that is wrong, each as rule and place."""
    return run(page, {"rules": {rule: {"enabled": True} for rule in ALSO}})


def findings_of_looks(page: Page) -> list[str]:
    """What is wrong in this light and at this size only: the page's content was looked at before."""
    return run(page, {"runOnly": list(LOOKS)})


def at_rest(page: Page) -> None:
    """Return once whatever moves has come to rest."""
    page.evaluate("Promise.all(document.getAnimations().map((motion) => motion.finished.catch(() => {})))")


def run(page: Page, options: dict) -> list[str]:
    """Run axe-core, loaded into the page where it is missing."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(script())
    at_rest(page)
    return page.evaluate(RUN, {"resultTypes": ["violations"], **options})
