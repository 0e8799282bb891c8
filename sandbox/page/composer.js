// Why: where you type. Enter sends, Shift+Enter makes a new line, arrow-up edits what you said last.
import { api } from "./api.js";
import { attaching } from "./attach.js";
import { h, unique } from "./dom.js";
import { icon } from "./icons.js";
import { refresh } from "./live.js";
import { offerAnywhere, shortcuts } from "./shortcuts.js";
import { hint, offers, suggestionList } from "./suggest.js";

const drafts = new Map();

/**
 * A composer. `deliver(text)` sends (by default: says it in `place`, in `thread` if given); `editLast` answers arrow-up
 * in an empty box; `cancel` is what Escape does.
 */
export function composer({
  as,
  place,
  thread,
  label,
  send = "Send",
  start = "",
  focus = false,
  deliver,
  cancel,
  editLast,
}) {
  const key = start ? null : [as, place, thread ?? ""].join("/");
  const id = unique("composer");
  let sending = Promise.resolve();
  let waiting = 0;
  const box = h("textarea", {
    id,
    class: "composer-box",
    rows: 1,
    "aria-label": label,
    placeholder: label,
    autocomplete: "off",
    spellcheck: "true",
    "data-test": thread ? "thread-composer" : "composer",
  });
  const problem = h("p", { class: "composer-problem", role: "alert" });
  const tip = h("p", { class: "composer-tip soft" });
  const button = h(
    "button",
    { class: "send", type: "submit", "aria-label": send, title: send },
    send === "Send" ? icon("send") : send,
  );
  const anywhere = thread || cancel || !shortcuts(as, "global").length ? null : shortcutsButton(as, place);
  const along = deliver || cancel ? null : attaching(changedFiles);
  const list = suggestionList(box, (from, insert) => {
    box.setRangeText(insert, from, box.selectionStart, "end");
    typed();
  });
  const node = h(
    "form",
    {
      class: "composer",
      onsubmit: (event) => {
        event.preventDefault();
        sendNow();
      },
    },
    list.node,
    h(
      "div",
      { class: "composer-frame" },
      anywhere,
      along?.controls,
      box,
      cancel ? h("button", { class: "send plain", type: "button", onclick: cancel }, "Cancel") : null,
      button,
    ),
    along?.list,
    problem,
    tip,
  );

  box.value = start || drafts.get(key) || "";
  box.addEventListener("input", typed);
  box.addEventListener("click", suggest);
  box.addEventListener("blur", () => list.show(null));
  box.addEventListener("keydown", pressed);
  queueMicrotask(() => {
    grow();
    if (focus) {
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    }
  });

  function typed() {
    if (key) drafts.set(key, box.value);
    problem.textContent = "";
    grow();
    suggest();
  }
  function changedFiles(trouble) {
    problem.textContent = trouble;
    grow();
  }
  function suggest() {
    list.show(offers(box.value, box.selectionStart, { as, place }));
    tip.textContent = hint(box.value);
  }
  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 220)}px`;
    button.disabled = !box.value.trim() && !along?.files.length;
  }
  function pressed(event) {
    if (event.isComposing) return;
    if (list.key(event)) {
      event.preventDefault();
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      sendNow();
    }
    if (event.key === "Escape" && cancel) {
      event.preventDefault();
      cancel();
    }
    if (event.key === "ArrowUp" && !box.value && editLast?.()) event.preventDefault();
  }
  /** Sends what stands there. Several in a row go one after the other, so that their order is kept. */
  function sendNow() {
    const text = box.value.trim();
    if (!text && !along?.files.length) return sending;
    const files = along?.clear();
    set("");
    waiting += 1;
    node.setAttribute("aria-busy", "true");
    sending = sending.then(() => deliverNow(text, files));
    return sending;
  }
  async function deliverNow(text, files) {
    try {
      await (deliver ? deliver(text) : api.say(as, place, text, thread, files?.length ? files : undefined));
    } catch (error) {
      set([text, box.value].filter(Boolean).join("\n"));
      problem.textContent = error.message;
    }
    waiting -= 1;
    if (!waiting) node.removeAttribute("aria-busy");
    await refresh(as, place);
  }
  function set(words) {
    box.value = words;
    typed();
    list.show(null);
  }
  node.compose = { box, set, sendNow };
  return node;
}

function shortcutsButton(as, place) {
  const open = () => offerAnywhere(as, place);
  return h(
    "button",
    {
      class: "send plain",
      type: "button",
      "aria-haspopup": "menu",
      "aria-label": "Shortcuts",
      title: "Shortcuts",
      onclick: open,
    },
    icon("bolt"),
  );
}
