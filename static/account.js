// The buyers’ pages work without this. A form is sent once, however often its button is pressed; quantities step.
"use strict";

document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
// A page that comes back from the history can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-step]")) button.hidden = false;
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const field = button.parentElement.querySelector("input");
  if (button.dataset.step === "1") field.stepUp();
  else field.stepDown();
});
