// Why: every node of the page is built here, so that no words of anybody ever become markup.

const PROPERTIES = new Set([
  "value",
  "checked",
  "disabled",
  "selected",
  "hidden",
  "indeterminate",
  "open",
  "multiple",
  "required",
]);
const SAFE_LINK = /^(https?:\/\/|mailto:|tel:|#|\/(?!\/))/i;

/** Makes an element. `props`: attributes, properties, `onX` listeners; children: nodes, words, arrays, null. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) set(node, name, value);
  add(node, children);
  return node;
}

/** Appends children (nodes, words, nested arrays; null and false are left out). */
export function add(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

/** Puts new children in the place of all old ones. */
export function fill(node, ...children) {
  node.replaceChildren();
  return add(node, children);
}

/** Puts exactly these nodes into `list`, touching only what moved. */
export function arrange(list, nodes) {
  const keep = new Set(nodes);
  for (const old of [...list.children]) if (!keep.has(old)) old.remove();
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
}

/** Puts `fresh` where `old` stands; the focus goes to what has the same `data-test` there. Gives `fresh`. */
export function swap(old, fresh) {
  const held = old.contains(document.activeElement) ? document.activeElement.dataset.test : null;
  old.replaceWith(fresh);
  if (held) fresh.querySelector(`[data-test="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  return fresh;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (PROPERTIES.has(name)) node[name] = false;
    return;
  }
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else if (name === "href") node.setAttribute("href", safeLink(value) ?? "#");
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** The address if it is one that may be followed (web, mail, telephone, this page), else null. */
export function safeLink(address) {
  const trimmed = String(address ?? "").trim();
  return SAFE_LINK.test(trimmed) ? trimmed : null;
}

/** True if the picture may be shown: the sandbox's own or carried in the message, nothing from elsewhere. */
export function ownPicture(address) {
  return (
    /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(address) ||
    new URL(address, location.href).origin === location.origin
  );
}

let counter = 0;
/** An id that no other element of this page has. */
export const unique = (prefix) => `${prefix}-${(counter += 1)}`;

export const stillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
export const narrow = () => matchMedia("(max-width: 760px)").matches;
export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Arrow keys, Home and End move between `selector` inside `list`; one of them is in the tab order. */
export function roving(list, selector, { horizontal = false } = {}) {
  const [back, on] = horizontal ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  const items = () => [...list.querySelectorAll(selector)].filter((item) => item.offsetParent !== null);
  const choose = (item) => {
    for (const other of items()) other.tabIndex = -1;
    item.tabIndex = 0;
  };
  list.addEventListener("focusin", (event) => {
    const item = event.target.closest(selector);
    if (item && list.contains(item)) choose(item);
  });
  list.addEventListener("keydown", (event) => {
    if (!event.target.matches(selector)) return;
    const all = items();
    const at = all.indexOf(event.target);
    const next = { [back]: at - 1, [on]: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, next))]?.focus();
  });
}
