// The three questions that the widget puts to the server. Nothing tells who asks, nor on
// which page.

const PRIVATE = { credentials: "omit", referrerPolicy: "no-referrer" };
const JSON_BODY = { "Content-Type": "application/json" };

/** The server answered, but not with an answer; `status` is its HTTP status. */
export class Refused extends Error {
  constructor(status) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

/** Ask a question; yields the events of its answer as { name, data }. */
export async function* ask(home, body, signal) {
  const response = await fetch(new URL("v1/answers", home), {
    ...PRIVATE,
    method: "POST",
    headers: { ...JSON_BODY, Accept: "text/event-stream" },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw new Refused(response.status);
  for await (const event of events(response.body)) {
    if (event.name === "error") throw new Refused(event.data.status);
    yield event;
    if (event.name === "done") return;
  }
  throw new Error("the stream broke off");
}

/** Return a passage with its document, or null where the server has none. */
export async function passage(home, id) {
  const address = new URL(`v1/passages/${encodeURIComponent(id)}`, home);
  try {
    const response = await fetch(address, PRIVATE);
    return response.ok ? await response.json() : null;
  } catch {
    return null; // the quotation is there already
  }
}

/** Send an opinion on an answer; tells whether it was kept. */
export async function opine(home, id, opinion) {
  const address = new URL(`v1/answers/${encodeURIComponent(id)}/feedback`, home);
  const body = JSON.stringify(opinion);
  try {
    return (await fetch(address, { ...PRIVATE, method: "POST", headers: JSON_BODY, body })).ok;
  } catch {
    return false;
  }
}

async function* events(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const [, name, data] = part.match(/^event: (\w+)\ndata: (.*)$/);
      yield { name, data: JSON.parse(data) };
    }
  }
}
