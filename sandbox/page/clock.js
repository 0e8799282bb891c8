// Why: the sandbox's clock is always in sight; turning it makes happen what would have happened meanwhile.
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { loadAll } from "./live.js";
import { attempt } from "./notice.js";
import { calendar, setNow, watch } from "./store.js";
import { hideSummary, panel, showSummary } from "./summary.js";
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
  panel,
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
  document.addEventListener("keydown", (event) => event.key === "Escape" && unfold(false));
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
  button?.setAttribute("aria-busy", "true");
  unfold(false);
  hideSummary();
  const answer = await attempt(() => api.clock(body));
  button?.removeAttribute("aria-busy");
  node.removeAttribute("aria-busy");
  if (!answer) return null;
  setNow(answer.now);
  await loadAll(whose());
  showSummary(
    [answer.posted].flat().filter((row) => row?.ts),
    new Date(answer.now),
    whose(),
  );
  return answer;
}
