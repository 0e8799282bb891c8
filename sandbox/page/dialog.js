// Why: one way to ask something over the page: focus kept inside, Escape closes, the focus goes back.
import { add, h, unique } from "./dom.js";
import { icon } from "./icons.js";

/**
 * Opens a dialog. `closed(reason)` is called once, with "escape", "close" or what `shut(reason)` was given.
 * Returns { node, shut }.
 */
export function dialog({ title, lead, body, foot, closed, first, kind = "", label = "Close" }) {
  const before = document.activeElement;
  const id = unique("dialog");
  const close = h(
    "button",
    { class: "icon-button", type: "button", "aria-label": label, onclick: () => shut("close") },
    icon("close"),
  );
  const node = h(
    "dialog",
    { class: `dialog ${kind}`, "aria-labelledby": id },
    h("header", { class: "dialog-head" }, h("h2", { id }, title), close),
    lead ? h("p", { class: "dialog-lead soft" }, lead) : null,
    add(h("div", { class: "dialog-body" }), [body]),
    foot ? add(h("footer", { class: "dialog-foot" }), [foot]) : null,
  );
  let over = false;
  function shut(reason) {
    if (over) return;
    over = true;
    node.close();
    node.remove();
    giveBack(back(before));
    closed?.(reason);
  }
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    shut("escape");
  });
  node.addEventListener("mousedown", (event) => {
    if (event.target === node) shut("escape");
  });
  document.body.append(node);
  node.showModal();
  (first ?? node.querySelector("[autofocus]"))?.focus();
  return { node, shut };
}

/** What had the focus before, or what was drawn in its place. */
function back(before) {
  if (before?.isConnected) return before;
  return before?.dataset?.test ? document.querySelector(`[data-test="${before.dataset.test}"]`) : null;
}

/** The focus goes to `node`; a tool that is only seen while its message has the focus gets it by way of the message. */
function giveBack(node) {
  node?.focus({ preventScroll: true });
  if (!node || node === document.activeElement) return;
  node.closest("[tabindex]")?.focus({ preventScroll: true });
  node.focus({ preventScroll: true });
}

/** A question with two answers (Slack's confirm object, or our own); resolves to true or false. */
export function confirmed({ title, text, confirm, deny, danger }) {
  return new Promise((answer) => {
    const yes = h(
      "button",
      {
        class: `button ${danger ? "danger" : "primary"}`,
        type: "button",
        autofocus: true,
        onclick: () => box.shut("yes"),
      },
      confirm,
    );
    const no = h("button", { class: "button", type: "button", onclick: () => box.shut("no") }, deny);
    const box = dialog({
      title,
      body: text,
      foot: [no, yes],
      kind: "small",
      closed: (reason) => answer(reason === "yes"),
    });
    yes.focus();
  });
}
