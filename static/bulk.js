// How many orders are ticked: told, and shown in their rows. Without it the boxes and the buttons still work.
"use strict";
(() => {
  const boxes = () => [...document.querySelectorAll('input[form="bulk"][name="order"]')];
  const every = () => document.querySelector("[data-every]");
  const heads = () => document.querySelectorAll("[data-all]");

  function tell() {
    const bar = document.getElementById("bulk");
    if (!bar) return;
    const all = every()?.checked;
    const ticked = boxes().filter((box) => box.checked).length;
    for (const head of heads()) {
      head.checked = all || ticked === boxes().length;
      head.indeterminate = !head.checked && ticked > 0;
    }
    bar.dataset.count = all ? "all" : ticked;
    bar.querySelector("[data-selected]").textContent = all ? `${every().dataset.every.replace(/ orders?$/, "")} selected` : ticked ? `${ticked} selected` : "";
  }

  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-all]")) for (const box of boxes()) box.checked = target.checked;
    if (target.matches("[data-every]") && target.checked) for (const box of boxes()) box.checked = true;
    if (target.matches('[data-all], input[form="bulk"]') && !target.checked && every()) every().checked = false;
    if (target.matches('[data-all], [data-every], input[form="bulk"]')) tell();
  });
  // The boxes lie outside the form, which empties them as its own.
  document.addEventListener("reset", ({ target }) => target.id === "bulk" && setTimeout(tell));
  document.addEventListener("htmx:after:swap", tell);
  addEventListener("pageshow", tell);
  tell();
})();
