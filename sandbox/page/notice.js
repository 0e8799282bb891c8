// Why: small words from the page itself: something went wrong, something was done, somebody wrote.
import { h, fill } from "./dom.js";
import { icon } from "./icons.js";

/** Shows a line for a while; an error stays until it is closed. */
export function toast(words, { error = false, action } = {}) {
  const close = h(
    "button",
    { class: "icon-button", type: "button", "aria-label": "Close this note", onclick: () => node.remove() },
    icon("close"),
  );
  const node = h(
    "div",
    { class: `toast${error ? " error" : ""}` },
    h("p", {}, words, action ? [" ", action] : null),
    close,
  );
  const place = document.getElementById("toasts");
  place.replaceChildren(...[...place.children].slice(-2), node);
  if (!error) setTimeout(() => node.remove(), 9000);
}

const EXPECTED = new Set(["nothing_due"]);

/** Runs `act` and shows what the sandbox said if it refused. Gives back what `act` gave, or null. */
export async function attempt(act) {
  try {
    return await act();
  } catch (error) {
    if (!error.code) console.error(error);
    toast(error.message, { error: !EXPECTED.has(error.code) });
    return null;
  }
}

/** Says something to those who listen to the page rather than look at it. */
export function announce(words) {
  const live = document.getElementById("live");
  live.append(h("p", {}, words));
  while (live.children.length > 8) live.firstChild.remove();
}

/** The line under the top bar: the bot is down, the line is lost; empty when all is well. */
export function banner(words, action) {
  const node = document.getElementById("notice");
  const now = words ?? "";
  if (node.dataset.words === now) return;
  node.dataset.words = now;
  fill(node, words ? [icon("eye"), h("span", {}, words), action] : []);
  node.classList.toggle("shown", Boolean(words));
}
