// <loket-wijzer>: puts the conversation on a page, in its place or behind a button.
//
// lang      nl or en; else the language of the page around it
// floating  a button in the corner that opens a panel
// theme     light or dark; else the colour scheme of the page
// region, sector  narrow every question, as in POST /v1/answers

import { h, sign } from "./dom.js";
import { sheets } from "./styles.js";
import { Talk } from "./talk.js";

const NAME = "loket-wijzer";
const NARROWING = ["region", "sector"];
const ROOMY = "(min-width: 480px) and (min-height: 480px)";

/** Define the element; a page without one gets one in its corner. */
export function start(address, settings) {
  if (customElements.get(NAME)) return;
  LoketWijzer.home = new URL("./", address);
  LoketWijzer.settings = settings;
  customElements.define(NAME, LoketWijzer);
  if (document.readyState !== "loading") return settle(address);
  document.addEventListener("DOMContentLoaded", () => settle(address));
}

// What the script's own data attributes say (data-lang, data-theme, …) goes to the element.
function settle(address) {
  if (document.querySelector(NAME)) return;
  const script = [...document.scripts].find((each) => each.src === address);
  document.body.append(h(NAME, { ...script?.dataset, floating: true }));
}

class LoketWijzer extends HTMLElement {
  static observedAttributes = ["lang", "floating"];
  static home;
  static settings;
  #talk = null;
  #launcher = null;

  connectedCallback() {
    if (this.#talk) return;
    if (!this.shadowRoot) {
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = sheets;
      this.addEventListener("keydown", (event) => this.#escape(event));
    }
    this.#draw();
  }

  disconnectedCallback() {
    this.#talk?.stop();
  }

  attributeChangedCallback() {
    if (!this.#talk) return;
    this.#talk.stop();
    this.#draw();
  }

  get language() {
    const around = this.closest("[lang]") ?? document.documentElement;
    const language = around.lang.toLowerCase().split("-")[0];
    return language in LoketWijzer.settings.words ? language : "nl";
  }

  /** Open the panel of a floating widget. */
  open() {
    const panel = this.shadowRoot.querySelector("dialog");
    if (!panel || panel.open) return;
    const roomy = matchMedia(ROOMY).matches;
    if (roomy) panel.show();
    else panel.showModal();
    this.#launcher.setAttribute("aria-expanded", "true");
    this.#launcher.hidden = true;
    if (roomy) this.#talk.focus(); // elsewhere a keyboard on the screen would cover the panel
  }

  /** Close it again; the conversation stays. */
  close() {
    this.shadowRoot.querySelector("dialog")?.close();
  }

  #draw() {
    const { home, settings } = LoketWijzer;
    const language = this.language;
    const words = settings.words[language];
    const narrowed = Object.fromEntries(
      NARROWING.filter((name) => this.getAttribute(name)).map((name) => [name, this.getAttribute(name)]),
    );
    const floating = this.hasAttribute("floating");
    const close = floating ? () => this.close() : null;
    this.#talk = new Talk({ home, settings, words, language, narrowed, close });
    const frame = floating ? "dialog" : "section";
    const box = h(frame, { class: "widget", lang: language, "aria-labelledby": "naam" }, this.#talk.parts);
    this.shadowRoot.replaceChildren(...(floating ? this.#behindButton(box, words, language) : [box]));
  }

  #behindButton(panel, words, lang) {
    const properties = { type: "button", class: "launcher", lang, "aria-haspopup": "dialog", "aria-expanded": "false" };
    this.#launcher = h("button", { ...properties, onclick: () => this.open() }, sign(), words.open);
    panel.addEventListener("close", () => {
      this.#launcher.setAttribute("aria-expanded", "false");
      this.#launcher.hidden = false;
      this.#launcher.focus();
    });
    return [this.#launcher, panel];
  }

  #escape(event) {
    if (event.key !== "Escape") return;
    const panel = this.shadowRoot.querySelector("dialog[open]");
    const closed = this.#talk.closeSource();
    if (!closed && !panel) return;
    event.preventDefault();
    event.stopPropagation();
    if (!closed) panel.close();
  }
}
