// Why: one message: who, from where, when, the words or the card, and what can be done with it.
import { api } from "./api.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { confirmed } from "./dialog.js";
import { h } from "./dom.js";
import { files } from "./files.js";
import { icon } from "./icons.js";
import { refresh } from "./live.js";
import { mrkdwn } from "./mrkdwn.js";
import { attempt, announce } from "./notice.js";
import { belonging, fullName, portrait } from "./people.js";
import { typedWords } from "./richtext.js";
import { offer, reactionBar } from "./reactions.js";
import { address } from "./route.js";
import { offerOnMessage, shortcuts } from "./shortcuts.js";
import { calendar, person } from "./store.js";
import { clock, day, moment } from "./when.js";

/**
 * Draws a row of /sandbox/messages. `context`: as, place, thread (true inside the side pane), editing (ts), edit(ts | null),
 * replies { count, last }. `followed`: the same author wrote just before, so the name is not said again.
 */
export function message(row, context, followed = false) {
  if (QUIET.has(row.subtype)) return quiet(row);
  const own = row.from === context.as;
  const at = moment(row.ts);
  const time = h(
    "a",
    { class: "time", href: linkTo(row, context), title: `${day(at, calendar())}, ${clock(at)}` },
    h("time", { datetime: at.toISOString() }, clock(at)),
  );
  const node = h(
    "article",
    {
      class: `message${followed ? " followed" : ""}${row.ephemeral ? " private" : ""}${own ? " own" : ""}`,
      "data-ts": row.ts,
      tabindex: -1,
      "aria-label": spokenLine(row, at),
    },
    h("div", { class: "gutter" }, followed ? time : portrait(row.from)),
    h(
      "div",
      { class: "content" },
      followed
        ? null
        : h(
            "header",
            { class: "byline" },
            h("b", { class: "author" }, fullName(row.from)),
            belonging(row.from),
            time,
          ),
      row.ephemeral ? h("p", { class: "only-you" }, icon("eye"), "Only you can see this") : null,
      context.editing === row.ts ? editor(row, context) : body(row, context),
      row.deleted ? null : files(row.files),
      reactionBar(row, context),
      replies(row, context),
    ),
    row.deleted || context.editing === row.ts ? null : tools(row, context, own),
  );
  return node;
}

/** Comings and goings: drawn as a line, not as a message. */
export const QUIET = new Set(["channel_join", "channel_leave", "group_join", "group_leave", "channel_topic"]);
const quiet = (row) =>
  h(
    "article",
    { class: "message quiet", "data-ts": row.ts, tabindex: -1 },
    h(
      "p",
      {},
      fullName(row.from),
      " ",
      String(row.text).replace(new RegExp(`^(<@\\w+>|@?${row.from})\\s+`), ""),
      h("span", { class: "soft" }, ` ${clock(moment(row.ts))}`),
    ),
  );

const spokenLine = (row, at) =>
  `${fullName(row.from)}, ${clock(at)}${row.ephemeral ? ", only you can see this" : ""}`;
const linkTo = (row, context) =>
  address({
    as: context.as,
    place: context.place,
    kind: row.thread_ts && row.thread_ts !== row.ts ? "thread" : "message",
    ts: row.thread_ts && row.thread_ts !== row.ts ? row.thread_ts : row.ts,
  });

function body(row, context) {
  if (row.deleted) return h("p", { class: "gone soft" }, "This message was deleted.");
  const edited = row.edited ? h("span", { class: "edited soft" }, " (edited)") : null;
  const list = [...(row.blocks ?? []), ...(row.attachments ?? []).flatMap(attached)];
  if (!list.length && row.files?.length && !row.mrkdwn) return null;
  if (!list.length)
    return h(
      "div",
      { class: "words" },
      row.mrkdwn === undefined ? mrkdwn(row.text, { verbatim: true }) : mrkdwn(row.mrkdwn),
      edited,
    );
  const card = person(row.from) || list.every((block) => block.type === "rich_text") ? "words" : "card";
  return h(
    "div",
    { class: card },
    blocks(list, {
      typed: Boolean(person(row.from)),
      act: (part, answer) => act(row, context, part, answer),
    }),
    edited,
  );
}

/** An attachment, the older way to send a card, as blocks. */
function attached(one) {
  if (one.blocks) return one.blocks;
  const words = [one.pretext, one.title, one.text ?? one.fallback].filter(Boolean).join("\n");
  return words ? [{ type: "section", text: { type: "mrkdwn", text: words } }] : [];
}

/** A press or a choice in a message; says afterwards what became of it through the stream and a refresh. */
async function act(row, context, part, answer) {
  const how = answer.option === undefined ? api.press : api.choose;
  await attempt(() =>
    how({
      as: context.as,
      conversation: context.place,
      ts: row.ts,
      action_id: part.action_id,
      block_id: part.block_id,
      ...answer,
    }),
  );
  await refresh(context.as, context.place);
}

function replies(row, context) {
  const found = context.replies?.(row) ?? { count: row.replies ?? 0 };
  if (context.thread || !found.count) return null;
  return h(
    "a",
    { class: "replies", href: address({ as: context.as, place: context.place, kind: "thread", ts: row.ts }) },
    (found.people ?? []).slice(0, 3).map((name) => portrait(name, "tiny")),
    h("b", {}, found.count === 1 ? "1 reply" : `${found.count} replies`),
    found.last ? h("span", { class: "soft" }, `last ${clock(moment(found.last))}`) : null,
  );
}

function tools(row, context, own) {
  const tool = (name, label, onclick) =>
    h("button", { class: "tool", type: "button", "aria-label": label, title: label, onclick }, icon(name));
  const found = [
    row.ephemeral ? null : tool("smile", "Add a reaction", () => offer(row, context)),
    row.ephemeral || context.thread ? null : threadLink(row, context),
    row.ephemeral || !shortcuts(context.as, "message").length ? null : more(row, context),
    own ? tool("pencil", "Edit your message", () => context.edit(row.ts)) : null,
    own ? tool("bin", "Delete your message", () => remove(row, context)) : null,
  ].filter(Boolean);
  const words = "What you can do with this message";
  return found.length ? h("div", { class: "tools", role: "group", "aria-label": words }, found) : null;
}

function more(row, context) {
  const words = "More actions";
  const open = () => offerOnMessage(row, context);
  return h(
    "button",
    {
      class: "tool",
      type: "button",
      "aria-haspopup": "menu",
      "aria-label": words,
      title: words,
      onclick: open,
    },
    icon("more"),
  );
}

function threadLink(row, context) {
  const href = address({ as: context.as, place: context.place, kind: "thread", ts: row.ts });
  const words = "Reply in a thread";
  return h("a", { class: "tool", href, "aria-label": words, title: words }, icon("thread"));
}

async function remove(row, context) {
  const sure = await confirmed({
    title: "Delete this message?",
    text: h("blockquote", {}, String(row.text).slice(0, 300)),
    confirm: "Delete",
    deny: "Keep it",
    danger: true,
  });
  if (!sure) return;
  await attempt(() => api.remove(context.as, context.place, row.ts));
  await refresh(context.as, context.place);
  announce("Your message was deleted.");
}

function editor(row, context) {
  return composer({
    as: context.as,
    place: context.place,
    start: typedWords(row.blocks) || row.text,
    label: "Edit your message",
    send: "Save",
    focus: true,
    cancel: () => context.edit(null),
    async deliver(text) {
      await api.edit(context.as, context.place, row.ts, text);
      context.edit(null);
    },
  });
}
