// Why: the form that Upbeat has opened for you: drawn, filled, sent, corrected, or closed.
import { api } from "./api.js";
import { blocks } from "./blocks.js";
import { dialog } from "./dialog.js";
import { add, h } from "./dom.js";
import { attempt, announce } from "./notice.js";
import { refresh } from "./live.js";

let shown = null; // { as, key, box, fields, form }

/** Looks whether `as` has a form open and draws, renews or closes it. */
export async function lookForForm(as, place) {
  const answer = await api.form(as).catch(() => undefined);
  if (answer === undefined) return;
  const form = answer?.form === undefined ? answer : answer.form;
  const found = form?.view_id ? form : null;
  const key = found && JSON.stringify([as, found.view_id, found.view?.blocks ?? found.fields, found.title]);
  if (shown?.key === key) return;
  const typed = shown && found && shown.form.view_id === found.view_id ? readAll() : null;
  close();
  if (found) open(as, place, found, key, typed);
}

/** Takes the form off the page without telling anybody (another person was chosen, it was sent). */
export function close() {
  const before = shown;
  shown = null;
  before?.box.shut("gone");
}

export const openForm = () => shown;

function open(as, place, form, key, typed) {
  const fields = [];
  const view = form.view ?? { blocks: form.fields.map(blockOf) };
  const body = h("form", {
    class: "form",
    novalidate: true,
    onsubmit: (event) => {
      event.preventDefault();
      send();
    },
  });
  const context = {
    field: (field) => fields.push(named(field, form, fields.length)),
    act: (part, answer) => actIn(as, part, answer),
  };
  const problem = h("p", { class: "problem", role: "alert" });
  add(body, [problem, blocks(view.blocks, context), h("button", { hidden: true, type: "submit" })]);
  const sends = fields.length > 0 || view.submit;
  const submit = sends
    ? h(
        "button",
        { class: "button primary", type: "button", onclick: send, "data-test": "submit" },
        word(view.submit) ?? "Send",
      )
    : null;
  const cancel = h(
    "button",
    { class: "button", type: "button", onclick: () => box.shut("cancel") },
    word(view.close) ?? (sends ? "Cancel" : "Close"),
  );
  const box = dialog({
    title: form.title,
    body,
    foot: [cancel, submit],
    kind: "form-dialog",
    label: "Close the form",
    first: body.querySelector("[autofocus],input,select,textarea"),
    closed: (reason) => dismissed(as, place, reason),
  });
  shown = { as, place, key, box, fields, form, submit, problem };
  if (typed) restore(fields, typed);
  if (form.errors)
    wrong(Object.entries(form.errors).map(([name, message]) => [fieldOf(fields, name), message]));
}

const word = (object) => object?.text;

/** The name that the sandbox gives a field: by its place among the inputs. */
function named(field, form, index) {
  const same = (one) =>
    one.block_id === field.block.block_id &&
    (!one.action_id || one.action_id === field.block.element?.action_id);
  const given = form.fields?.find(same) ?? form.fields?.[index];
  return {
    ...field,
    name: given?.name ?? field.block.element?.action_id ?? field.block.block_id,
    label: given?.label ?? word(field.block.label),
  };
}

const readAll = () => Object.fromEntries(shown.fields.map((field) => [field.name, field.read()]));

function restore(fields, typed) {
  for (const field of fields) {
    const value = typed[field.name];
    if (typeof value === "string" && field.control.matches("input,select,textarea"))
      field.control.value = value;
  }
}

async function send() {
  const { as, place, fields, submit } = shown;
  for (const field of fields) field.problem(null);
  shown.problem.textContent = "";
  if (
    wrong(
      fields
        .filter((field) => !field.block.optional && empty(field.read()))
        .map((field) => [field, "Please fill this in."]),
    )
  )
    return;
  submit?.setAttribute("aria-busy", "true");
  const answer = await attempt(() => api.submit(as, readAll()));
  submit?.removeAttribute("aria-busy");
  if (!answer && answer !== null) return;
  const errors = Object.entries(answer?.errors ?? {});
  if (errors.length) {
    wrong(errors.map(([name, message]) => [fieldOf(fields, name), message]));
    return;
  }
  if (answer === null) return;
  await refresh(as, place);
}

const empty = (value) => (Array.isArray(value) ? value.length === 0 : !String(value).trim());
const fieldOf = (fields, name) =>
  fields.find((field) =>
    [field.name, field.label, field.block.block_id, field.block.element?.action_id].includes(name),
  );

/** Shows errors beside their fields and goes to the first. True if there were any. */
function wrong(problems) {
  for (const [field, message] of problems) {
    if (field) field.problem(message);
    else shown.problem.textContent = message;
  }
  const first = problems.find(([field]) => field)?.[0];
  (first?.control.matches("input,select,textarea")
    ? first.control
    : first?.control.querySelector("input")
  )?.focus();
  if (problems.length) announce(`The form was not sent: ${problems.map(([, message]) => message).join(" ")}`);
  return problems.length > 0;
}

async function dismissed(as, place, reason) {
  if (!shown || reason === "gone") return;
  shown = null;
  await attempt(() => api.closeForm(as));
  await refresh(as, place);
}

async function actIn(as, part, answer) {
  const how = answer.option === undefined ? api.press : api.choose;
  await attempt(() =>
    how({ as, conversation: "form", action_id: part.action_id, block_id: part.block_id, ...answer }),
  );
  await refresh(as, shown?.place ?? "dm");
}

// --- a form whose blocks the sandbox does not hand over is drawn from its fields
const plain = (words) => ({ type: "plain_text", text: words ?? "" });
const optionsOf = (field) =>
  (field.options ?? []).map((option) =>
    typeof option === "string"
      ? { value: option, text: plain(option) }
      : {
          value: option.value ?? option.label,
          text: plain(option.label ?? option.text?.text ?? option.value),
        },
  );
const chosen = (field, list) =>
  list.filter(
    (option) =>
      [field.value].flat().includes(option.value) || [field.value].flat().includes(option.text.text),
  );

function blockOf(field) {
  const list = optionsOf(field);
  const elements = {
    text: { type: "plain_text_input", initial_value: field.value },
    long: { type: "plain_text_input", multiline: true, initial_value: field.value },
    date: { type: "datepicker", initial_date: field.value },
    time: { type: "timepicker", initial_time: field.value },
    person: { type: "users_select", initial_user: field.value },
    one: { type: "static_select", options: list, initial_option: chosen(field, list)[0] },
    many: { type: "checkboxes", options: list, initial_options: chosen(field, list) },
  };
  return {
    type: "input",
    block_id: field.name,
    label: plain(field.label),
    optional: field.optional,
    element: elements[field.kind] ?? elements.text,
  };
}

/** The form of a view, drawn only to be looked at (gallery). */
export function formPicture(view) {
  return h(
    "div",
    { class: "form-picture" },
    h("header", { class: "dialog-head" }, h("h4", {}, word(view.title) ?? "Form")),
    add(h("div", { class: "dialog-body form" }), [blocks(view.blocks, {})]),
    h(
      "footer",
      { class: "dialog-foot" },
      h("span", { class: "button" }, word(view.close) ?? "Cancel"),
      view.submit ? h("span", { class: "button primary" }, word(view.submit)) : null,
    ),
  );
}
