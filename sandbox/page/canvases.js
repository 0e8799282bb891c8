// Why: the canvases of a channel as tabs below its head; one opens over the page, to be read as Slack shows it.
import { api } from "./api.js";
import { dialog } from "./dialog.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { attempt } from "./notice.js";

/** A line of tabs, or nothing: `list` as a row of `conversations` in /sandbox/state tells it. */
export function canvases(list, as) {
  if (!list?.length) return null;
  return h(
    "nav",
    { class: "bookmarks", "aria-label": "Canvases" },
    h(
      "ul",
      { role: "list" },
      list.map((one) => h("li", {}, tab(one, as))),
    ),
  );
}

function tab(one, as) {
  return h(
    "button",
    {
      class: "bookmark canvas-tab",
      type: "button",
      "aria-haspopup": "dialog",
      "data-test": `canvas ${one.title}`,
      onclick: () => open(one, as),
    },
    icon("file"),
    h("span", {}, one.title),
  );
}

async function open(one, as) {
  const found = await attempt(() => api.canvas(as, one.id));
  if (!found) return;
  dialog({
    title: found.title,
    lead: found.access === "read" ? "To be read: only Upbeat writes here." : null,
    kind: "canvas",
    body: h("div", { class: "canvas-text", tabindex: 0 }, markdown(found.markdown)),
  });
}
