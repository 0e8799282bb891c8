// Why: rich_text is what people type in Slack and what a careful bot sends: a tree of parts, drawn as such.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channel, inline, link, mention } from "./mrkdwn.js";
import { calendar, conversation, person } from "./store.js";
import { formatted } from "./when.js";

/**
 * A rich_text block, or a rich_text object in a field or cell. `byHand`: a person typed it, so that *bold* and
 * :emoji: in their words mean what they mean in Slack's own box.
 */
export function richText(block, byHand = false) {
  return lists(block.elements ?? [], byHand);
}

/** What a person typed, as they typed it: for editing it again. */
export const typedWords = (list) =>
  (list ?? [])
    .flatMap((block) => block.elements ?? [])
    .map((element) => {
      const words = (element.elements ?? []).map(typedPart).join("");
      if (element.type === "rich_text_preformatted") return "```" + words + "```";
      return element.type === "rich_text_quote"
        ? words
            .split("\n")
            .map((line) => `> ${line}`)
            .join("\n")
        : words;
    })
    .join("\n");

function typedPart(part) {
  const own = {
    text: () => (part.style?.code ? `\`${part.text}\`` : part.text),
    link: () => part.text ?? part.url,
    user: () => `@${person(part.user_id)?.name ?? "Upbeat"}`,
    channel: () => `#${conversation(part.channel_id)?.name ?? part.channel_id}`,
    broadcast: () => `@${part.range}`,
    emoji: () => `:${part.name}:`,
  };
  return own[part.type]?.() ?? "";
}

function lists(elements, byHand) {
  const nodes = [];
  const stack = [];
  for (const element of elements) {
    if (element.type !== "rich_text_list") {
      stack.length = 0;
      nodes.push((KINDS[element.type] ?? KINDS.rich_text_section)(element, byHand));
    } else nest(element, stack, nodes);
  }
  return nodes;
}

/** A list that is indented belongs under the last item of the list before it. */
function nest(element, stack, nodes) {
  const depth = element.indent ?? 0;
  const list = h(
    element.style === "ordered" ? "ol" : "ul",
    {
      start: element.offset ? element.offset + 1 : null,
      "data-deep": depth || null,
      class: element.border ? "bordered" : null,
    },
    (element.elements ?? []).map((item) => h("li", {}, inner(item))),
  );
  stack.length = Math.min(stack.length, depth);
  const above = stack.filter(Boolean).at(-1);
  if (above?.lastElementChild) above.lastElementChild.append(list);
  else nodes.push(list);
  stack[depth] = list;
}

const KINDS = {
  rich_text_section: (element, byHand) => h("p", {}, inner(element, byHand)),
  rich_text_quote: (element, byHand) => h("blockquote", {}, inner(element, byHand)),
  rich_text_preformatted: (element) =>
    h(
      "pre",
      { class: "code" },
      (element.elements ?? []).map((part) => part.text ?? part.url ?? ""),
    ),
};

const inner = (element, byHand) => (element.elements ?? []).flatMap((one) => part(one, byHand));

function part(element, byHand) {
  if (byHand && element.type === "text" && !element.style)
    return element.text
      .split("\n")
      .flatMap((line, index) => (index ? [h("br"), ...inline(line, true)] : inline(line, true)));
  const node = PARTS[element.type]?.(element) ?? broken(element.text ?? "");
  return styled(node, element.style ?? {});
}

const PARTS = {
  text: ({ text }) => broken(text ?? ""),
  link: ({ url, text }) => link(url, text || url),
  user: ({ user_id: id }) => mention(id),
  usergroup: () => h("span", { class: "mention" }, "@group"),
  channel: ({ channel_id: id }) => channel(id),
  broadcast: ({ range }) => h("span", { class: "mention everyone" }, `@${range}`),
  emoji: ({ name }) => emoji(name),
  date: ({ timestamp, format, url, fallback }) => {
    const words = Number.isFinite(Number(timestamp))
      ? formatted(timestamp, format ?? "{date}", calendar())
      : (fallback ?? "");
    return url ? link(url, words) : h("time", {}, words);
  },
  color: ({ value }) => h("code", {}, value),
  team: ({ team_id: id }) => h("span", { class: "mention" }, id),
};

const broken = (words) => words.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));

const STYLES = { code: "code", bold: "b", italic: "i", strike: "s", underline: "u" };
function styled(node, style) {
  return Object.entries(STYLES).reduce(
    (inside, [name, tag]) => (style[name] ? h(tag, {}, inside) : inside),
    node,
  );
}
