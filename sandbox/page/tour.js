// Why: five things to try on a first visit, each a press that does it before your eyes.
import { api } from "./api.js";
import { turn } from "./clock.js";
import { fill, h, narrow, pause, stillness } from "./dom.js";
import { openForm } from "./forms.js";
import { icon } from "./icons.js";
import { announce, attempt } from "./notice.js";
import { refresh } from "./live.js";
import { address, go } from "./route.js";
import { remember, remembered, store } from "./store.js";

const SEEN = "upbeat.tour";
let at = 0;
let done = new Set();
let view = () => null;

/** Opens the tour on a first visit. `current` gives the open view (for its composer). */
export function startTour(current) {
  view = current;
  if (remembered(SEEN, null) === null && store.setup.tour.length) openTour();
}

export function openTour() {
  at = 0;
  done = new Set();
  draw();
  document.querySelector("#tour .tour-do")?.focus({ preventScroll: true });
}

function closeTour() {
  remember(SEEN, "seen");
  fill(document.getElementById("tour"));
  delete document.body.dataset.tour;
}

function draw() {
  document.body.dataset.tour = "open";
  const steps = store.setup.tour;
  const step = steps[at];
  const last = at === steps.length - 1;
  const goOn = h(
    "button",
    { class: "button tour-next", type: "button", onclick: () => (last ? closeTour() : move(1)) },
    last ? "Finish" : "Next",
  );
  const doIt = h(
    "button",
    {
      class: `button tour-do ${done.has(at) ? "" : "primary"}`,
      type: "button",
      onclick: () => perform(step, doIt),
    },
    done.has(at) ? "Again" : (step.button ?? "Try it"),
  );
  if (done.has(at)) goOn.classList.add("primary");
  fill(
    document.getElementById("tour"),
    h(
      "section",
      {
        class: "tour",
        "aria-label": "A short tour",
        onkeydown: (event) => {
          if (event.key === "Escape") closeTour();
        },
      },
      h(
        "header",
        { class: "tour-head" },
        h(
          "p",
          { class: "soft" },
          `Five things to try · ${at + 1} of ${steps.length}`.replace("Five", number(steps.length)),
        ),
        h(
          "button",
          { class: "icon-button", type: "button", "aria-label": "Close the tour", onclick: closeTour },
          icon("close"),
        ),
      ),
      h("h2", {}, step.title),
      h("p", {}, step.words ?? step.text ?? ""),
      h(
        "ol",
        { class: "tour-dots", "aria-hidden": "true" },
        steps.map((_, index) => h("li", { class: index === at ? "now" : done.has(index) ? "done" : "" })),
      ),
      h(
        "footer",
        { class: "tour-foot" },
        at
          ? h("button", { class: "button quiet", type: "button", onclick: () => move(-1) }, "Back")
          : h("button", { class: "button quiet", type: "button", onclick: closeTour }, "Skip"),
        h("span", { class: "spring" }),
        doIt,
        goOn,
      ),
    ),
  );
}

const number = (count) =>
  ["No", "One thing", "Two", "Three", "Four", "Five", "Six", "Seven"][count] ?? String(count);

function move(by) {
  at = Math.max(0, Math.min(store.setup.tour.length - 1, at + by));
  draw();
  announce(store.setup.tour[at].title);
  document.querySelector("#tour .tour-do")?.focus({ preventScroll: true });
}

const KINDS = ["say", "press", "choose", "submit", "clock", "open"];

/** What a step does, as a list of [kind, what]. */
function acts(step) {
  const list = step.do ? [step.do].flat() : [step];
  return list.flatMap((one) =>
    KINDS.filter((kind) => one[kind] !== undefined).map((kind) => [
      kind,
      {
        as: step.as,
        conversation: step.conversation,
        ...one,
        ...(typeof one[kind] === "object" ? one[kind] : { text: one[kind], label: one[kind] }),
      },
    ]),
  );
}

