// Loads the style sheets once, as constructed sheets: a page needs no `style-src` for them.

const NAMES = ["theme.css", "widget.css"];
const SCHEMES = CSS.supports("color", "light-dark(#000, #fff)");

async function load(name) {
  const response = await fetch(new URL(name, import.meta.url), { referrerPolicy: "no-referrer" });
  if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
  const text = await response.text();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(SCHEMES ? text : text.replaceAll(/light-dark\(([^,]+),[^)]+\)/g, "$1"));
  return sheet;
}

export const sheets = await Promise.all(NAMES.map(load));
