// What HTML and htmx leave open: the dialog's coming and going, focus, menus, keys. Without it every link and form still works.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const on = (name, act) => document.addEventListener(name, act, true);
  const dialog = () => byId("dialog");
  const inDialog = (node) => Boolean(dialog()?.contains(node));
  const FIRST = ['[aria-invalid="true"]', '[role="alert"]', "[autofocus]", '.dialog-body :is(input:not([type="hidden"]), select, textarea, button)'];

  let invoker = null; // the button that opened the last menu
  let opener = null; // what opened the dialog, to get the focus back

  function open() {
    const box = dialog();
    if (box.open) return false;
    setAside();
    box.setAttribute("closedby", "any");
    box.setAttribute("aria-labelledby", byId("verb-title") ? "verb-title" : "problem-title");
    box.showModal();
    return true;
  }

  function focusFirst() {
    for (const selector of FIRST) {
      const node = byId("sheet").querySelector(selector);
      if (node?.matches('[role="alert"]')) node.tabIndex = -1;
      if (node) return node.focus();
    }
  }

  function sayUnreachable() {
    byId("problem").replaceChildren(byId("unreachable").content.cloneNode(true));
    open();
  }

  // A view far to the right is the current one: its tab shall be seen.
  document.querySelector(".tab[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

  // What was replaced meanwhile is found again by its id or, for a link, its address.
  function giveFocusBack() {
    if (!opener) return;
    const address = opener.getAttribute("href");
    const same = opener.isConnected ? opener : byId(opener.id) || (address && document.querySelector(`#main a[href="${CSS.escape(address)}"]`));
    same?.closest(".far")?.classList.remove("far");
    (same || byId("main")).focus();
    opener = null;
  }

  // What a dialog makes inert is styled anew, all of it; of a list that is what is in sight, the rest is skipped until it has closed.
  let coming;
  function setAside() {
    clearTimeout(coming);
    const aside = [...document.querySelectorAll(".orders .ten")].filter((part) => {
      const { top, bottom } = part.getBoundingClientRect();
      return (bottom < 0 || top > innerHeight) && !part.contains(document.activeElement);
    });
    for (const part of aside) part.classList.add("far");
  }
  const bringBack = () => document.querySelectorAll(".far").forEach((part) => part.classList.remove("far"));
  addEventListener("beforeprint", bringBack);

  function empty() {
    byId("sheet").replaceChildren();
    byId("problem").replaceChildren();
  }

  on("close", ({ target }) => {
    coming = setTimeout(bringBack, 100);
    if (target === palette()) byId("jump-list").replaceChildren();
    if (target !== dialog()) return;
    empty();
    giveFocusBack();
  });

  // What is drawn anew waits while a button is held down: it would slip away from under the pointer, its click lost.
  let released = null;
  let release;
  on("pointerdown", () => (released ??= new Promise((resolve) => (release = resolve))));
  for (const name of ["pointerup", "pointercancel"]) on(name, () => setTimeout(() => (release?.(), (released = null)), 50)); // the click comes first
  const fetchOnceReleased = async (...request) => {
    const answer = await fetch(...request);
    await released;
    return answer;
  };

  // Buttons that choose, by name, as long as no answer shows what they chose: a redraw that takes the place of theirs
  // chooses it, too, unless other words are typed where it was found; a submit waits for that, and goes then.
  const pressed = new Map();
  let waiting = null;
  const chooses = (form) => [...pressed.values()].some((button) => button.form === form);
  on("htmx:error", () => (pressed.clear(), (waiting = null)));
  on("htmx:after:swap", ({ detail: { ctx } }) => {
    const { form } = ctx.sourceElement;
    for (const [name, button] of pressed) if (form === button.form) pressed.delete(name);
    const button = waiting;
    if (!button || chooses(button.form)) return;
    waiting = null;
    if (ctx.response.status < 400) setTimeout(() => button.isConnected && !button.disabled && button.form.requestSubmit(button));
  });
  on("submit", (event) => {
    if (!event.submitter || !chooses(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = event.submitter;
  });
  function comesAlong(source, body) {
    if (["pick", "add", "drop"].includes(source.name)) pressed.set(source.name, source);
    for (const [name, button] of pressed) {
      if (button.form !== source.form || button.parentElement.id === source.getAttribute("aria-controls")) pressed.delete(name);
      else body.set(name, button.value);
    }
  }

  on("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    const source = ctx.sourceElement;
    // A redraw must not overtake the submit that is under way.
    if (source.form?.classList.contains("htmx-request")) return event.preventDefault();
    if (source.form) comesAlong(source, ctx.request.body);
    ctx.focused = document.activeElement;
    ctx.box = ctx.focused.closest(".results")?.parentElement.querySelector('[role="combobox"]')?.id;
    // Others are told which verb is open here.
    const verb = byId("verb")?.querySelector("form")?.getAttribute("action")?.split("/");
    if (source.id === "activity" && dialog().open && verb) ctx.request.headers.Doing = verb[3] || "";
    if (inDialog(source) && source.form) ctx.fetch = fetchOnceReleased;
    if (inDialog(source)) return byId("problem").replaceChildren();
    const menu = source.closest("[popover]");
    if (ctx.target === byId("sheet")) {
      ctx.select ||= "#verb";
      opener = menu ? invoker : source;
    }
    if (menu !== source.closest("form")) menu?.hidePopover(); // a menu that is a form stays
  });

  let underWay = 0;
  const wait = (one) => document.querySelector(".progress-line").classList.toggle("is-on", (underWay += one) > 0);
  on("htmx:before:request", () => wait(1));
  on("htmx:finally:request", () => wait(-1));

  // What waited for an answer goes with the one-time key that came with it.
  on("htmx:before:request", ({ detail: { ctx } }) => {
    const { body, form } = ctx.request;
    if (body?.has?.("key") && form?.matches('[hx-sync^="this:queue"]')) body.set("key", form.elements.key.value);
  });

  on("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    // What asks by itself was told that it stands (304), or could not be told.
    if (ctx.swap === "none" && ctx.sourceElement.matches('[hx-trigger^="every"]')) return event.preventDefault();
    const main = tasks.find(({ type }) => type === "main");
    if (!main) return;
    const target = typeof main.target === "string" ? document.querySelector(main.target) : main.target;
    if (!target || (ctx.select && !main.fragment.childElementCount)) {
      // The answer is not the page we asked for: show it whole rather than wipe a part of this one.
      event.preventDefault();
      if (ctx.response.status < 400) location.assign(ctx.response.raw.url);
      else sayUnreachable();
    } else ctx.leaves = inDialog(ctx.sourceElement) && !inDialog(target) && dialog().matches(":modal");
    // Who types in another field meanwhile is not taken back to the one that the answer finds wrong.
    if (target?.querySelector(":read-write:focus")) for (const node of main.fragment.querySelectorAll("[autofocus]")) node.autofocus = false;
    // What was typed there is done with: the field that has the focus would keep it.
    if (ctx.sourceElement.matches("[data-clear]") && ctx.response.status < 400) ctx.sourceElement.reset();
  });

  on("htmx:after:swap", ({ detail: { ctx } }) => {
    // Closed before, the page that is to be swapped would be styled once more for nothing.
    if (ctx.leaves) return dialog().close(), empty(); // its event comes later
    if (!byId("sheet")?.childElementCount && !byId("problem")?.childElementCount) return;
    if (open() || [409, 422].includes(ctx.response.status)) focusFirst();
  });

  // Left to itself, htmx asks every element for hx-on and every link for hx-boost, which are nowhere here: it is shown what is wired.
  const WIRED = "[hx-get], [hx-post]";
  on("htmx:before:process", (event) => {
    if (event.target.matches(WIRED)) return;
    event.preventDefault();
    for (const node of event.target.querySelectorAll(WIRED)) if (!node.dataset.htmxPowered) htmx.process(node);
  });

  // Of a page that a part is taken from, what frames that is not read.
  on("htmx:after:request", ({ detail: { ctx } }) => {
    if (!ctx.select || ctx.response.status >= 400 || !byId("main").contains(ctx.target)) return;
    const [body, main, end] = [ctx.text.indexOf("<body"), ctx.text.indexOf("<main"), ctx.text.lastIndexOf("</main>")];
    if (main > body) ctx.text = ctx.text.slice(0, body) + ctx.text.slice(main, end);
  });

  on("htmx:error", ({ detail: { ctx } }) => {
    const byItself = ctx?.sourceElement?.getAttribute("hx-trigger")?.startsWith("every");
    if (ctx?.request && !ctx.response && dialog() && !byItself) sayUnreachable();
  });

  // htmx enables the buttons again after this event, and a disabled button has lost the focus.
  on("htmx:finally:request", ({ detail: { ctx } }) => setTimeout(() => {
    if (document.activeElement !== document.body) return;
    if (ctx.focused?.isConnected) ctx.focused.focus();
    else if (inDialog(ctx.sourceElement) || dialog()?.open) (byId(ctx.box) || dialog().querySelector('[role="combobox"], [autofocus]'))?.focus(); // what was picked is gone
  }));

  // Typed input must not be lost to a click beside the dialog.
  on("input", ({ target }) => inDialog(target) && dialog().setAttribute("closedby", "closerequest"));

  on("click", (event) => {
    // The box above keeps what was typed while it has the focus, and shall now get the name of who was picked.
    event.target.closest('button[role="option"]')?.focus();
    const box = palette()?.open ? palette() : dialog();
    const leave = event.target.closest("[data-close]");
    if (event.target.closest("[data-jump]")) return event.preventDefault(), jump();
    const beside = event.target === box && !("closedBy" in box) && box.getAttribute("closedby") === "any";
    if (box?.matches(":modal") && (leave || beside)) return event.preventDefault(), box.close();
    // Enter in a field clicks the form's button: who types there stays there.
    const at = event.detail ? event.target : document.activeElement;
    for (const filter of document.querySelectorAll(".filter[open]")) filter.open = filter.contains(at);
    const button = event.target.closest("[popovertarget]");
    if (!button) return;
    invoker = button;
    if (button.closest("tr")?.id.startsWith("row-")) fill(byId(button.getAttribute("popovertarget")), button.closest("tr").id.slice(4));
  });

  // The menu that all rows share becomes this row's: its links get the row's code, and come back to this page.
  function fill(menu, code) {
    const here = encodeURIComponent(location.pathname + location.search);
    for (const link of menu.querySelectorAll("[data-href]")) {
      const url = `${link.dataset.href.replace("CODE", encodeURIComponent(code))}?next=${here}`;
      const wiring = { href: url, "hx-get": url, "hx-target": "#sheet", "hx-sync": "this:drop" };
      for (const [name, value] of Object.entries(wiring)) link.setAttribute(name, value);
    }
    htmx.process(menu, true);
  }

  // A number field between two buttons: what they do is what typing would.
  on("click", ({ target }) => {
    const button = target.closest("[data-step]");
    if (!button) return;
    const field = button.parentElement.querySelector("input");
    if (button.dataset.step < 0) field.stepDown();
    else field.stepUp();
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  });

  // Where the browser lets no page copy, the text is selected all the same.
  on("click", ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    const field = byId(button.dataset.copy);
    field.select();
    navigator.clipboard?.writeText(field.value);
  });

  // Where lines are ticked and counted, the tick and the count go together.
  on("input", ({ target }) => {
    const [tick, count] = target.closest(".pick")?.querySelectorAll("input") ?? [];
    if (target === count) tick.checked = count.value !== "0";
    else if (target === tick) count.value = tick.checked ? count.max : "0";
  });

  // The jump box comes with its first use: `/`, a press on what stands for it, or a first letter in the top bar.
  const palette = () => byId("jump");
  function jump(text = "") {
    if (!palette()) {
      document.body.append(byId("jump-box").content.cloneNode(true));
      htmx.process(palette());
    }
    const field = byId("jump-q");
    field.value = text;
    htmx.trigger(field.form, "wanted"); // first: the answer is made while the page is styled anew
    if (!palette().open) setAside(), palette().showModal();
    field.focus();
  }
  const jumpsFrom = ({ target, isComposing }) => {
    if (!target.matches("input[data-jump]") || isComposing) return;
    jump(target.value);
    target.value = "";
  };
  on("input", jumpsFrom);
  on("compositionend", jumpsFrom);
  on("htmx:after:swap", () => {
    const found = byId("jump-found");
    const field = byId("jump-q");
    if (!found || !field || found.dataset.shown) return;
    found.dataset.shown = "true";
    const options = [...found.querySelectorAll('[role="option"]')];
    field.setAttribute("aria-expanded", String(options.length > 0));
    byId("jump-said").textContent = found.dataset.said;
    byId("jump-list").scrollTop = 0;
    if (options.length) activate(field, options, 0);
  });
  addEventListener("pagehide", () => palette()?.close()); // Back finds the page as it was

  const itemsOf = (menu) => [...menu.querySelectorAll("a[href], button")].filter((item) => item.checkVisibility());

  // What a pointer or the keyboard rests on shows its card; a tap does so by itself.
  for (const [name, shows] of [["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]]) {
    on(name, ({ target, pointerType }) => {
      const button = target.closest?.("[data-hover]");
      if (!button || pointerType === "touch") return;
      invoker = button;
      button.popoverTargetAction = "show"; // else the click that follows would hide it
      const card = byId(button.getAttribute("popovertarget"));
      if (card.matches(":popover-open") !== shows) card.togglePopover({ source: button, force: shows });
    });
  }

  on("toggle", ({ target, newState }) => {
    if (newState !== "open" || !target.matches(".menu")) return;
    if (!CSS.supports("position-area", "block-end")) place(target);
    if (target.getAttribute("role") === "menu") itemsOf(target)[0]?.focus();
  });

  function place(menu) {
    const { bottom, right } = invoker.getBoundingClientRect();
    Object.assign(menu.style, { position: "fixed", top: `${bottom}px`, right: `${innerWidth - right}px` });
  }
  const STEPS = { ArrowDown: 1, ArrowUp: -1 };
  const wrap = (list, index) => list.at(index % list.length);
  function walkMenu(event, menu) {
    const items = itemsOf(menu);
    const step = STEPS[event.key];
    const to = step ? wrap(items, items.indexOf(document.activeElement) + step) : { Home: items[0], End: items.at(-1) }[event.key];
    if (!to) return;
    event.preventDefault();
    to.focus();
  }

  function walkOptions(event, field) {
    const list = byId(field.getAttribute("aria-controls"));
    const options = !list || list.hidden ? [] : [...list.querySelectorAll('[role="option"]')];
    const now = options.findIndex((option) => "active" in option.dataset);
    if (event.key in STEPS && options.length) activate(field, options, now < 0 && event.key === "ArrowUp" ? -1 : now + STEPS[event.key]);
    else if (event.key === "Enter" && options[now]?.href) return follow(event, field, options[now]);
    else if (event.key === "Enter" && now >= 0) options[now].click();
    else if (event.key === "Escape" && options.length && field !== byId("jump-q")) shut(field, list);
    else return false;
    event.preventDefault();
    return true;
  }

  // Answers to fewer letters than stand there now lead nowhere: the form itself then asks, and knows a whole code.
  function follow(event, field, { href }) {
    if (byId("jump-found").dataset.q !== field.value.trim()) return false;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) window.open(href, "_blank", "noopener");
    else location.assign(href);
    return true;
  }

  function activate(field, options, index) {
    const option = wrap(options, index);
    for (const other of options) {
      delete other.dataset.active;
      if (other.href) other.setAttribute("aria-selected", String(other === option));
    }
    option.dataset.active = "";
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }

  function shut(field, list) {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  // A file may be dropped where it can be picked; either way its name is shown.
  for (const name of ["dragover", "dragleave", "drop"]) {
    on(name, (event) => {
      const zone = event.target.closest?.("[data-drop]");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("is-over", name === "dragover");
      if (name !== "drop" || !event.dataTransfer.files.length) return;
      zone.querySelector("input").files = event.dataTransfer.files;
      named(zone);
    });
  }
  on("change", ({ target }) => target.type === "file" && target.closest("[data-drop]") && named(target.closest("[data-drop]")));
  function named(zone) {
    const [file] = zone.querySelector("input").files;
    if (file) zone.querySelector("[data-picked]").textContent = file.name;
  }

  // What is left of a wait, each second; what is over is told by the server.
  setInterval(() => {
    for (const left of document.querySelectorAll("[data-due]")) {
      const due = Number(left.dataset.due);
      const seconds = Math.max(0, Math.round((due - Date.now()) / 1000));
      left.textContent = left.textContent.replace(/\d+:\d\d/, `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
      const gauge = left.parentElement.querySelector(".gauge");
      const from = Number(gauge?.dataset.from);
      gauge?.querySelector(".g-fill").setAttribute("width", `${Math.min(100, ((Date.now() - from) / Math.max(1, due - from)) * 100)}%`);
    }
  }, 1000);

  on("keydown", (event) => {
    const { target, key } = event;
    const filter = target.closest?.(".filter[open]");
    if (key === "Escape" && filter) return event.preventDefault(), (filter.open = false), filter.firstElementChild.focus();
    const menu = target.closest?.(".menu");
    if (menu) return walkMenu(event, menu);
    if (target.matches?.('[role="combobox"]') && walkOptions(event, target)) return;
    if (key === " " && target.matches?.('a[role="button"]')) return event.preventDefault(), target.click();
    const box = dialog();
    // On its own page the dialog is not modal, so the browser does not close it.
    if (key === "Escape" && box?.open && !box.matches(":modal")) return box.querySelector("[data-close]")?.click();
    if (event.ctrlKey || event.metaKey || event.altKey || box?.open || palette()?.open) return;
    if (target.closest?.("input, textarea, select, [contenteditable]")) return;
    document.querySelector(`a[href][aria-keyshortcuts="${CSS.escape(key)}"]`)?.click();
    const field = { "/": null, f: document.querySelector('#main [type="search"]') }[key];
    if (field === undefined || !byId("jump-box")) return;
    event.preventDefault();
    if (key === "/") jump();
    else field?.select();
  });
})();
