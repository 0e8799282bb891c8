// Why: Slack's own small markup (mrkdwn) as nodes. Nothing here ever writes markup: words become text nodes.
import { h, safeLink } from "./dom.js";
import { emoji, known } from "./emoji.js";
import { calendar, conversation, person, store } from "./store.js";
import { formatted } from "./when.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const unescape = (words) => words.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** mrkdwn as a list of nodes. `verbatim`: plain words typed by a person, where <…> means nothing. */
export function mrkdwn(source, { verbatim = false } = {}) {
  const nodes = [];
  String(source ?? "")
    .split(/```/)
    .forEach((piece, index, all) => {
      const fenced = index % 2 === 1 && index < all.length - 1;
      if (fenced) nodes.push(h("pre", { class: "code" }, unescape(piece.replace(/^\n|\n$/g, ""))));
      else nodes.push(...lines((index % 2 ? "```" : "") + piece, verbatim));
    });
  return nodes;
}

function lines(piece, verbatim) {
  const nodes = [];
  let quote = [];
  const flush = () => {
    if (quote.length) nodes.push(h("blockquote", {}, joined(quote.map((line) => inline(line, verbatim)))));
    quote = [];
  };
  let open = false;
  for (const line of piece.replace(/^\n|\n$/g, "").split("\n")) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      quote.push(quoted[1]);
      open = false;
      continue;
    }
    flush();
    const item = /^(\s*)(•|◦|▪)\s+(.*)$/.exec(line);
    if (item)
      nodes.push(
        h(
          "span",
          { class: "list-line", "data-deep": item[2] === "•" ? null : "1" },
          inline(item[3], verbatim),
        ),
      );
    else if (open) nodes.push(h("br"), ...inline(line, verbatim));
    else nodes.push(...inline(line, verbatim));
    open = !item;
  }
  flush();
  return nodes;
}

const joined = (parts) => parts.flatMap((part, index) => (index ? [h("br"), ...part] : part));

const WEB = /https?:\/\/[^\s<>\uE000\uE001]+[^\s<>.,;:!?)\]\uE000\uE001]/g;
const AT = /(^|[\s(])@([a-z][\w.-]*)/gi;

/** One line: links and mentions first, then the marks between them. */
export function inline(line, verbatim = false) {
  const nodes = [];
  let rest = "";
  const holders = [];
  const hold = (node) => `\uE000${holders.push(node) - 1}\uE001`;
  rest = line
    .replace(/[\uE000\uE001]/g, "")
    .replace(/`([^`]+)`/g, (_, code) => hold(h("code", {}, unescape(code))));
  if (!verbatim) rest = rest.replace(/<([^<>\n]+)>/g, (_, inside) => hold(angle(inside)));
  rest = rest.replace(WEB, (found) => hold(link(unescape(found), unescape(found))));
  if (verbatim)
    rest = rest.replace(AT, (all, before, name) => (mentioned(name) ? before + hold(mention(name)) : all));
  marks(rest, nodes, holders);
  return nodes;
}

const MARKS = { "*": "b", _: "i", "~": "s" };

function marks(words, nodes, holders) {
  const pattern = /(^|[\s\p{P}\p{S}\uE001])([*_~])(?=\S)/gu;
  let at = 0;
  for (let found = pattern.exec(words); found; found = pattern.exec(words)) {
    const start = found.index + found[1].length;
    const end = closing(words, start, found[2]);
    if (end < 0) continue;
    plain(words.slice(at, start), nodes, holders);
    const inner = [];
    marks(words.slice(start + 1, end), inner, holders);
    nodes.push(h(MARKS[found[2]], {}, inner));
    at = end + 1;
    pattern.lastIndex = at - 1 > start ? at : at + 1;
  }
  plain(words.slice(at), nodes, holders);
}

/** Where the mark that opens at `start` closes, or -1. */
function closing(words, start, mark) {
  for (let at = words.indexOf(mark, start + 2); at > 0; at = words.indexOf(mark, at + 1)) {
    if (!/\s/.test(words[at - 1]) && !/[\p{L}\p{N}]/u.test(words[at + 1] ?? " ")) return at;
  }
  return -1;
}

function plain(words, nodes, holders) {
  for (const piece of words.split(/(\uE000\d+\uE001|:[a-z0-9_+'-]+:)/)) {
    const held = /^\uE000(\d+)\uE001$/.exec(piece);
    if (held) nodes.push(holders[Number(held[1])]);
    else if (/^:.+:$/.test(piece) && known(piece.slice(1, -1))) nodes.push(emoji(piece.slice(1, -1)));
    else if (piece) nodes.push(document.createTextNode(unescape(piece)));
  }
}

/** What stands between < and >: a person, a channel, a date, a call to everyone, a link. */
function angle(inside) {
  const [target, label] = split(inside);
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channel(target.slice(1), label);
  if (target.startsWith("!date^")) return dated(target, label);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label ?? "@group");
  if (target.startsWith("!")) return h("span", { class: "mention everyone" }, `@${target.slice(1)}`);
  return link(unescape(target), unescape(label ?? target.replace(/^mailto:/, "")));
}

function split(inside) {
  const at = inside.indexOf("|");
  return at < 0 ? [inside, undefined] : [inside.slice(0, at), inside.slice(at + 1)];
}

/** A link that may be followed, or its words where it may not. */
export function link(target, words) {
  const href = safeLink(target);
  if (!href) return document.createTextNode(words === target ? target : `${words} (${target})`);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, words);
}

const mentioned = (name) => name.toLowerCase() === "upbeat" || person(name.toLowerCase());
const botIds = () => [store.setup.bot?.id, store.setup.bot?.user_id, "upbeat"];

export function mention(id, label) {
  const who = person(id) ?? person(id.toLowerCase());
  const words =
    who?.full ??
    (botIds().includes(id) || id.toLowerCase() === "upbeat"
      ? "Upbeat"
      : (label ?? store.setup.ids?.[id] ?? (/^[UW][A-Z0-9]+$/.test(id) ? "Upbeat" : id)));
  return h("span", { class: "mention", title: who?.organisation ?? null }, `@${words}`);
}

export const channel = (id, label) =>
  h("span", { class: "mention" }, `#${conversation(id)?.name ?? label ?? id}`);

function dated(target, fallback) {
  const [, seconds, format, href] = target.split("^");
  if (!/^\d+$/.test(seconds ?? "") || !format) return document.createTextNode(unescape(fallback ?? target));
  const words = formatted(seconds, unescape(format), calendar());
  return href
    ? link(unescape(href), words)
    : h("time", { datetime: new Date(Number(seconds) * 1000).toISOString() }, words);
}
