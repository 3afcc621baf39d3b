// Copy, print, share, and the list of earlier questions, which stays in this browser.
// Without this file the page lacks only these.
"use strict";

(() => {
  const KEY = "loketwijzer.vragen";
  const MOST = 20;

  document.querySelectorAll("article.turn").forEach(ready);
  document.addEventListener("answered", (event) => ready(event.detail));
  document.documentElement.classList.add("js");
  showEarlier();

  // What is folded belongs on paper too.
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details:not([open])")) {
      fold.open = true;
      fold.dataset.printed = "";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const fold of document.querySelectorAll("[data-printed]")) {
      fold.open = false;
      delete fold.dataset.printed;
    }
  });

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-do]");
    if (!control || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (control.dataset.do === "print") window.print();
    if (control.dataset.do === "copy") copy(control, textOf(control.closest(".turn")), "copied");
    if (control.dataset.do === "share") share(control);
  });

  function ready(turn) {
    remember(turn.dataset.question);
  }

  async function copy(control, text, done) {
    const said = control.closest("[data-tools]").querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = said.dataset[done];
    } catch {
      said.textContent = said.dataset.failed;
    }
  }

  // The opinion form sends itself; the server's answer takes its place.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-opinion]") || form.dataset.plainly) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    try {
      const response = await fetch(form.action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const said = page.querySelector(".opinion-said");
      if (!said) throw new Error(`no thanks: ${response.status}`);
      (form.closest(".opinion-said") ?? form).replaceWith(said);
      said.focus();
    } catch {
      form.dataset.plainly = "yes"; // what was chosen and written goes as without script
      form.requestSubmit(event.submitter);
    }
  });

  async function share(control) {
    if (navigator.share) {
      try {
        await navigator.share({ title: control.dataset.title, url: control.href });
        return;
      } catch (problem) {
        if (problem.name === "AbortError") return;
      }
    }
    if (!navigator.clipboard) return location.assign(control.href);
    copy(control, control.href, "linked");
  }

  // The question, the answer and the sources as plain text.
  function textOf(turn) {
    const lines = [words(turn.querySelector(".asked .words")), ""];
    for (const each of turn.querySelectorAll(".answer .note, .answer > p:not(.sentence, .read-as), .sentence")) {
      lines.push((each.matches("li:not(.numbered)") ? "- " : "") + words(each));
    }
    const sources = turn.querySelectorAll(".source");
    if (sources.length) lines.push("", words(turn.querySelector(".sources :is(h2, h3)")));
    for (const source of sources) {
      const number = source.querySelector(".number").lastChild.textContent.trim();
      const about = [...source.querySelectorAll(".title, .place, .dates")].map(words);
      const original = source.querySelector(".links a[rel]");
      lines.push(`[${number}] ${about.join(" · ")}${original ? ` · ${original.href}` : ""}`);
    }
    lines.push("", words(turn.querySelector(".notice")));
    return lines.join("\n");
  }

  function words(element) {
    const copy = element.cloneNode(true);
    for (const hidden of copy.querySelectorAll(".visually-hidden")) hidden.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  // The list of earlier questions. Where the browser keeps nothing, there is none.
  function kept() {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(found) ? found.filter((each) => typeof each === "string") : [];
    } catch {
      return [];
    }
  }

  function remember(question) {
    if (!question) return;
    const others = kept().filter((each) => each !== question);
    try {
      localStorage.setItem(KEY, JSON.stringify([question, ...others].slice(0, MOST)));
    } catch {
      // Full or forbidden: then there is no list.
    }
  }

  function showEarlier() {
    const section = document.querySelector("[data-earlier]");
    const questions = kept();
    if (!section || !questions.length) return;
    const list = section.querySelector("ul");
    for (const question of questions) {
      const link = Object.assign(document.createElement("a"), { textContent: question });
      const there = new URL(section.dataset.earlier, location);
      there.searchParams.set("vraag", question);
      link.dir = "auto";
      link.href = there;
      link.dataset.ask = "";
      list.append(document.createElement("li"));
      list.lastChild.append(link);
    }
    section.hidden = false;
    section.querySelector("[data-forget]").addEventListener("click", forget);
  }

  function forget(event) {
    const section = event.target.closest("section");
    localStorage.removeItem(KEY);
    const said = Object.assign(document.createElement("p"), { tabIndex: -1, textContent: event.target.dataset.gone });
    section.replaceChildren(said);
    section.removeAttribute("aria-labelledby");
    said.focus();
  }
})();