async function perform(step, button) {
  button.setAttribute("aria-busy", "true");
  const went = await attempt(async () => {
    for (const [kind, what] of acts(step)) await DO[kind](what);
    return true;
  });
  button.removeAttribute("aria-busy");
  if (!went) return;
  done.add(at);
  draw();
  document.querySelector("#tour .tour-next")?.focus({ preventScroll: true });
}

const me = () => location.hash.split("/")[2] ?? store.people[0].name;

async function goTo(as, place, kind, ts) {
  const target = address({ as: as ?? me(), place: place ?? store.conversations[0].name, kind, ts });
  if (location.hash !== target) go(target);
  await until(() => view()?.composer || place === "home");
}

async function until(ready, patience = 4000) {
  for (let waited = 0; waited < patience; waited += 50) {
    const found = ready();
    if (found) return found;
    await pause(50);
  }
  return null;
}

const DO = {
  async say({ as, conversation, text }) {
    await goTo(as, conversation);
    const { box, set, sendNow } = view().composer;
    box.scrollIntoView({ block: "nearest" });
    await type(box, text, set);
    await pause(stillness() ? 0 : 350);
    await sendNow();
  },
  async press({ as, conversation, label, action_id: action }) {
    await goTo(as, conversation);
    const node = await until(() => buttonNamed(label, action));
    if (!node)
      throw new Error(`The button “${label ?? action}” is not here. Do the step before this one first.`);
    await point(node);
    node.click();
    await until(() => !node.hasAttribute("aria-busy"));
  },
  async choose({ as, conversation, ...what }) {
    await goTo(as, conversation);
    await api.choose({ as: as ?? me(), conversation, ...what });
    await refresh(as ?? me(), conversation);
  },
  async submit({ as, values }) {
    const form = await until(openForm);
    if (!form) throw new Error("There is no form open. Do the step before this one first.");
    for (const [name, value] of Object.entries(values ?? {}))
      await fillIn(
        form.fields.find((field) => field.name === name || field.label === name),
        value,
      );
    await pause(stillness() ? 0 : 500);
    form.submit?.click();
    await until(() => openForm() !== form, 15000);
    return as;
  },
  async clock({ advance, to, next, text }) {
    const body = to
      ? { to }
      : advance
        ? { advance }
        : next || text === "next"
          ? { next: true }
          : { advance: text };
    const button = next || text === "next" ? document.querySelector(".turn.next") : null;
    if (button && !narrow()) await point(button);
    await turn(body, button);
  },
  async open({ as, conversation }) {
    await goTo(as, conversation);
  },
};

function buttonNamed(label, action) {
  const all = [...document.querySelectorAll("#pane .button, #main .button")].filter((node) =>
    action ? node.dataset.action === action : node.textContent.trim() === label,
  );
  return all.at(-1);
}

/** Types before the reader's eyes; at once where stillness is asked for. */
async function type(box, text, set) {
  if (stillness()) return set(text);
  box.focus({ preventScroll: true });
  for (let length = 1; length <= text.length; length += 1) {
    set(text.slice(0, length));
    await pause(Math.min(26, 1400 / text.length));
  }
  return null;
}

async function fillIn(field, value) {
  if (!field) return;
  const control = field.control;
  if (control.matches("input,textarea"))
    await type(control, String(value), (words) => {
      control.value = words;
    });
  else if (control.matches("select"))
    control.value =
      [...control.options].find((option) => option.value === value || option.text === value)?.value ?? "";
  else
    for (const one of control.querySelectorAll("input"))
      one.checked = [value]
        .flat()
        .some((want) => one.value === want || one.closest("label").textContent.trim() === want);
}

async function point(node) {
  node.scrollIntoView({ block: "center", behavior: stillness() ? "auto" : "smooth" });
  node.classList.add("pointed-at");
  await pause(stillness() ? 0 : 700);
  node.classList.remove("pointed-at");
}
