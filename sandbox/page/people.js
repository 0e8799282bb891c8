// Why: who you are, who the others are, and from which organisation: drawn alike wherever a person appears.
import { h, roving } from "./dom.js";
import { icon } from "./icons.js";
import { address, changed, go } from "./route.js";
import { conversation, isMember, loadRows, organisations, person, store, unread } from "./store.js";
import { dialog } from "./dialog.js";

/** A person's picture: initials on the colour of their organisation; Upbeat's mark for the bot. */
export function portrait(name, size = "") {
  if (name === "upbeat") return h("img", { class: `portrait bot ${size}`, src: "/page/logo.svg", alt: "" });
  if (name === "slackbot")
    return h("span", { class: `portrait ${size}`, "data-hue": "other", "aria-hidden": "true" }, icon("eye"));
  const who = person(name);
  const initials = (who?.full ?? name)
    .split(/\s+/)
    .map((word) => [...word][0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();
  const hue = who ? organisations().indexOf(who.organisation) % 5 : "other";
  return h("span", { class: `portrait ${size}`, "data-hue": hue, "aria-hidden": "true" }, initials);
}

const OURS = { upbeat: "Upbeat", slackbot: "The sandbox" };
export const fullName = (name) => person(name)?.full ?? OURS[name] ?? name;

/** "external" for people of another workspace than the one that installed Upbeat. */
const externalBadge = (who) =>
  who?.external
    ? h(
        "span",
        { class: "badge external", title: `From ${who.organisation}: another workspace than Upbeat's` },
        "external",
      )
    : null;

/** The organisation and badge that stand beside a name. */
export function belonging(name) {
  if (name === "slackbot") return null;
  if (name === "upbeat") return h("span", { class: "badge app" }, "app");
  const who = person(name);
  if (!who) return h("span", { class: "badge app" }, "bot");
  return [h("span", { class: "organisation" }, who.organisation), " ", externalBadge(who)];
}

/** Whose turn it is to be looked at: everybody's private messages, for the marks in the chooser. */
function waiting(name) {
  const count = unread(name, "dm");
  return count
    ? h(
        "span",
        { class: "count", title: `${count} new from Upbeat` },
        count,
        h("span", { class: "unseen" }, " new from Upbeat"),
      )
    : null;
}

/** Opens the list to choose from: one group for each organisation, the host's first. Gives the dialog. */
export async function openChooser(me, place) {
  await Promise.all(store.people.map((one) => loadRows(one.name, "dm").catch(() => null)));
  const groups = organisations().map((name) => group(name, me, place));
  const list = h("div", { class: "chooser" }, groups);
  roving(list, ".person-choice");
  return dialog({
    title: "Who would you like to be?",
    lead: "Everybody sees the partnership from their own place. External people have no slash commands and no Home tab, just as in a shared channel.",
    body: list,
    closed: (reason) => reason !== "gone" && go({ over: "" }),
    first: list.querySelector("[aria-current]"),
  });
}

function group(organisation, me, place) {
  const people = store.people.filter((one) => one.organisation === organisation);
  const note = people[0].external
    ? "another workspace, joined through the shared channel"
    : "their workspace has Upbeat";
  return h(
    "section",
    { class: "chooser-group", "aria-label": organisation },
    h("h3", {}, organisation, externalBadge(people[0])),
    h("p", { class: "soft" }, note),
    h(
      "ul",
      { role: "list" },
      people.map((one) => h("li", {}, choice(one, me, place))),
    ),
  );
}

function choice(one, me, place) {
  return h(
    "a",
    {
      class: "person-choice",
      href: address({ as: one.name, place: keep(one.name, place) }),
      "aria-current": one.name === me ? "true" : null,
      tabindex: one.name === me ? 0 : -1,
    },
    portrait(one.name),
    h(
      "span",
      { class: "who" },
      h("b", {}, one.full),
      h("span", { class: "soft" }, `@${one.name}${one.title ? ` · ${one.title}` : ""}`),
    ),
    waiting(one.name),
    one.name === me ? h("span", { class: "badge" }, "you") : null,
  );
}

/** The same place for another person, if they may see it too. */
function keep(name, place) {
  if (place === "dm" || place === "home") return place;
  return place && isMember(conversation(place), name)
    ? place
    : (store.conversations.find((one) => isMember(one, name))?.name ?? "dm");
}

/** The button that says who you are and opens the chooser. */
export function youButton(me) {
  const who = person(me);
  return h(
    "a",
    {
      class: "you",
      href: changed({ over: "people" }),
      "aria-label": `You are ${who.full}, ${who.organisation}. Choose another person`,
      "data-test": "you",
    },
    portrait(me),
    h(
      "span",
      { class: "who" },
      h("b", {}, who.full),
      h("span", { class: "soft" }, who.organisation, " ", externalBadge(who)),
    ),
    icon("down"),
  );
}
