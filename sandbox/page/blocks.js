// Why: Slack's blocks as nodes; one renderer for messages, forms, Home and the gallery.
import { h, ownPicture } from "./dom.js";
import { element, isControl } from "./elements.js";
import { emoji, known } from "./emoji.js";
import { inputBlock } from "./fields.js";
import { markdown } from "./markdown.js";
import { mrkdwn } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/**
 * Draws blocks. `context.act(element, answer)` does what a press or a choice asks for and may be missing (gallery);
 * `context.field(block)` names and fills the inputs of a form.
 */
export const blocks = (list, context = {}) => (list ?? []).map((block) => one(block, context));

/** Draws one block; `context` as for `blocks`. */
export function one(block, context) {
  const draw = DRAW[block.type];
  if (!draw)
    return h(
      "p",
      { class: "unknown-block" },
      `A block of the kind “${block.type}” stands here; the sandbox does not draw it.`,
    );
  return h("div", { class: `block block-${block.type}` }, draw(block, context));
}

/** A text object of either kind. */
export function text(object) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, { verbatim: false });
  return emojiWords(object.text ?? "");
}

/** Plain text: no marks, only :emoji: and line breaks. */
function emojiWords(words) {
  return words
    .split("\n")
    .flatMap((line, index) => (index ? [h("br"), ...plainLine(line)] : plainLine(line)));
}
function plainLine(line) {
  return line
    .split(/(:[a-z0-9_+-]+:)/)
    .filter(Boolean)
    .map((piece) =>
      /^:.+:$/.test(piece) && known(piece.slice(1, -1))
        ? emoji(piece.slice(1, -1))
        : document.createTextNode(piece),
    );
}

const DRAW = {
  header: (block) => h("p", { class: "card-heading", role: "heading", "aria-level": 3 }, text(block.text)),
  divider: () => h("hr"),
  section,
  context: (block, context) =>
    (block.elements ?? []).map((part) =>
      part.type === "image" ? picture(part, "tiny") : h("span", { class: "small" }, text(part)),
    ),
  actions: (block, context) =>
    (block.elements ?? []).map((part) => element({ ...part, block_id: block.block_id }, context)),
  context_actions: (block, context) =>
    (block.elements ?? []).map((part) => element({ ...part, block_id: block.block_id }, context)),
  rich_text: (block, context) => richText(block, context.typed),
  markdown: (block) => markdown(block.text),
  image: (block) =>
    h("figure", {}, block.title ? h("figcaption", {}, text(block.title)) : null, picture(block)),
  table,
  input: inputBlock,
  video: (block) => h("p", {}, text(block.title)),
};

function section(block, context) {
  const accessory = block.accessory ? { ...block.accessory, block_id: block.block_id } : null;
  const side = !accessory
    ? null
    : accessory.type === "image"
      ? picture(accessory, "thumb")
      : isControl(accessory)
        ? element(accessory, context)
        : null;
  const words = h(
    "div",
    { class: "section-words" },
    block.text ? h("div", { class: "words" }, text(block.text)) : null,
    block.fields
      ? h(
          "div",
          { class: "field-grid" },
          block.fields.map((field) => h("div", { class: "words" }, text(field))),
        )
      : null,
  );
  return side ? [words, h("div", { class: "accessory" }, side)] : words;
}

function picture(block, size = "") {
  const address = block.image_url ?? block.slack_file?.url ?? "";
  if (ownPicture(address))
    return h("img", { class: `picture ${size}`, src: address, alt: block.alt_text ?? "", loading: "lazy" });
  return h(
    "span",
    {
      class: `picture missing ${size}`,
      role: "img",
      "aria-label": block.alt_text ?? "picture",
      title: "The sandbox loads nothing from elsewhere",
    },
    size ? null : block.alt_text,
  );
}

function table(block) {
  const sides = block.column_settings ?? [];
  const cell = (content, index, tag) =>
    h(
      tag,
      {
        scope: tag === "th" ? "col" : null,
        "data-align": sides[index]?.align ?? null,
        class: sides[index]?.is_wrapped ? "wrapped" : null,
      },
      content.type === "rich_text" ? richText(content) : String(content.text ?? content.value ?? ""),
    );
  const [head, ...rows] = block.rows ?? [];
  return h(
    "div",
    { class: "table-frame", tabindex: 0, role: "region", "aria-label": "Table" },
    h(
      "table",
      {},
      head
        ? h(
            "thead",
            {},
            h(
              "tr",
              {},
              head.map((content, index) => cell(content, index, "th")),
            ),
          )
        : null,
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((content, index) => cell(content, index, "td")),
          ),
        ),
      ),
    ),
  );
}
