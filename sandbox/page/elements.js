// Why: the parts of a card that can be pressed or chosen from; native controls wherever there is one.
import { h, safeLink, unique } from "./dom.js";
import { confirmed } from "./dialog.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { store } from "./store.js";

const words = (object) => object?.text ?? "";
export const isControl = (part) => part.type in DRAW;

/** Draws one element of an actions block or a section's accessory. */
export function element(part, context) {
  const draw = DRAW[part.type];
  if (!draw) return h("span", { class: "unknown-block" }, `“${part.type}” is not drawn here.`);
  return draw(part, context);
}

/** Asks first if the element wants it, then does it; the control is busy meanwhile. */
async function act(part, context, node, answer) {
  if (!context.act) return context.idle?.(part);
  if (part.confirm && !(await confirmed(confirmation(part.confirm)))) return false;
  node.setAttribute("aria-busy", "true");
  try {
    return await context.act(part, answer);
  } finally {
    node.removeAttribute("aria-busy");
  }
}

const confirmation = (confirm) => ({
  title: words(confirm.title) || "Are you sure?",
  text: words(confirm.text),
  confirm: words(confirm.confirm) || "Yes",
  deny: words(confirm.deny) || "Cancel",
  danger: confirm.style === "danger",
});

function button(part, context) {
  const href = part.url ? safeLink(part.url) : null;
  const props = {
    class: `button ${part.style ?? ""}`,
    "aria-label": part.accessibility_label ?? null,
    "data-action": part.action_id,
    "data-value": part.value,
  };
  const press = (event) =>
    act(part, context, event.currentTarget, { label: words(part.text), value: part.value });
  if (href)
    return h(
      "a",
      { ...props, href, target: "_blank", rel: "noopener noreferrer", onclick: press },
      words(part.text),
    );
  return h("button", { ...props, type: "button", onclick: press }, words(part.text));
}

/** Every option of a select, its groups flattened for those who need a flat list. */
export const options = (part) => part.option_groups?.flatMap((group) => group.options) ?? part.options ?? [];

const optionNode = (option, chosen) =>
  h("option", { value: option.value, selected: option.value === chosen }, words(option.text));

/** The options of a select as nodes, in groups where there are some. */
export function optionNodes(part, chosen) {
  if (!part.option_groups) return options(part).map((option) => optionNode(option, chosen));
  return part.option_groups.map((group) =>
    h(
      "optgroup",
      { label: words(group.label) },
      group.options.map((option) => optionNode(option, chosen)),
    ),
  );
}

/** The people there are, as options: value is the short name. */
export const peopleOptions = (part) => ({
  options: store.people.map((one) => ({ value: one.name, text: { text: one.full } })),
  initial: store.people.find((one) => one.id === part.initial_user)?.name,
});

function select(part, context, source = part, chosen = part.initial_option?.value) {
  const empty = h(
    "option",
    { value: "", disabled: chosen !== undefined, selected: chosen === undefined },
    words(part.placeholder) || "Choose …",
  );
  const node = h(
    "select",
    { "aria-label": words(part.placeholder) || "Choose", "data-action": part.action_id, onchange: choose },
    empty,
    optionNodes(source, chosen),
  );
  async function choose() {
    if ((await act(part, context, node, { option: node.value })) === false) node.value = chosen ?? "";
  }
  return h("span", { class: "select" }, node, icon("down"));
}

function usersSelect(part, context) {
  const source = peopleOptions(part);
  return select(part, context, source, source.initial);
}

function conversationsSelect(part, context) {
  return select(
    part,
    context,
    { options: store.conversations.map((one) => ({ value: one.name, text: { text: `#${one.name}` } })) },
    undefined,
  );
}

function picker(kind, initial) {
  return (part, context) => {
    const node = h("input", {
      type: kind,
      value: initial(part) ?? "",
      "aria-label":
        words(part.placeholder) || { date: "Choose a date", time: "Choose a time" }[kind] || "Choose",
      "data-action": part.action_id,
      onchange: () => node.value && act(part, context, node, { option: node.value }),
    });
    return h("span", { class: "picker" }, node);
  };
}

function ticks(kind) {
  return (part, context) => {
    const name = unique("ticks");
    const chosen = (part.initial_options ?? [part.initial_option])
      .filter(Boolean)
      .map((option) => option.value);
    const box = h(
      "span",
      {
        class: "ticks",
        role: kind === "radio" ? "radiogroup" : "group",
        "data-action": part.action_id,
        onchange: () => act(part, context, box, { option: answer() }),
      },
      options(part).map((option) => tick(kind, name, option, chosen.includes(option.value))),
    );
    const answer = () => {
      const values = [...box.querySelectorAll(":checked")].map((one) => one.value);
      return kind === "radio" ? values[0] : values;
    };
    return box;
  };
}

/** One checkbox or radio button with its words and description. */
export function tick(kind, name, option, checked) {
  return h(
    "label",
    { class: "tick" },
    h("input", { type: kind, name, value: option.value, checked }),
    h(
      "span",
      {},
      words(option.text),
      option.description ? h("small", { class: "soft" }, words(option.description)) : null,
    ),
  );
}

function overflow(part, context) {
  const node = h(
    "button",
    {
      class: "button overflow",
      type: "button",
      "aria-haspopup": "menu",
      "aria-label": "More choices",
      "data-action": part.action_id,
      onclick: open,
    },
    icon("more"),
  );
  function open() {
    menu(
      "More choices",
      options(part).map((option) => ({
        label: words(option.text),
        note: words(option.description),
        pick: () => pick(option),
      })),
    );
  }
  function pick(option) {
    if (safeLink(option.url)) window.open(option.url, "_blank", "noopener");
    act(part, context, node, { option: option.value });
  }
  return node;
}

const DRAW = {
  button,
  workflow_button: button,
  static_select: (part, context) => select(part, context),
  external_select: (part, context) => select(part, context),
  users_select: usersSelect,
  conversations_select: conversationsSelect,
  channels_select: conversationsSelect,
  overflow,
  datepicker: picker("date", (part) => part.initial_date),
  timepicker: picker("time", (part) => part.initial_time),
  datetimepicker: picker("datetime-local", () => ""),
  checkboxes: ticks("checkbox"),
  radio_buttons: ticks("radio"),
};
