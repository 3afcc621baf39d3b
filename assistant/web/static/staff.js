// Copies a reference. Without this file it can be selected and copied by hand.
"use strict";

(() => {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const place = button.closest("[data-reference]");
    const said = place.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(place.querySelector("pre").textContent);
      said.textContent = said.dataset.copied;
    } catch {
      getSelection().selectAllChildren(place.querySelector("pre"));
      said.textContent = said.dataset.failed;
    }
  });
})();
