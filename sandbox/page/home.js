// Why: Upbeat's Home, which only people of the workspace that has the app can see.
import { api } from "./api.js";
import { one } from "./blocks.js";
import { arrange, h } from "./dom.js";
import { refresh } from "./live.js";
import { attempt } from "./notice.js";
import { address } from "./route.js";
import { headLine } from "./talk.js";
import { host, person } from "./store.js";

/** The Home tab of `as`: { node, draw() }. */
export function homeView(as) {
  const outsider = person(as)?.external;
  const body = h("div", { class: "home-body", "aria-busy": outsider ? null : "true" });
  const scroll = h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Upbeat's Home" },
    body,
  );
  const line = outsider ? null : "What Upbeat has for you, on one page";
  const node = h("div", { class: "talk" }, headLine(as, "home", "Home", line, null), scroll);
  const card = homeCard(as, scroll);
  let turn = 0;
  async function draw() {
    if (outsider) return void arrange(body, [noHome(as)]);
    const mine = (turn += 1);
    const home = await api.home(as).catch((error) => ({ problem: error.message }));
    if (mine !== turn) return;
    body.removeAttribute("aria-busy");
    if (home?.blocks?.length) {
      arrange(body, [card.node]);
      card.draw(home.blocks);
    } else arrange(body, [home?.problem ? told("Home cannot be shown", home.problem) : told(...NOTHING)]);
  }
  if (!outsider) attempt(() => api.homeOpened(as)).then(draw);
  else draw();
  return { node, draw, show: () => false, renew: () => true };
}

const NOTHING = ["Nothing on Home yet", "Upbeat draws this page when it has something for you."];
const told = (title, words) => h("div", { class: "welcome" }, h("h2", {}, title), h("p", {}, words));

/** Blocks that are drawn again only where they differ, so that neither focus nor place are lost. */
function homeCard(as, otherwise) {
  const node = h("div", { class: "card home-card" });
  let drawn = [];
  function draw(list) {
    const held = node.contains(document.activeElement) ? whereabouts(node, document.activeElement) : null;
    const left = [...drawn];
    drawn = list.map((block) => {
      const sign = JSON.stringify(block);
      const at = left.findIndex((old) => old.sign === sign);
      return at < 0
        ? { sign, node: one(block, { act: (part, answer) => act(as, part, answer) }) }
        : left.splice(at, 1)[0];
    });
    arrange(
      node,
      drawn.map((entry) => entry.node),
    );
    if (held && !node.contains(document.activeElement))
      (again(node, held) ?? otherwise).focus({ preventScroll: true });
  }
  return { node, draw };
}

const CONTROLS = "button, a[href], input, select";

/** Where in a card the focus is: by what it does, and by its place. */
function whereabouts(card, control) {
  const { action, value } = control.dataset;
  return { action, value, at: [...card.querySelectorAll(CONTROLS)].indexOf(control) };
}

/** The control that does the same, else the one that stands in its place now. */
function again(card, { action, value, at }) {
  const all = [...card.querySelectorAll(CONTROLS)];
  const same = all.find(
    (found) => action && found.dataset.action === action && found.dataset.value === value,
  );
  return same ?? all[Math.min(at, all.length - 1)];
}

async function act(as, part, answer) {
  const how = answer.option === undefined ? api.press : api.choose;
  await attempt(() =>
    how({ as, conversation: "home", action_id: part.action_id, block_id: part.block_id, ...answer }),
  );
  await refresh(as, "home");
}

function noHome(as) {
  const who = person(as);
  return h(
    "div",
    { class: "welcome" },
    h("img", { src: "/page/logo.svg", alt: "", width: 48, height: 48 }),
    h("h2", {}, `Home is empty for ${who.full}`),
    h(
      "p",
      {},
      `Upbeat lives in the workspace of ${host()}. People of ${who.organisation} share a channel with it, and Slack shows no app's Home across workspaces.`,
    ),
    h(
      "p",
      {},
      "Everything works all the same: write ",
      h("code", {}, "@Upbeat help"),
      " in the channel, or ",
      h("a", { href: address({ as, place: "dm" }) }, "write to Upbeat privately"),
      ".",
    ),
  );
}
