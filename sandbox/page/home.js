// Why: Upbeat's Home, which only people of the workspace that has the app can see.
import { api } from "./api.js";
import { blocks } from "./blocks.js";
import { fill, h } from "./dom.js";
import { refresh } from "./live.js";
import { attempt } from "./notice.js";
import { address } from "./route.js";
import { headLine } from "./talk.js";
import { host, person } from "./store.js";

/** The Home tab of `as`: { node, draw() }. */
export function homeView(as) {
  const outsider = person(as)?.external;
  const body = h("div", { class: "home-body", "aria-busy": outsider ? null : "true" });
  const node = h(
    "div",
    { class: "talk" },
    headLine(as, "home", "Home", outsider ? null : "What Upbeat has for you, on one page", null),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Upbeat's Home" }, body),
  );
  let last = null;
  async function draw() {
    if (outsider) return fill(body, noHome(as));
    const home = await api.home(as).catch((error) => ({ problem: error.message }));
    const key = JSON.stringify(home);
    if (key === last) return null;
    last = key;
    body.removeAttribute("aria-busy");
    if (home?.problem)
      return fill(
        body,
        h("div", { class: "welcome" }, h("h2", {}, "Home cannot be shown"), h("p", {}, home.problem)),
      );
    if (!home?.blocks?.length)
      return fill(
        body,
        h(
          "div",
          { class: "welcome" },
          h("h2", {}, "Nothing on Home yet"),
          h("p", {}, "Upbeat draws this page when it has something for you."),
        ),
      );
    return fill(
      body,
      h(
        "div",
        { class: "card home-card" },
        blocks(home.blocks, { act: (part, answer) => act(as, part, answer) }),
      ),
    );
  }
  if (!outsider) attempt(() => api.homeOpened(as)).then(draw);
  else draw();
  return { node, draw, show: () => false, renew: () => true };
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
