// Why: the messages of one place, in order, with days between them; redrawn only where something changed.
import { arrange, h, roving, stillness } from "./dom.js";
import { message, QUIET } from "./message.js";
import { calendar, inThread, isTop, lastRead, later, markRead, rowsOf } from "./store.js";
import { dateKey, moment, nearDay } from "./when.js";

const TOGETHER = 5 * 60;

/**
 * A list of messages. `thread`: the ts of the thread it shows, else the conversation itself.
 * Gives { node, draw(), show(ts), editLast() }; `draw` may be called as often as one likes.
 */
export function messageList({ as, place, thread, empty }) {
  const list = h("ol", {
    class: "messages",
    role: "list",
    "aria-label": thread ? "Messages of the thread" : "Messages",
  });
  const node = h("div", { class: "scroll", tabindex: -1 }, list);
  const drawn = new Map();
  const since = lastRead(as, place);
  let editing = null;
  let first = true;
  const context = {
    as,
    place,
    thread: Boolean(thread),
    edit(ts) {
      editing = ts;
      draw();
      if (!ts) focusLast();
    },
    replies: (row) => repliesTo(row, rowsOf(as, place) ?? []),
  };

  function draw() {
    const rows = chosen(rowsOf(as, place) ?? [], thread);
    const low = first || nearEnd(node);
    context.editing = editing;
    const nodes = plan(rows, { thread, since, as }).map((entry) => entryNode(entry, drawn, context));
    arrange(list, nodes.length ? nodes : [h("li", { class: "empty" }, empty)]);
    if (low && rows.length) node.scrollTop = node.scrollHeight;
    if (rows.length) first = false;
    current(list);
    if (document.visibilityState === "visible") markRead(as, place);
  }

  function focusLast() {
    list.querySelector(".message:last-of-type")?.focus();
  }

  roving(list, ".message");
  return {
    node,
    draw,
    show(ts) {
      const found = list.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
      if (!found) return false;
      found.scrollIntoView({ block: "center", behavior: stillness() ? "auto" : "smooth" });
      found.classList.remove("pointed");
      requestAnimationFrame(() => found.classList.add("pointed"));
      found.focus({ preventScroll: true });
      return true;
    },
    editLast() {
      const own = chosen(rowsOf(as, place) ?? [], thread)
        .filter((row) => row.from === as && !row.deleted && !row.ephemeral)
        .at(-1);
      if (own) context.edit(own.ts);
      return Boolean(own);
    },
  };
}

const chosen = (rows, thread) => (thread ? inThread(rows, thread) : rows.filter(isTop));
const nearEnd = (node) => node.scrollHeight - node.scrollTop - node.clientHeight < 90;

function repliesTo(row, rows) {
  const found = rows.filter((one) => one.thread_ts === row.ts && one.ts !== row.ts);
  return {
    count: Math.max(found.length, row.replies ?? 0),
    last: found.at(-1)?.ts,
    people: [...new Set(found.map((one) => one.from))],
  };
}

/** What stands in the list: days, the line of the new, messages; each with a key and a signature. */
function plan(rows, { thread, since, as }) {
  const entries = [];
  let before = null;
  let marked = false;
  const today = calendar();
  for (const row of rows) {
    const day = dateKey(moment(row.ts));
    if (!thread && (!before || dateKey(moment(before.ts)) !== day)) {
      entries.push({ kind: "day", key: `day ${day}`, words: nearDay(moment(row.ts), today) });
      before = null;
    }
    if (!thread && !marked && before !== null && row.from !== as && later(row.ts, since) && since !== "0") {
      entries.push({ kind: "new", key: "new", words: "New" });
      marked = true;
      before = null;
    }
    if (!marked && later(row.ts, since) && row.from !== as) marked = true;
    const followed =
      Boolean(before) &&
      before.from === row.from &&
      !QUIET.has(before.subtype) &&
      !row.ephemeral === !before.ephemeral &&
      Number(row.ts) - Number(before.ts) < TOGETHER;
    entries.push({ kind: "message", key: row.ts + (row.ephemeral ? "e" : ""), row, followed });
    before = row;
  }
  return entries;
}

/** What somebody is rewriting stays as they have it, whatever others do to it meanwhile, short of its end. */
const isBeingEdited = ({ row }, known, context) =>
  context.editing === row?.ts && !row?.deleted && known.node.querySelector(".composer");

function entryNode(entry, drawn, context) {
  const sign =
    entry.kind === "message"
      ? JSON.stringify([
          entry.row,
          entry.followed,
          context.editing === entry.row.ts,
          context.thread ? 0 : context.replies(entry.row),
        ])
      : entry.words;
  const known = drawn.get(entry.key);
  if (known?.sign === sign || (known && isBeingEdited(entry, known, context))) return known.node;
  const node =
    entry.kind === "message"
      ? h("li", { class: "entry" }, message(entry.row, context, entry.followed))
      : h("li", { class: `divider ${entry.kind}` }, h("span", {}, entry.words));
  const hadFocus = known?.node.contains(document.activeElement) && !known.node.querySelector(".composer");
  drawn.set(entry.key, { sign, node });
  if (hadFocus) queueMicrotask(() => node.querySelector(".message")?.focus({ preventScroll: true }));
  return node;
}

/** One message is in the tab order: the one that was, else the last. */
function current(list) {
  const all = [...list.querySelectorAll(".message")];
  if (!all.some((one) => one.tabIndex === 0) && all.length) all.at(-1).tabIndex = 0;
}
