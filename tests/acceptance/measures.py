"""Measurements in the browser: what a finger would miss, and what has no room."""

# Controls whose middle, or what lies 21.5 px from it, is not theirs. Links in running text need no more than the text.
MISSED = """() => {
  const said = (node) => (node.getAttribute("aria-label") || node.textContent).trim().slice(0, 40);
  const inText = (node) => {
    const around = node.parentElement.textContent.trim();
    return getComputedStyle(node).display === "inline" && around !== node.textContent.trim();
  };
  const target = (control) => control.closest(control.matches(".order-code, .row-link") ? "tr" : "label") || control;
  const unseen = (node) => !node.checkVisibility({ visibilityProperty: true }) || node.closest(".sr-only, .skip-link");
  const missed = [];
  const inFront = document.querySelector("dialog[open], .menu:popover-open, .filter[open] .menu") || document;
  const controls = "a[href], button, summary, select, input:not([type=hidden]), [role=button]";
  for (const node of new Set([...inFront.querySelectorAll(controls)].map(target))) {
    if (unseen(node) || inText(node)) continue;
    node.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const { left, top, width, height } = node.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const around = [[x - 21.5, y], [x + 21.5, y], [x, y - 21.5], [x, y + 21.5]];
    const points = [[x, y], ...(Math.min(width, height) < 43.5 ? around : [])];
    const hit = (point) => {
      const found = document.elementFromPoint(...point);
      return node.contains(found) || found?.closest("label")?.contains(node);
    };
    if (!points.every(hit)) missed.push(`${said(node)} (${Math.round(width)} × ${Math.round(height)})`);
  }
  return missed;
}"""

# What runs over the window's edge, or over its card's.
TOO_WIDE = """() => {
  const over = document.documentElement.scrollWidth - innerWidth;
  const boxes = [...document.querySelectorAll("dialog[open] .dialog-body, .card")];
  const cut = boxes.filter((box) => box.scrollWidth > box.clientWidth + 1);
  const said = cut.map((box) => box.textContent.trim().slice(0, 60));
  return over > 0 ? [`the page, by ${over} px`, ...said] : said;
}"""
