// Why: Slack's markdown block carries standard Markdown; this is the part of it that messages use, as nodes.
import { h } from "./dom.js";
import { emoji, known } from "./emoji.js";
import { link } from "./mrkdwn.js";

/** Markdown as a list of nodes. */
export function markdown(source) {
  return blocks(
    String(source ?? "")
      .replace(/\r\n?/g, "\n")
      .split("\n"),
  );
}

function blocks(lines) {
  const nodes = [];
  for (let at = 0; at < lines.length;) {
    const rule = RULES.find(([pattern, , needs]) => pattern.test(lines[at]) && (!needs || needs(lines, at)));
    const [end, node] = rule ? rule[1](lines, at) : paragraph(lines, at);
    if (node) nodes.push(node);
    at = Math.max(end, at + 1);
  }
  return nodes;
}

const BULLET = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const DELIMITER = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

const RULES = [
  [/^\s*$/, (lines, at) => [at + 1, null]],
  [/^\s*(```|~~~)/, fence],
  [/^#{1,6}\s/, (lines, at) => [at + 1, heading(lines[at])]],
  [/^\s*([-*_])(\s*\1){2,}\s*$/, (lines, at) => [at + 1, h("hr")]],
  [/^\s*>/, quote],
  [BULLET, list],
  [/\|/, table, (lines, at) => DELIMITER.test(lines[at + 1] ?? "") && (lines[at + 1] ?? "").includes("-")],
];

function heading(line) {
  const [, marks, words] = /^(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line) ?? [null, "#", line];
  return h(
    "p",
    {
      class: `md-heading level-${marks.length}`,
      role: "heading",
      "aria-level": Math.min(6, marks.length + 3),
    },
    spans(words),
  );
}

function fence(lines, at) {
  const mark = lines[at].trim().slice(0, 3);
  let end = at + 1;
  while (end < lines.length && !lines[end].trim().startsWith(mark)) end += 1;
  return [end + 1, h("pre", { class: "code" }, lines.slice(at + 1, end).join("\n"))];
}

function quote(lines, at) {
  let end = at;
  while (end < lines.length && /^\s*>/.test(lines[end])) end += 1;
  return [end, h("blockquote", {}, blocks(lines.slice(at, end).map((line) => line.replace(/^\s*> ?/, ""))))];
}

function paragraph(lines, at) {
  let end = at + 1;
  while (
    end < lines.length &&
    !RULES.some(([pattern, , needs]) => pattern.test(lines[end]) && (!needs || needs(lines, end)))
  )
    end += 1;
  return [
    end,
    h(
      "p",
      {},
      lines.slice(at, end).flatMap((line, index) => [index ? h("br") : null, ...spans(line.trim())]),
    ),
  ];
}

function list(lines, at) {
  const [, space, mark] = BULLET.exec(lines[at]);
  const items = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const found = BULLET.exec(lines[end]);
    if (found && found[1].length <= space.length) items.push([found[3]]);
    else if (items.length && (found || /^\s+\S/.test(lines[end])))
      items.at(-1).push(lines[end].trim() ? lines[end].replace(/^ {2,4}/, "") : "");
    else break;
    if (found && found[1].length < space.length) {
      items.pop();
      break;
    }
  }
  const ordered = /\d/.test(mark);
  return [
    end,
    h(ordered ? "ol" : "ul", { start: ordered ? Number.parseInt(mark, 10) : null }, items.map(item)),
  ];
}

function item([first, ...rest]) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(first);
  const words = task
    ? [
        h(
          "span",
          { class: "task", role: "img", "aria-label": task[1] === " " ? "to do" : "done" },
          task[1] === " " ? "☐" : "☑",
        ),
        " ",
        spans(task[2]),
      ]
    : spans(first);
  return h("li", { class: task ? "task-item" : null }, words, rest.length ? blocks(rest) : null);
}

function table(lines, at) {
  const cells = (line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replace(/\\\|/g, "|"));
  const sides = cells(lines[at + 1]).map((cell) =>
    /^:-+:$/.test(cell) ? "center" : /-:$/.test(cell) ? "right" : null,
  );
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) end += 1;
  const row = (line, tag) =>
    h(
      "tr",
      {},
      cells(line).map((cell, index) =>
        h(tag, { "data-align": sides[index], scope: tag === "th" ? "col" : null }, spans(cell)),
      ),
    );
  return [
    end,
    h(
      "div",
      { class: "table-frame", tabindex: 0, role: "region", "aria-label": "Table" },
      h(
        "table",
        {},
        h("thead", {}, row(lines[at], "th")),
        h(
          "tbody",
          {},
          lines.slice(at + 2, end).map((line) => row(line, "td")),
        ),
      ),
    ),
  ];
}

const SPANS = [
  [/`+([^`]+)`+/, (found) => h("code", {}, found[1])],
  [/!\[([^\]]*)\]\(([^)\s]+)[^)]*\)/, (found) => link(found[2], found[1] || found[2])],
  [/\[([^\]]+)\]\(([^)\s]+)[^)]*\)/, (found) => link(found[2], found[1])],
  [/<(https?:\/\/[^>\s]+)>/, (found) => link(found[1], found[1])],
  [/https?:\/\/[^\s<>]+[^\s<>.,;:!?)\]]/, (found) => link(found[0], found[0])],
  [
    /\*\*(?=\S)([^*]+(?:\*[^*]+\*[^*]*)*)(?<=\S)\*\*|__(?=\S)([^_]+)(?<=\S)__/,
    (found) => h("b", {}, spans(found[1] ?? found[2])),
  ],
  [/~~(?=\S)([^~]+)~~/, (found) => h("s", {}, spans(found[1]))],
  [
    /\*(?=\S)([^*]+)(?<=\S)\*|(?<![\p{L}\p{N}])_(?=\S)([^_]+)(?<=\S)_(?![\p{L}\p{N}])/u,
    (found) => h("i", {}, spans(found[1] ?? found[2])),
  ],
  [/:([a-z0-9_+-]+):/, (found) => (known(found[1]) ? emoji(found[1]) : document.createTextNode(found[0]))],
];

/** One line of Markdown: the earliest mark wins, what is around it is looked at again. */
function spans(words) {
  const escaped = /\\([!-/:-@[-`{-~])/.exec(words);
  let best = escaped ? { index: escaped.index, length: 2, node: document.createTextNode(escaped[1]) } : null;
  for (const [pattern, make] of SPANS) {
    const found = pattern.exec(words);
    if (found && (!best || found.index < best.index))
      best = { index: found.index, length: found[0].length, make: () => make(found) };
  }
  if (!best) return words ? [document.createTextNode(words)] : [];
  return [
    words.slice(0, best.index) || null,
    best.node ?? best.make(),
    ...spans(words.slice(best.index + best.length)),
  ];
}
