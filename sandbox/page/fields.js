// Why: the inputs of a form: each knows its label, its hint, how to be read and where its error stands.
import { h, unique } from "./dom.js";
import { optionNodes, options, peopleOptions, tick } from "./elements.js";
import { icon } from "./icons.js";
import { store } from "./store.js";
import { text } from "./blocks.js";

const words = (object) => object?.text ?? "";

/** An input block; with `context.field` it becomes part of a form, otherwise it is only drawn. */
export function inputBlock(block, context) {
  const id = unique("field");
  const make = KINDS[block.element?.type] ?? KINDS.plain_text_input;
  const { node, read, group } = make(block.element ?? {}, id, block);
  const problem = h("p", { class: "problem", id: `${id}-problem` });
  const control = group
    ? node
    : node.matches("input,select,textarea")
      ? node
      : node.querySelector("input,select,textarea");
  control.setAttribute(
    "aria-describedby",
    [block.hint ? `${id}-hint` : "", `${id}-problem`].join(" ").trim(),
  );
  const label = [text(block.label), block.optional ? h("span", { class: "soft" }, " (optional)") : null];
  const field = h(
    group ? "fieldset" : "div",
    { class: "field" },
    group ? h("legend", {}, label) : h("label", { for: id }, label),
    node,
    block.hint ? h("p", { class: "hint soft", id: `${id}-hint` }, text(block.hint)) : null,
    problem,
  );
  context.field?.({
    block,
    node: field,
    control,
    read,
    problem(message) {
      problem.textContent = message ?? "";
      field.classList.toggle("wrong", Boolean(message));
      if (message) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    },
  });
  return field;
}

const entry = (type) => (part, id) => {
  const node = h("input", {
    id,
    type,
    value: part.initial_value ?? part.initial_date ?? part.initial_time ?? "",
    placeholder: words(part.placeholder) || null,
    maxlength: part.max_length ?? null,
    autofocus: part.focus_on_load ?? null,
    autocomplete: "off",
  });
  return { node, read: () => node.value };
};

function writing(part, id) {
  const node = h("textarea", {
    id,
    rows: 3,
    placeholder: words(part.placeholder) || null,
    maxlength: part.max_length ?? null,
  });
  node.value = part.initial_value ?? plainOf(part.initial_value) ?? "";
  return { node, read: () => node.value };
}
const plainOf = (value) => (typeof value === "string" ? value : "");

const lineOrPage = (part, id) => (part.multiline ? writing(part, id) : entry("text")(part, id));

function select(part, id, block, source = part, chosen = part.initial_option?.value) {
  const node = h(
    "select",
    { id },
    h(
      "option",
      { value: "", selected: chosen === undefined },
      words(part.placeholder) || (block.optional ? "None" : "Choose …"),
    ),
    optionNodes(source, chosen),
  );
  return { node: h("span", { class: "select wide" }, node, icon("down")), read: () => node.value };
}

function oneOf(kind, source = (part) => options(part)) {
  return (part, id) => {
    const chosen = (part.initial_options ?? [part.initial_option])
      .filter(Boolean)
      .map((option) => option.value)
      .concat(initialPeople(part));
    const node = h(
      "div",
      { class: "ticks", role: kind === "radio" ? "radiogroup" : "group", id },
      source(part).map((option) => tick(kind, id, option, chosen.includes(option.value))),
    );
    const values = () => [...node.querySelectorAll(":checked")].map((one) => one.value);
    return { node, group: true, read: () => (kind === "radio" ? (values()[0] ?? "") : values()) };
  };
}
const initialPeople = (part) =>
  (part.initial_users ?? []).map((id) => store.people.find((one) => one.id === id)?.name).filter(Boolean);

const KINDS = {
  plain_text_input: lineOrPage,
  rich_text_input: writing,
  email_text_input: entry("email"),
  url_text_input: entry("url"),
  number_input: (part, id) => entry("number")(part, id),
  datepicker: entry("date"),
  timepicker: entry("time"),
  datetimepicker: entry("datetime-local"),
  static_select: (part, id, block) => select(part, id, block),
  external_select: (part, id, block) => select(part, id, block),
  users_select: (part, id, block) => {
    const source = peopleOptions(part);
    return select(part, id, block, source, source.initial);
  },
  conversations_select: (part, id, block) => select(part, id, block, places()),
  channels_select: (part, id, block) => select(part, id, block, places()),
  multi_static_select: oneOf("checkbox"),
  multi_users_select: oneOf("checkbox", (part) => peopleOptions(part).options),
  checkboxes: oneOf("checkbox"),
  radio_buttons: oneOf("radio"),
};
const places = () => ({
  options: store.conversations.map((one) => ({ value: one.name, text: { text: `#${one.name}` } })),
});
