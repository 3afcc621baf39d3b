// Asks without leaving the page. Everything works without this file; on any trouble the plain
// form or link is used instead.
"use strict";

(() => {
  const form = document.querySelector("form[data-ask]");
  const talk = document.getElementById("gesprek");
  const shell = document.getElementById("beurt");

  openSourceOfHash();
  window.addEventListener("hashchange", openSourceOfHash);
  if (!form || !talk || !shell || !window.ReadableStream) return;

  const field = form.elements.vraag;
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
      keep(done);
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
  }

  function newTurn(question) {
    const turn = shell.content.cloneNode(true).firstElementChild;
    turn.querySelector(".words").textContent = question;
    turn.querySelector(".answer").id = `antwoord-${talk.children.length + 1}`;
    talk.append(turn);
    const heading = turn.querySelector(".asked");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "start" });
    return turn;
  }

  async function follow(turn, question) {
    const body = new URLSearchParams({ vraag: question, beurt: String(talk.children.length) });
    const id = form.elements.conversation_id;
    if (id) body.set("conversation_id", id.value);
    const response = await fetch("/vraag/stroom", { method: "POST", body });
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
      turn.querySelector(".words").textContent = data.question; // as it is kept: masked
    }
    turn.querySelector(name === "sources" ? ".after" : ".answer").append(...nodes(data.html));
  }

  function nodes(html) {
    return new DOMParser().parseFromString(html, "text/html").body.childNodes;
  }

  // From now on the page is a conversation: the form below it asks a follow-up question.
  function keep(done) {
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
    tidyStart();
    history.pushState(null, "", done.href);
    address = location.pathname + location.search;
  }

  function tidyStart() {
    document.querySelector(".examples")?.remove();
    document.querySelector(".hero .lead")?.remove();
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

  // Older browsers do not open a closed source when a link points into it.
  function openSourceOfHash() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const source = target && target.closest("details");
    if (!source) return;
    source.open = true;
    target.focus({ preventScroll: true });
    source.scrollIntoView({ block: "nearest" });
  }
})();
