// Why: after the clock was turned: what Upbeat said meanwhile, to whom, each with a link to look at it.
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { announce } from "./notice.js";
import { fullName, portrait } from "./people.js";
import { address } from "./route.js";
import { conversation, isMember, person, store } from "./store.js";
import { clock, day } from "./when.js";

const SHOWN = 12;

/** The panel that hangs under the clock. */
export const panel = h("div", {
  class: "summary",
  hidden: true,
  role: "region",
  "aria-label": "What happened meanwhile",
  tabindex: -1,
});
let before = null; // what had the focus when the panel came

/** Escape puts the panel away wherever one is, unless something lies over it. */
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || panel.hidden || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    hideSummary();
  },
  true,
);

/** Puts the panel away; the focus does not go with it. */
export function hideSummary() {
  const inside = panel.contains(document.activeElement);
  panel.hidden = true;
  if (inside && before?.checkVisibility()) before.focus({ preventScroll: true });
}

/** Shows what was `posted` (rows with `conversation`, and `to` where they are private) until `now`, for `me`. */
export function showSummary(posted, now, me) {
  const lines = posted.filter((row) => !row.ephemeral && !person(row.from));
  const title = heading(lines.length);
  const close = h(
    "button",
    { class: "icon-button", type: "button", "aria-label": "Close", onclick: hideSummary },
    icon("close"),
  );
  const time = `It is now ${day(now)}, ${clock(now)}.`;
  const items = lines.slice(0, SHOWN).map((row) => h("li", {}, line(row, me)));
  const more = lines.length - items.length;
  fill(
    panel,
    h(
      "header",
      { class: "summary-head" },
      h("div", {}, h("h2", {}, title), h("p", { class: "soft" }, time)),
      close,
    ),
    items.length ? h("ul", { role: "list" }, items) : null,
    more > 0 ? h("p", { class: "soft" }, `and ${more} more in the conversations.`) : null,
  );
  before = document.activeElement;
  panel.hidden = false;
  announce(`${title}. ${time}`);
}

function heading(count) {
  if (count === 0) return "Nothing was due meanwhile";
  return count === 1 ? "One message meanwhile" : `${count} messages meanwhile`;
}

function line(row, me) {
  const as = row.to ?? viewer(row.conversation, me);
  const to = row.to ? `privately to ${row.to === me ? "you" : fullName(row.to)}` : `in ${row.conversation}`;
  const kind = row.thread_ts ? "thread" : "message";
  const href = address({ as, place: row.to ? "dm" : row.conversation, kind, ts: row.thread_ts ?? row.ts });
  return h(
    "a",
    { class: "summary-line", href, onclick: hideSummary },
    portrait(row.to ?? row.from, "small"),
    h(
      "span",
      {},
      h("b", {}, `${fullName(row.from)} ${to}`),
      h("span", { class: "soft" }, firstWords(row.text)),
    ),
    as === me ? null : h("span", { class: "badge" }, `look as ${fullName(as).split(" ")[0]}`),
  );
}

/** Somebody who may see a conversation: me if I may. */
function viewer(name, me) {
  const place = conversation(name);
  if (isMember(place, me)) return me;
  return store.people.find((one) => isMember(place, one.name))?.name ?? me;
}

function firstWords(words) {
  const line = String(words).replace(/\s+/g, " ").trim();
  return line.length > 96 ? `${line.slice(0, 95)}…` : line;
}
