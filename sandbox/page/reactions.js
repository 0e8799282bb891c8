// Why: a reaction is the quietest answer; add one from a handful, press it again to take it back.
import { api } from "./api.js";
import { dialog } from "./dialog.js";
import { h, roving } from "./dom.js";
import { emoji, HANDFUL, spoken } from "./emoji.js";
import { icon } from "./icons.js";
import { refresh } from "./live.js";
import { attempt } from "./notice.js";
import { fullName } from "./people.js";
import { isBot, person } from "./store.js";

/** The reactions under a message, as the sandbox tells them, in one shape: [{ name, people }]. */
function reactionsOf(row) {
  return (row.reactions ?? [])
    .map((one) =>
      typeof one === "string"
        ? { name: one, people: [] }
        : { name: one.name ?? one.emoji, people: one.users ?? one.people ?? [], count: one.count },
    )
    .filter((one) => one.name);
}

const short = (id) => (isBot(id) ? "upbeat" : (person(id)?.name ?? id));

export function reactionBar(row, context) {
  const all = reactionsOf(row);
  if (!all.length) return null;
  return h(
    "div",
    { class: "reactions", role: "group", "aria-label": "Reactions" },
    all.map((one) => pill(one, row, context)),
    adder(row, context),
  );
}

function pill(one, row, context) {
  const people = one.people.map(short);
  const mine = people.includes(context.as);
  const names = people.map(fullName).join(", ");
  const label = `${spoken(one.name)}: ${names || one.count}. ${mine ? "Take yours back" : "Add yours"}`;
  return h(
    "button",
    {
      class: "reaction",
      type: "button",
      "aria-pressed": String(mine),
      "aria-label": label,
      title: names,
      onclick: () => toggle(one.name, mine, row, context),
    },
    emoji(one.name),
    h("span", {}, one.count ?? people.length),
  );
}

const adder = (row, context) =>
  h(
    "button",
    {
      class: "reaction add",
      type: "button",
      "aria-label": "Add a reaction",
      title: "Add a reaction",
      onclick: () => offer(row, context),
    },
    icon("smile"),
  );

async function toggle(name, mine, row, context) {
  await attempt(() =>
    api.react({
      as: context.as,
      conversation: context.place,
      ts: row.ts,
      emoji: name,
      ...(mine ? { remove: true } : {}),
    }),
  );
  await refresh(context.as, context.place);
}

/** The handful to choose from. */
export function offer(row, context) {
  const mine = (name) =>
    reactionsOf(row).some((one) => one.name === name && one.people.map(short).includes(context.as));
  const list = h(
    "div",
    { class: "handful" },
    HANDFUL.map((name, index) =>
      h(
        "button",
        {
          class: "handful-choice",
          type: "button",
          tabindex: index ? -1 : 0,
          "aria-label": spoken(name),
          title: spoken(name),
          onclick: () => {
            box.shut("picked");
            toggle(name, mine(name), row, context);
          },
        },
        emoji(name),
      ),
    ),
  );
  roving(list, ".handful-choice", { horizontal: true });
  const box = dialog({ title: "React", body: list, kind: "small", first: list.firstChild });
}
