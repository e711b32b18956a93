// How many orders are ticked: told, and shown in their rows. Without it the boxes and the buttons still work.
"use strict";
(() => {
  const boxes = () => [...document.querySelectorAll('input[form="bulk"]')];
  const bar = () => document.getElementById("bulk");
  const every = () => bar()?.elements.all;

  function tell() {
    if (!bar()) return;
    const all = every()?.checked;
    const ticked = boxes().filter((box) => box.checked).length;
    for (const head of document.querySelectorAll("[data-all]")) {
      head.checked = all || ticked === boxes().length;
      head.indeterminate = !head.checked && ticked > 0;
    }
    bar().dataset.count = all ? "all" : ticked;
    const count = all ? every().parentElement.textContent.match(/[\d,+]+/)[0] : ticked;
    bar().querySelector('[role="status"]').textContent = count ? `${count} selected` : "";
  }

  document.addEventListener("change", ({ target }) => {
    const whole = target.matches("[data-all]");
    if (!whole && target.form !== bar()) return;
    if (whole || (target === every() && target.checked)) for (const box of boxes()) box.checked = target.checked;
    if (!target.checked && every()) every().checked = false;
    tell();
  });
  document.addEventListener("reset", ({ target }) => target === bar() && setTimeout(tell)); // the boxes are emptied after it
  document.addEventListener("htmx:after:swap", () => document.querySelector("dialog:modal") || tell()); // behind it nothing changed
  addEventListener("pageshow", tell);
  tell();
})();
