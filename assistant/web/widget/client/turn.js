// One question with its answer, filled in as the events of the stream arrive.

import { away, h, unseen } from "./dom.js";
import { opinion } from "./opinion.js";
import { Sources } from "./sources.js";

const MOST_OPEN = 4; // sentences that are shown at once; the first source is always shown whole
const SEVERAL = /\?.*\?|\S \S+ (?:en|and) (?:wat|wie|waar|wanneer|hoe|welke?|what|who|where|when|how|which)\b/i;
const NUMBERS = /\s*\[\d+\]/g;
const LEAD = /^[^“”]{0,40}“[^”]+”[^“”:]{0,60}:(?=\s+\S)/; // the words that name a document
const ITEM = /^- /;
const NUMBERED = /^\(?(\d{1,2}|[a-z])[.)°]/;

export class Turn {
  #context;
  #sources;
  #answer;
  #after;
  #asked;
  #notes = h("div");
  #rest = null;
  #open = 0;
  #first = null;
  #language = "nl"; // of what the assistant says itself
  #quoted = "nl"; // of the words of a sentence

  /** `context`: home, words, language, settings, and `ask`, which asks a further question. */
  constructor(context, question) {
    const { words } = context;
    this.#context = context;
    this.#sources = new Sources(context);
    this.question = question;
    this.#asked = h("span", {}, question);
    this.heading = h("h3", { class: "asked", tabindex: "-1" }, unseen(`${words.your_question}: `), this.#asked);
    this.#answer = h("div", { class: "answer", role: "log", "aria-live": "polite" });
    this.#answer.append(h("p", { class: "busy" }, words.busy));
    this.#after = h("div", { class: "after" });
    this.element = h("article", { class: "turn" }, this.heading, this.#answer, this.#after);
  }

  /** Take in one event. */
  take({ name, data }) {
    if (name === "status" && data.stage === "ready") this.#begin(data);
    if (name === "sentence") this.#say(data);
    if (name === "sources") this.#sources.add(data.sources);
    if (name === "done") this.#end(data);
  }

  /** Say what went wrong, with ways on. */
  fail(status, retry) {
    const { words, home } = this.#context;
    const known = { 422: words.unreadable, 429: words.not_ready, 503: words.not_ready };
    const text = status ? (known[status] ?? words.broken) : words.unreachable;
    const again = h("button", { type: "button", class: "plain", onclick: retry }, words.retry);
    const ways = [again, away(this.#elsewhere(this.question), words.elsewhere, words)];
    this.#answer.replaceChildren(h("p", { class: "trouble" }, text), h("p", { class: "links" }, ways));
    this.#after.replaceChildren();
  }

  /** Close the open passage; tells whether one was open. */
  closeSource() {
    return this.#sources.close();
  }

  #begin(head) {
    const { words } = this.#context;
    this.#language = head.language;
    if (head.model !== "extractive") this.#quoted = head.language;
    this.#asked.textContent = head.question; // as it is kept: personal data masked
    this.question = head.question;
    const parts = [h("h4", { class: `status ${head.status}` }, words.statuses[head.status])];
    if (head.read_as) {
      this.question = head.read_as;
      parts.unshift(h("p", { class: "quiet" }, `${words.read_as} `, h("i", { lang: head.language }, head.read_as)));
    }
    this.#answer.replaceChildren(...parts, this.#notes);
    this.#note(head.notes);
  }

  // A language model's answer may end with other notes than it began with.
  #note(notes) {
    const shown = [...this.#notes.children].map((each) => each.textContent);
    if (notes.join("\n") === shown.join("\n")) return;
    this.#notes.replaceChildren(...notes.map((note) => h("p", { class: "note", lang: this.#language }, note)));
  }

  #say({ text, citations }) {
    const plain = text.replaceAll(NUMBERS, "").trim();
    const bare = plain.replace(ITEM, "");
    const [lead] = bare.match(LEAD) ?? [""];
    const quoted = bare.slice(lead.length).trim();
    const item = ITEM.test(plain);
    const line = h(item ? "li" : "p", { class: NUMBERED.test(quoted) ? "said numbered" : "said" });
    if (lead) line.append(h("span", { class: "from", lang: this.#language }, lead), " ");
    line.append(h("span", { lang: this.#quoted }, quoted));
    for (const number of citations) line.append("\u00a0", this.#sources.cite(number));
    const place = this.#placeFor(citations[0]);
    if (!item) return place.append(line);
    if (!place.lastElementChild?.matches("ul.items")) place.append(h("ul", { class: "items" }));
    place.lastElementChild.append(line);
  }

  // The first source whole, more up to MOST_OPEN sentences; what follows is folded.
  #placeFor(source) {
    this.#first ??= source;
    const several = SEVERAL.test(this.question);
    if (!this.#rest && (several || this.#open < MOST_OPEN || source === this.#first)) {
      this.#open += 1;
      return this.#answer;
    }
    if (!this.#rest) {
      this.#rest = h("div", { class: "rest" });
      const summary = h("summary", {}, this.#context.words.more);
      this.#answer.append(h("details", { class: "more" }, summary, this.#rest));
    }
    return this.#rest;
  }

  #end(answer) {
    const { words, home, settings } = this.#context;
    this.#note(answer.notes);
    if (!answer.sentences.length) {
      const lines = answer.text.split("\n").filter((line) => line.trim());
      this.#answer.append(...lines.map((line) => h("p", { lang: this.#language }, line)));
    }
    const clarifies = answer.status === "clarify";
    const parts = [
      answer.missing.length > 0 && this.#missing(answer.missing),
      clarifies && answer.follow_ups.length > 0 && this.#choices(words.choose, answer.follow_ups, "choices"),
      h("p", { class: "notice" }, h("strong", {}, `${words.notice_title}.`), ` ${words.notice}`),
      answer.sources.length > 0 && this.#sources.list(),
      !clarifies && answer.follow_ups.length > 0 && this.#choices(words.follow_ups, answer.follow_ups, "chips"),
      answer.situation && this.#route(answer.situation),
      this.#contact(answer.contact),
      settings.feedback && opinion(home, words, answer.id),
      answer.sources.length > 0 && h("p", { class: "links" }, away(this.#elsewhere(this.question), words.elsewhere, words)),
    ];
    this.#after.replaceChildren(...parts.filter(Boolean));
  }

  #missing(parts) {
    const items = parts.map((part) => h("li", { lang: this.#language }, part));
    return h("div", { class: "note" }, h("p", {}, this.#context.words.missing), h("ul", {}, items));
  }

  #choices(title, questions, kind) {
    const items = questions.map((question) => {
      const asks = () => this.#context.ask(question);
      return h("li", {}, h("button", { type: "button", lang: this.#language, onclick: asks }, question));
    });
    return h("section", {}, h("h4", {}, title), h("ul", { class: kind }, items));
  }

  #route(situation) {
    const { words, home, language } = this.#context;
    const address = new URL(`routecheck?${new URLSearchParams({ ...situation, lang: language })}`, home);
    return h("p", { class: "offer" }, away(address.href, words.route, words), ` ${words.route_why}`);
  }

  #contact({ name, why }) {
    const { words } = this.#context;
    // What a desk says of itself is Dutch.
    return h("p", { class: "person" }, words.person ? words.person.replace("{name}", name) : why);
  }

  #elsewhere(question) {
    const { home, language } = this.#context;
    return new URL(`vraag?${new URLSearchParams({ vraag: question, lang: language })}`, home).href;
  }
}
