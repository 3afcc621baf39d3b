// Builds elements without HTML in strings, so that a page with Trusted Types may use the widget.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element; what starts with "on" is a listener, null and false are left out. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

/** Make words that only a screen reader says. */
export function unseen(text) {
  return h("span", { class: "unseen" }, text);
}

/** Make the sign of Loketwijzer: a post with two arms. */
export function sign() {
  return drawing(
    ["post", "M15 3h2v26h-2z"],
    ["right", "M7 6h15l4 4-4 4H7z"],
    ["left", "M25 16H10l-4 4 4 4h15z"],
  );
}

/** Make a cross. */
export function cross() {
  return drawing(["stroke", "M8 8l16 16M24 8L8 24"]);
}

/** Make an arrow that points up. */
export function arrow() {
  return drawing(["stroke", "M16 26V6M7 15l9-9 9 9"]);
}

function drawing(...paths) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 32 32");
  svg.setAttribute("aria-hidden", "true");
  for (const [name, d] of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** Make a link that leaves the conversation where it is; null unless the address is http(s). */
export function away(href, text, words, about = "") {
  if (!/^https?:/i.test(href ?? "")) return null;
  const label = `${about && `: ${about}`} (${words.new_tab})`;
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text, unseen(label));
}
