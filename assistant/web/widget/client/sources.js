// Numbers that open the literal passage behind a sentence.

import { passage } from "./api.js";
import { away, h, unseen } from "./dom.js";

const UNSAFE = /[^A-Za-z0-9_.-]/g;

/** The sources of one answer. One passage is open at a time, below what opened it. */
export class Sources {
  #home;
  #words;
  #language;
  #known = new Map();
  #cites = [];
  #open = null;
  #wanted = null; // a number that was pressed before its source came

  constructor({ home, words, language }) {
    this.#home = home;
    this.#words = words;
    this.#language = language;
  }

  /** Take the sources, which come after the sentences; mark the numbers of expired ones. */
  add(sources) {
    for (const source of sources) this.#known.set(source.number, source);
    for (const { button, number } of this.#cites) {
      if (this.#known.get(number)?.expired) button.after(" ", this.#expired());
    }
    if (this.#wanted) this.#toggle(this.#wanted.button, this.#wanted.number);
  }

  /** Return the number behind a sentence, as a button. */
  cite(number) {
    const text = [unseen(`${this.#words.source} `), String(number)];
    const button = h("button", { type: "button", class: "cite", "aria-expanded": "false" }, text);
    button.addEventListener("click", () => this.#toggle(button, number));
    this.#cites.push({ button, number });
    return button;
  }

  /** Return the list of all sources. */
  list() {
    const items = [...this.#known.values()].map((source) => {
      const about = h("span", { class: "about" }, h("span", { class: "title" }, source.title));
      const place = this.#place(source);
      if (place) about.append(h("span", { class: "quiet" }, place));
      const number = h("span", { class: "number" }, unseen(`${this.#words.source} `), source.number);
      const row = h("button", { type: "button", class: "source", "aria-expanded": "false" }, number, about);
      row.addEventListener("click", () => this.#toggle(row, source.number));
      return h("li", {}, row);
    });
    return h("section", { class: "sources" }, h("h4", {}, this.#words.sources), h("ol", {}, items));
  }

  /** Close the open passage and go back to its number; tells whether one was open. */
  close() {
    if (!this.#open) return false;
    const { button, card } = this.#open;
    card.remove();
    button.setAttribute("aria-expanded", "false");
    this.#open = null;
    button.focus();
    return true;
  }

  #toggle(button, number) {
    const same = this.#open?.button === button;
    this.close();
    const source = this.#known.get(number);
    this.#wanted = source ? null : { button, number };
    if (same || !source) return;
    const card = this.#card(source);
    const block = button.closest("p, li");
    if (block.matches("li")) block.append(card);
    else block.after(card);
    button.setAttribute("aria-expanded", "true");
    this.#open = { button, card };
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    button.scrollIntoView({ block: "nearest" }); // where both do not fit: the number, on top
  }

  #card(source) {
    const words = this.#words;
    const dates = h("p", { class: "quiet" }, this.#dates(source));
    const quote = h("blockquote", { lang: "nl" }, this.#quoted(source));
    const anchor = `#passage-${source.passage_id.replaceAll(UNSAFE, "-")}`;
    const document = new URL(`document/${encodeURIComponent(source.document_id)}?lang=${this.#language}${anchor}`, this.#home);
    const links = [
      away(document.href, words.document, words, source.title),
      away(atPage(source), words.original, words, source.title),
    ];
    const shut = h("button", { type: "button", class: "plain", onclick: () => this.close() }, words.close_source);
    const label = `${words.source} ${source.number}: ${source.title}`;
    const card = h(
      "div",
      { class: "passage", role: "group", "aria-label": label, "aria-live": "off", tabindex: "-1" },
      h("p", { class: "title", lang: "nl" }, source.title),
      h("p", { class: "quiet", lang: "nl" }, this.#place(source)),
      dates,
      quote,
      h("ul", { class: "links" }, [...links, shut].filter(Boolean).map((each) => h("li", {}, each))),
    );
    this.#complete(source, dates, quote);
    return card;
  }

  // The whole passage, its language and when its document appeared; the quotation does not wait.
  async #complete(source, dates, quote) {
    const found = await passage(this.#home, source.passage_id);
    if (!found) return;
    dates.replaceChildren(...this.#dates(source, found.document));
    quote.lang = found.document.language;
    const at = found.text.indexOf(source.quote);
    if (at < 0) return;
    quote.prepend(found.text.slice(0, at));
    quote.append(found.text.slice(at + source.quote.length));
  }

  // `marks` count characters as Python does: whole code points.
  #quoted(source) {
    const letters = [...source.quote];
    const parts = [];
    let at = 0;
    for (const [start, end] of source.marks.length ? source.marks : [[0, letters.length]]) {
      parts.push(letters.slice(at, start).join(""), h("mark", {}, letters.slice(start, end).join("")));
      at = end;
    }
    return [...parts, letters.slice(at).join("")];
  }

  #place(source) {
    const page = source.page && `${this.#words.page} ${source.page}`;
    return [source.publisher, source.section, page].filter(Boolean).join(" · ");
  }

  #dates(source, document = {}) {
    const words = this.#words;
    const start = this.#day(source.valid_from);
    const end = this.#day(source.valid_to);
    const validity = start && end ? words.valid : start ? words.valid_from : end && words.valid_until;
    const { published, checked_on: checked } = document;
    const parts = [
      published && published !== checked && words.published.replace("{date}", this.#day(published)),
      validity && validity.replace("{start}", start).replace("{end}", end),
      checked && words.checked.replace("{date}", this.#day(checked)),
    ];
    const text = parts.filter(Boolean).join(" · ");
    return source.expired ? [this.#expired(), ` ${text}`] : [text];
  }

  #expired() {
    return h("strong", { class: "expired" }, this.#words.expired.toLowerCase());
  }

  // A year, a month or a day, in the words of the language.
  #day(value) {
    if (!/^\d{4}-\d{2}(-\d{2})?$/.test(value ?? "")) return value ?? "";
    const options = { year: "numeric", month: "long", timeZone: "UTC" };
    if (value.length > 7) options.day = "numeric";
    const tag = this.#language === "en" ? "en-GB" : this.#language;
    return new Intl.DateTimeFormat(tag, options).format(new Date(value));
  }
}

function atPage({ url, page }) {
  return url && page && /\.pdf$/i.test(url) ? `${url}#page=${page}` : url;
}
