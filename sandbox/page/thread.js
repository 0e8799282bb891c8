// Why: a thread beside the conversation (over it on a phone), with its own composer.
import { composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { messageList } from "./messages.js";
import { address, go } from "./route.js";
import { rowsOf } from "./store.js";

let open = null; // { key, draw, composer }

/** Shows, renews or closes the pane, as the address says. */
export function drawThread(as, place, ts) {
  const pane = document.getElementById("pane");
  const key = ts ? [as, place, ts].join("/") : null;
  if (!key) {
    if (open) fill(pane);
    open = null;
    pane.hidden = true;
    return;
  }
  if (open?.key !== key) open = start(pane, as, place, ts, key);
  open.draw();
}

function start(pane, as, place, ts, key) {
  const away = address({ as, place });
  const list = messageList({
    as,
    place,
    thread: ts,
    empty: h("div", { class: "welcome" }, h("p", {}, "This message is not here any more.")),
  });
  const box = composer({
    as,
    place,
    thread: ts,
    label: "Reply in the thread",
    focus: true,
    editLast: () => list.editLast(),
    cancelOnEscape: true,
  });
  const title = h(
    "h2",
    { id: "thread-title" },
    icon("thread"),
    "Thread",
    h("span", { class: "soft" }, place === "dm" ? "with Upbeat" : `in ${place}`),
  );
  pane.setAttribute("aria-labelledby", "thread-title");
  pane.hidden = false;
  pane.onkeydown = (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) leave();
  };
  fill(
    pane,
    h(
      "header",
      { class: "pane-head" },
      title,
      h("a", { class: "icon-button", href: away, "aria-label": "Close the thread" }, icon("close")),
    ),
    list.node,
    box,
  );
  function leave() {
    go(away);
    queueMicrotask(() => document.querySelector(`#main [data-ts="${CSS.escape(ts)}"]`)?.focus());
  }
  return { key, composer: box.compose, draw: () => rowsOf(as, place) && list.draw() };
}
