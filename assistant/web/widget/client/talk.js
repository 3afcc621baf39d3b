// The conversation: a field to ask in, the turns so far, and always the way to a person.

import { ask } from "./api.js";
import { arrow, away, cross, h, sign, unseen } from "./dom.js";
import { Turn } from "./turn.js";

const LONGEST = 1000; // characters of a question that the server takes

export class Talk {
  #context;
  #turns = [];
  #conversation = null;
  #running = null;
  #again;
  #intro;
  #log;
  #people;
  #label;
  #error;
  #field;
  #button;

  /** `context`: home, words, language, settings, `narrowed` (region, sector), `close` or null. */
  constructor(context) {
    this.#context = { ...context, ask: (question) => this.ask(question) };
    this.#frame();
    this.#showContact(context.settings.contact);
  }

  /** Put the cursor in the field. */
  focus() {
    this.#field.focus();
  }

  /** Break off an answer that is on its way. */
  stop() {
    this.#running?.abort();
    this.#running = null;
  }

  /** Close the open passage; tells whether one was open. */
  closeSource() {
    return this.#turns.some((turn) => turn.closeSource());
  }

  /** Ask a question. */
  async ask(question) {
    if (this.#running) return;
    const turn = new Turn(this.#context, question);
    this.#turns.push(turn);
    this.#log.append(turn.element);
    this.#intro.hidden = true;
    this.#again.hidden = false;
    turn.heading.focus({ preventScroll: true });
    turn.heading.scrollIntoView({ block: "start" });
    await this.#follow(turn, question);
  }

  async #follow(turn, question) {
    const running = new AbortController();
    this.#busy(running);
    const body = { question, ...this.#context.narrowed };
    if (this.#conversation) body.conversation_id = this.#conversation;
    try {
      for await (const event of ask(this.#context.home, body, running.signal)) {
        turn.take(event);
        if (event.name === "done") this.#keep(event.data);
      }
    } catch (problem) {
      if (running.signal.aborted) return;
      turn.fail(problem.status, () => this.#retry(turn, question));
    }
    if (this.#running === running) this.#busy(null);
  }

  #retry(turn, question) {
    if (this.#running) return;
    turn.element.remove();
    this.#turns = this.#turns.filter((each) => each !== turn);
    this.ask(question);
  }

  #busy(running) {
    this.#running = running;
    this.#button.setAttribute("aria-disabled", String(Boolean(running)));
  }

  // From now on the field asks a follow-up question.
  #keep(answer) {
    this.#conversation = answer.conversation_id;
    this.#label.textContent = this.#context.words.label_again;
    this.#showContact(answer.contact);
  }

  #restart() {
    this.stop();
    this.#busy(null);
    this.#conversation = null;
    this.#turns = [];
    this.#log.replaceChildren();
    this.#intro.hidden = false;
    this.#again.hidden = true;
    this.#label.textContent = this.#context.words.label;
    this.#showContact(this.#context.settings.contact);
    this.#fault(null);
    this.focus();
  }

  #submit() {
    const { words } = this.#context;
    const question = this.#field.value.trim();
    if (this.#running) return;
    if (!question || question.length > LONGEST) return this.#fault(question ? words.too_long : words.empty);
    this.#fault(null);
    this.#field.value = "";
    this.ask(question);
  }

  #fault(text) {
    this.#error.replaceChildren(...(text ? [unseen(this.#context.words.error), text] : []));
    this.#error.hidden = !text;
    this.#field.toggleAttribute("aria-invalid", Boolean(text));
    this.#field.setAttribute("aria-describedby", text ? "fout hint" : "hint");
    if (text) this.focus();
  }

  #frame() {
    const { words, close } = this.#context;
    const plain = (text, onclick) => h("button", { type: "button", class: "plain", onclick }, text);
    this.#again = plain(words.again, () => this.#restart());
    this.#again.hidden = true;
    const shut = close && h("button", { type: "button", class: "shut", onclick: close }, cross(), unseen(words.close));
    const bar = h("div", { class: "bar" }, sign(), h("h2", { id: "naam" }, words.site), this.#again, shut);
    this.#intro = this.#introduction();
    this.#log = h("div", { class: "turns" });
    this.#people = h("p", { class: "people" });
    const foot = h("div", { class: "foot" }, this.#people, h("p", { class: "quiet" }, words.computer));
    this.parts = [bar, h("div", { class: "talk" }, this.#intro, this.#log), this.#form(), foot];
  }

  #introduction() {
    const { words } = this.#context;
    const items = words.examples.map((question) =>
      h("li", {}, h("button", { type: "button", onclick: () => this.ask(question) }, question)),
    );
    const lead = h("p", { class: "lead" }, words.lead);
    return h("div", { class: "intro" }, lead, h("h3", {}, words.examples_title), h("ul", { class: "chips" }, items));
  }

  #form() {
    const { words } = this.#context;
    this.#label = h("label", { for: "vraag" }, words.label);
    this.#error = h("p", { class: "error", id: "fout", hidden: true });
    this.#field = h("textarea", { id: "vraag", rows: "2", autocomplete: "off", enterkeyhint: "send", "aria-describedby": "hint" });
    this.#button = h("button", { class: "go" }, h("span", {}, words.ask), arrow());
    const form = h("form", { class: "ask", novalidate: true });
    const hint = h("p", { class: "quiet", id: "hint" }, words.hint);
    form.append(this.#label, this.#error, this.#field, h("div", { class: "send" }, hint, this.#button));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    return form;
  }

  #showContact({ name, url, phone, email }) {
    const { words } = this.#context;
    const ways = [
      away(url, name, words) ?? name,
      phone && h("a", { href: `tel:${phone.replaceAll(" ", "")}` }, `${words.call} ${phone}`),
      email && h("a", { href: `mailto:${email}` }, `${words.mail} ${email}`),
    ];
    const list = ways.filter(Boolean).flatMap((way) => [" ", h("span", {}, way)]);
    this.#people.replaceChildren(h("strong", {}, words.contact), ...list);
  }
}
