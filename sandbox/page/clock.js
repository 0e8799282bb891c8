// Why: the sandbox's clock is always in sight; turning it makes happen what would have happened meanwhile.
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { loadAll } from "./live.js";
import { announce, attempt } from "./notice.js";
import { fullName, portrait } from "./people.js";
import { address } from "./route.js";
import { calendar, isBot, isMember, loadWorld, person, setNow, store, watch } from "./store.js";
import { clock, day, nextMorning } from "./when.js";

const STEPS = [
  ["+1 hour", () => ({ advance: "1h" })],
  ["Next morning", () => ({ to: nextMorning(calendar()).toISOString() })],
  ["+1 day", () => ({ advance: "1d" })],
  ["+1 week", () => ({ advance: "7d" })],
  ["Next thing due", () => ({ next: true }), "next"],
];

let whose = () => null;
const face = h("span", { class: "clock-face", role: "timer", "aria-live": "off" });
const turns = h("div", {
  class: "clock-turns",
  role: "group",
  "aria-label": "Turn the clock",
  id: "clock-turns",
});
const summary = h("div", {
  class: "summary",
  hidden: true,
  role: "region",
  "aria-label": "What happened meanwhile",
  tabindex: -1,
});
const opener = h(
  "button",
  {
    class: "clock-opener",
    type: "button",
    "aria-expanded": "false",
    "aria-controls": "clock-turns",
    onclick: () => unfold(turns.dataset.open === undefined),
  },
  "Turn the clock",
  icon("down"),
);
const node = h(
  "section",
  { class: "clock", "aria-label": "The sandbox's clock" },
  h("div", { class: "clock-now" }, icon("clock"), face),
  opener,
  turns,
  summary,
);

/** The clock, for the top bar; `as` tells who is looking. */
export function clockBar(as) {
  whose = as;
  fill(
    turns,
    STEPS.map(([words, body, kind]) =>
      h(
        "button",
        {
          class: `turn ${kind ?? ""}`,
          type: "button",
          onclick: (event) => turn(body(), event.currentTarget),
        },
        kind ? icon("next") : null,
        words,
      ),
    ),
  );
  watch("clock", tick);
  setInterval(tick, 5000);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      unfold(false);
      if (!summary.hidden && summary.contains(document.activeElement)) hideSummary();
    }
  });
  tick();
  return node;
}

function unfold(open) {
  if (open) turns.dataset.open = "";
  else delete turns.dataset.open;
  opener.setAttribute("aria-expanded", String(open));
}

function tick() {
  const now = calendar();
  const words = [day(now, null, "short"), clock(now)];
  fill(face, h("span", { class: "unseen" }, "It is "), h("b", {}, words[0]), h("span", {}, words[1]));
}

/** Turns the clock; `body` as for POST /sandbox/clock. Sums up what was posted meanwhile. */
export async function turn(body, button) {
  if (node.hasAttribute("aria-busy")) return null;
  node.setAttribute("aria-busy", "true");
  unfold(false);
  hideSummary();
  const before = await everything();
  button?.setAttribute("aria-busy", "true");
  const answer = await attempt(() => api.clock(body));
  button?.removeAttribute("aria-busy");
  if (answer) await turned(answer, before);
  node.removeAttribute("aria-busy");
  return answer;
}

async function turned(answer, before) {
  setNow(answer.now);
  await loadWorld();
  await loadAll(whose());
  const after = await everything();
  const fresh = [...after].filter(([key]) => !before.has(key)).map(([, found]) => found);
  show(answer, fresh);
}

/** Every message of Upbeat's anywhere: who may see it there, by place and ts. */
async function everything() {
  const asks = [
    ...store.people.map((one) => ({ as: one.name, place: "dm" })),
    ...store.conversations.filter((one) => !one.is_im).map((one) => ({ as: viewer(one), place: one.name })),
  ].filter((one) => one.as);
  const found = new Map();
  await Promise.all(
    asks.map(async ({ as, place }) => {
      const { messages } = await api.messages(as, place).catch(() => ({ messages: [] }));
      for (const row of messages)
        if (!row.ephemeral && !person(row.from))
          found.set(`${place === "dm" ? as : place} ${row.ts}`, { as, place, row });
    }),
  );
  return found;
}
const viewer = (place) =>
  isMember(place, whose()) ? whose() : store.people.find((one) => isMember(place, one.name))?.name;

function show(answer, fresh) {
  const now = new Date(answer.now);
  const shown = fresh.sort((one, other) => Number(one.row.ts) - Number(other.row.ts));
  const title =
    shown.length === 0
      ? "Nothing was due meanwhile"
      : shown.length === 1
        ? "One message meanwhile"
        : `${shown.length} messages meanwhile`;
  fill(
    summary,
    h(
      "header",
      { class: "summary-head" },
      h("div", {}, h("h2", {}, title), h("p", { class: "soft" }, `It is now ${day(now)}, ${clock(now)}.`)),
      h(
        "button",
        { class: "icon-button", type: "button", "aria-label": "Close", onclick: hideSummary },
        icon("close"),
      ),
    ),
    shown.length
      ? h(
          "ul",
          { role: "list" },
          shown.slice(0, 12).map((one) => h("li", {}, line(one))),
        )
      : null,
    shown.length > 12
      ? h("p", { class: "soft" }, `and ${shown.length - 12} more in the conversations.`)
      : null,
  );
  summary.hidden = false;
  announce(`${title}. It is now ${day(now)}, ${clock(now)}.`);
}

function line({ as, place, row }) {
  const to = place === "dm" ? `privately to ${as === whose() ? "you" : fullName(as)}` : `in ${place}`;
  const thread = row.thread_ts && row.thread_ts !== row.ts;
  return h(
    "a",
    {
      class: "summary-line",
      href: address({ as, place, kind: thread ? "thread" : "message", ts: thread ? row.thread_ts : row.ts }),
      onclick: hideSummary,
    },
    portrait(place === "dm" ? as : "upbeat", "small"),
    h(
      "span",
      {},
      h("b", {}, `${isBot(row.from) ? "Upbeat" : row.from} ${to}`),
      h("span", { class: "soft" }, firstWords(row.text)),
    ),
    as !== whose() ? h("span", { class: "badge" }, `look as ${fullName(as).split(" ")[0]}`) : null,
  );
}

const firstWords = (words) => {
  const line = String(words).replace(/\s+/g, " ").trim();
  return line.length > 96 ? `${line.slice(0, 95)}…` : line;
};

function hideSummary() {
  summary.hidden = true;
}
