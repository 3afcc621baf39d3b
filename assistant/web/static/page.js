// Asks without leaving the page. Everything works without this file; on any trouble the plain
// form or link is used instead.
"use strict";

(() => {
  const form = document.querySelector("form[data-ask]");
  const talk = document.getElementById("gesprek");
  const shell = document.getElementById("beurt");

  const languages = document.querySelector(".languages");
  document.addEventListener("click", ({ target }) => languages.contains(target) || (languages.open = false));
  languages.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !languages.open) return;
    languages.open = false;
    languages.querySelector("summary").focus();
  });

  openFoldOfHash();
  window.addEventListener("hashchange", openFoldOfHash);
  if (!form || !talk || !shell || !window.ReadableStream) return;

  const field = form.elements.vraag;
  const main = document.querySelector("main");
  let address = location.pathname + location.search;
  let busy = false;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(field.value, () => form.submit());
  });

  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  // The choices of a clarifying question are buttons of a small form of their own.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-choices]") || !event.submitter) return;
    event.preventDefault();
    const choice = new URLSearchParams(new FormData(event.target, event.submitter));
    ask(event.submitter.value, () => location.assign(`${event.target.action}?${choice}`));
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-ask]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    ask(new URL(link.href).searchParams.get("vraag"), () => location.assign(link.href));
  });

  // Back and forward show pages that the server rendered; a jump within the page stays.
  window.addEventListener("popstate", () => {
    if (location.pathname + location.search !== address) location.reload();
  });

  async function ask(question, fallBack) {
    if (busy) return;
    if (!question.trim()) return fallBack();
    setBusy(true);
    const turn = newTurn(question.trim());
    try {
      const done = await follow(turn, question);
      keep(turn, done);
    } catch {
      turn.remove();
      fallBack();
    } finally {
      setBusy(false);
    }
  }

  function setBusy(value) {
    busy = value;
    form.querySelector("button").setAttribute("aria-disabled", String(value));
    form.hidden = value;
  }

  function newTurn(question) {
    const turn = shell.content.cloneNode(true).firstElementChild;
    turn.querySelector(".words").textContent = question;
    turn.querySelector(".answer").id = `antwoord-${talk.children.length + 1}`;
    talk.append(turn);
    tidyStart();
    makeRoom(turn);
    const heading = turn.querySelector(".asked");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "start" });
    return turn;
  }

  // With a screen of room below the question nothing that is in sight moves while answers arrive.
  function makeRoom(turn) {
    const above = turn.getBoundingClientRect().top - main.getBoundingClientRect().top;
    main.style.minHeight = `${above + window.innerHeight}px`;
  }

  async function follow(turn, question) {
    const body = new URLSearchParams({ vraag: question, beurt: String(talk.children.length) });
    const id = form.elements.conversation_id;
    if (id) body.set("conversation_id", id.value);
    const response = await fetch(form.dataset.stream, { method: "POST", body });
    if (!response.ok) throw new Error(response.status);
    for await (const { name, data } of events(response.body)) {
      if (name === "error") throw new Error(data.detail);
      if (name === "done") return data;
      show(turn, name, data);
    }
    throw new Error("the stream broke off");
  }

  function show(turn, name, data) {
    if (!data.html) return;
    if (data.stage === "ready") {
      turn.querySelector(".busy").remove();
      const words = turn.querySelector(".words");
      words.textContent = data.question; // as it is kept: masked
      words.lang = data.language;
    }
    const place = turn.querySelector(name === "sources" ? ".after" : data.folded ? ".rest" : ".answer");
    (data.item ? listIn(place) : place).append(...nodes(data.html));
  }

  // Items that follow each other are one list.
  function listIn(place) {
    if (!place.lastElementChild?.matches("ul.items")) {
      place.append(Object.assign(document.createElement("ul"), { className: "items" }));
    }
    return place.lastElementChild;
  }

  function nodes(html) {
    return new DOMParser().parseFromString(html, "text/html").body.childNodes;
  }

  // From now on the page is a conversation: the form below it asks a follow-up question.
  function keep(turn, done) {
    turn.dataset.question = done.standalone;
    let id = form.elements.conversation_id;
    if (!id) {
      id = Object.assign(document.createElement("input"), { type: "hidden", name: "conversation_id" });
      form.append(id);
    }
    id.value = done.conversation_id;
    form.querySelector("label").textContent = form.dataset.followUp;
    form.querySelector(".error")?.remove();
    field.removeAttribute("aria-invalid");
    field.setAttribute("aria-describedby", "vraag-hint");
    field.value = "";
    history.pushState(null, "", done.href);
    address = location.pathname + location.search;
    for (const link of document.querySelectorAll(".languages a")) {
      const there = new URL(location);
      there.searchParams.set("lang", link.hreflang);
      link.href = there;
    }
    document.dispatchEvent(new CustomEvent("answered", { detail: turn }));
  }

  function tidyStart() {
    for (const part of document.querySelectorAll(".examples, .ways-in, .earlier, .hero .lead")) part.remove();
    const title = document.querySelector(".hero h1");
    if (!title) return;
    title.textContent = title.dataset.conversation;
    title.parentElement.className = "visually-hidden";
  }

  async function* events(stream) {
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const parts = (rest + value).split("\n\n");
      rest = parts.pop();
      for (const part of parts) yield parse(part);
    }
  }

  function parse(part) {
    const [, name, data] = part.match(/^event: (\w+)\ndata: (.*)$/);
    return { name, data: JSON.parse(data) };
  }

  // Older browsers do not open what is folded when a link points into it.
  function openFoldOfHash() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const fold = target && target.closest("details");
    if (!fold) return;
    for (let each = fold; each; each = each.parentElement.closest("details")) each.open = true;
    target.focus({ preventScroll: true });
    (fold.matches(".source, .phase") ? fold : target).scrollIntoView({ block: fold.matches(".phase") ? "start" : "nearest" });
  }
})();
