// What a visitor thought of an answer: two buttons, then room for a few words.

import { opine } from "./api.js";
import { h } from "./dom.js";

let count = 0;

/** Return the question whether an answer helped. */
export function opinion(home, words, id) {
  const box = h("div", { class: "opinion", role: "group", "aria-label": words.opinion });
  const button = (text, helpful) =>
    h("button", { type: "button", class: "plain", onclick: () => choose(helpful) }, text);
  box.append(h("p", {}, words.opinion), button(words.yes, true), button(words.no, false));

  async function choose(helpful) {
    const kept = await opine(home, id, { helpful });
    say(kept ? words.thanks : words.opinion_lost);
    if (kept) box.append(more(helpful));
  }

  function more(helpful) {
    const field = `mening-${(count += 1)}`;
    const text = h("textarea", { id: field, rows: "2", maxlength: "2000" });
    const send = h("button", { class: "plain" }, words.send);
    const label = h("label", { for: field }, helpful ? words.good : words.missed);
    const form = h("form", {}, label, text, send);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!text.value.trim()) return text.focus();
      const kept = await opine(home, id, { helpful, comment: text.value });
      if (kept) say(words.thanks);
      else form.before(h("p", { role: "alert" }, words.opinion_lost));
    });
    return form;
  }

  function say(text) {
    const said = h("p", { tabindex: "-1" }, text);
    box.replaceChildren(said);
    said.focus({ preventScroll: true });
  }

  return box;
}
