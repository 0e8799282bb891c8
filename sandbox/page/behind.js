// Why: behind the scenes: what the bot asked of Slack, faults to press, the bot's process to stop and start.
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { attempt, toast } from "./notice.js";
import { changed, go } from "./route.js";
import { loadWorld, store, watch } from "./store.js";
import { clock } from "./when.js";

const FAULTS = [
  ["rate_limited", "Too many requests", "The next call gets 429 with Retry-After.", { count: 1, seconds: 1 }],
  ["server_error", "Slack stumbles", "The next call gets a 500.", { count: 1 }],
  ["slow", "Slow answer", "The next call takes two seconds.", { count: 1, seconds: 2 }],
  ["disconnect", "Line cut", "The socket closes; the bot must come back.", {}],
  ["duplicate", "Event twice", "The next event arrives a second time.", { count: 1 }],
  ["no_reply", "Answer lost", "The next post goes through, its answer is lost.", { count: 1 }],
];

let drawer = null;

/** Opens or closes the drawer, as the address says. */
export function drawBehind(open) {
  if (open === Boolean(drawer)) return;
  if (!open) return close();
  const calls = h("div", { class: "calls" });
  const filter = h("input", {
    type: "search",
    "aria-label": "Find a call",
    placeholder: "Find a call",
    oninput: () => list(),
  });
  const bot = h("div", { class: "bot-buttons" });
  const node = h(
    "aside",
    {
      class: "drawer",
      "aria-labelledby": "behind-title",
      id: "behind",
      tabindex: -1,
      onkeydown: (event) => {
        if (event.key === "Escape" && !event.defaultPrevented) go({ over: "" });
      },
    },
    h(
      "header",
      { class: "pane-head" },
      h("h2", { id: "behind-title" }, icon("tools"), "Behind the scenes"),
      h("a", { class: "icon-button", href: changed({ over: "" }), "aria-label": "Close" }, icon("close")),
    ),
    h(
      "div",
      { class: "drawer-body" },
      h("section", {}, h("h3", {}, "The bot's process"), bot),
      h(
        "section",
        {},
        h("h3", {}, "Something goes wrong"),
        h(
          "p",
          { class: "soft" },
          "Press one, then use Upbeat. Nothing should be lost, and nothing said twice.",
        ),
        h("div", { class: "faults" }, FAULTS.map(fault)),
      ),
      h(
        "section",
        {},
        h("div", { class: "calls-head" }, h("h3", {}, "What the bot asked of Slack"), filter),
        calls,
      ),
    ),
  );
  document.getElementById("page").append(node);
  let all = [];
  let last = "";
  async function load() {
    const answer = await api.calls().catch(() => null);
    if (!answer) return;
    const key = `${answer.calls?.length} ${answer.calls?.at(-1)?.time}`;
    if (key === last) return;
    last = key;
    all = answer.calls ?? [];
    list(answer);
  }
  let violations = null;
  function list(answer) {
    violations = answer?.violations ?? answer?.rate_limit_violations ?? violations;
    const found = all
      .filter((one) => one.method.toLowerCase().includes(filter.value.toLowerCase()))
      .slice(-120)
      .reverse();
    const over = typeof violations === "number" ? violations : (violations?.length ?? 0);
    fill(
      calls,
      h(
        "p",
        { class: "soft", role: "status" },
        `${all.length === 1 ? "1 call" : `${all.length} calls`}${over ? `, ${over} faster than Slack allows` : ", none faster than Slack allows"}`,
      ),
      found.length ? found.map(call) : h("p", { class: "soft" }, "None yet."),
    );
  }
  const renewBot = () => fill(bot, botButtons());
  drawer = { node, timer: setInterval(load, 2500), renewBot, before: document.activeElement };
  renewBot();
  load();
  node.focus({ preventScroll: true });
}

watch("bot", () => drawer?.renewBot());

function close() {
  clearInterval(drawer.timer);
  drawer.node.remove();
  if (drawer.before?.isConnected) drawer.before.focus();
  drawer = null;
}

function fault([kind, words, note, body]) {
  return h(
    "button",
    {
      class: "fault",
      type: "button",
      onclick: async () => {
        if ((await attempt(() => api.fault({ kind, ...body }))) !== null) toast(`${words}: ready. ${note}`);
      },
    },
    h("b", {}, words),
    h("span", { class: "soft" }, note),
  );
}

function botButtons() {
  const say = (what, words, kind = "") =>
    h("button", { class: `button ${kind}`, type: "button", onclick: () => botDo(what) }, words);
  return [
    h(
      "p",
      { class: `bot-state ${store.botUp ? "up" : "down"}` },
      h("span", { class: "dot", "aria-hidden": "true" }),
      store.botUp ? "Upbeat is running" : "Upbeat is not running",
    ),
    store.botUp
      ? [say("restart", "Restart"), say("stop", "Stop"), say("kill", "Kill", "danger")]
      : say("start", "Start Upbeat", "primary"),
  ];
}

/** Stops, kills or starts the bot's process. */
export async function botDo(what) {
  const done = await attempt(() => api.bot(what));
  if (done === null) return;
  store.botUp = what === "start" || what === "restart";
  await attempt(loadWorld);
}

function call(one) {
  const answer = one.answer ?? one.response ?? {};
  const ok = answer.ok !== false && !(one.status >= 400);
  const at = one.time ? new Date(typeof one.time === "number" ? one.time * 1000 : one.time) : null;
  return h(
    "details",
    { class: `call${ok ? "" : " refused"}` },
    h(
      "summary",
      {},
      h("code", {}, one.method),
      h("span", { class: ok ? "soft" : "call-error" }, ok ? "ok" : (answer.error ?? `HTTP ${one.status}`)),
      at && !Number.isNaN(at.getTime()) ? h("span", { class: "soft call-time" }, clock(at)) : null,
    ),
    h("h4", {}, "Asked"),
    h("pre", { class: "code" }, JSON.stringify(one.arguments ?? one.args ?? {}, null, 2)),
    h("h4", {}, "Answered"),
    h("pre", { class: "code" }, JSON.stringify(answer, null, 2)),
  );
}
