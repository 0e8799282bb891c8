// Why: the middle of the page: one conversation or the private messages, its head, its messages, its composer.
import { bookmarks } from "./bookmarks.js";
import { canvases } from "./canvases.js";
import { composer } from "./composer.js";
import { h, swap } from "./dom.js";
import { icon } from "./icons.js";
import { join } from "./members.js";
import { messageList } from "./messages.js";
import { fullName, portrait } from "./people.js";
import { address, changed } from "./route.js";
import { conversation, isMember, person, rowsOf } from "./store.js";
import { shared } from "./side.js";

/** The view of a place: { node, draw(), show(ts), composer, renew() }; `renew` is false if another view is due. */
export function talkView(as, place) {
  const kind = kindOf(as, place);
  if (kind !== "talk") {
    const other = kind === "nowhere" ? nowhere(as, place) : outside(as, conversation(place));
    return { ...other, renew: () => kindOf(as, place) === kind };
  }
  const list = messageList({ as, place, empty: welcome(as, place) });
  const box = composer({
    as,
    place,
    label: place === "dm" ? "Write to Upbeat" : `Write to ${place}`,
    editLast: () => list.editLast(),
  });
  let top = head(as, place);
  const node = h("div", { class: "talk" }, top, list.node, box);
  function renew() {
    if (kindOf(as, place) !== kind) return false;
    top = swap(top, head(as, place));
    return true;
  }
  return {
    node,
    draw: () => rowsOf(as, place) && list.draw(),
    show: list.show,
    composer: box.compose,
    renew,
  };
}

/** What a place is to somebody: one to talk in, one to join, or none. */
function kindOf(as, place) {
  if (place === "dm") return "talk";
  if (!conversation(place)) return "nowhere";
  return isMember(conversation(place), as) ? "talk" : "outside";
}

const backLink = (as) =>
  h(
    "a",
    { class: "icon-button back", href: address({ as }), "aria-label": "Back to the list" },
    icon("back"),
  );

/** The head of the middle: a title, a line about it, and what can be done. */
export function headLine(as, sign, title, line, actions) {
  return h(
    "header",
    { class: "head" },
    backLink(as),
    h(
      "div",
      { class: "head-words" },
      h("h1", {}, icon(sign), title),
      line ? h("p", { class: "soft" }, line) : null,
    ),
    h("div", { class: "head-actions" }, actions),
  );
}

function head(as, place) {
  if (place === "dm")
    return headLine(as, "talk", "Upbeat", `Private between ${fullName(as)} and Upbeat`, null);
  const where = conversation(place);
  return h("div", { class: "head-frame" }, headOf(as, where), bookmarks(where.bookmarks, as), canvases(where.canvases, as));
}

function headOf(as, where) {
  const members = where.members ?? [];
  const names = where.organisations ?? [];
  const line = shared(where) ? `Shared by ${listed(names)}` : where.topic || `Only for ${listed(names)}`;
  const faces = oneOfEach(members);
  const count = members.length;
  const invite = isMember(where, "upbeat")
    ? null
    : h(
        "button",
        { class: "button", type: "button", onclick: () => join("upbeat", where, as) },
        icon("plus"),
        "Invite Upbeat",
      );
  return headLine(as, shared(where) ? "shared" : "hash", where.name, line, [
    invite,
    h(
      "a",
      {
        class: "members",
        href: changed({ over: "members" }),
        "aria-label": `${count} in this conversation: see who, invite, leave`,
        "data-test": "members",
      },
      faces.map((name) => portrait(name, "tiny")),
      h("span", {}, count),
    ),
  ]);
}

/** Up to three members, from as many organisations as there are. */
function oneOfEach(members) {
  const people = members.map((member) => person(member)).filter(Boolean);
  const first = people.filter(
    (one, at) => people.findIndex((other) => other.organisation === one.organisation) === at,
  );
  const more = people.filter((one) => !first.includes(one));
  return [...first, ...more].slice(0, 3).map((one) => one.name);
}

const listed = (names) =>
  names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "nobody yet");

function welcome(as, place) {
  const outsider = person(as)?.external;
  const start = outsider ? "@Upbeat help" : "/upbeat";
  return h(
    "div",
    { class: "welcome" },
    h("img", { src: "/page/logo.svg", alt: "", width: 48, height: 48 }),
    h("h2", {}, place === "dm" ? "Nothing from Upbeat yet" : "Nothing said here yet"),
    h(
      "p",
      {},
      place === "dm"
        ? "What Upbeat has to say to you alone stands here: a question about an action, a thank you, an answer."
        : "Say hello, or see what Upbeat can do.",
    ),
    h("p", {}, "Try ", h("code", {}, start), "."),
  );
}

function outside(as, where) {
  const button = h(
    "button",
    { class: "button primary", type: "button", onclick: () => join(as, where, as) },
    "Join",
  );
  const node = h(
    "div",
    { class: "talk" },
    headLine(as, "hash", where.name, null, null),
    h(
      "div",
      { class: "welcome" },
      h("h2", {}, `${fullName(as)} is not in ${where.name}`),
      h("p", {}, "Join to see what is said there, or ask somebody who is in it to invite you."),
      h("p", {}, button),
    ),
  );
  return { node, draw() {}, show: () => false };
}

function nowhere(as, place) {
  const node = h(
    "div",
    { class: "talk" },
    headLine(as, "find", "Not found", null, null),
    h(
      "div",
      { class: "welcome" },
      h("h2", {}, "There is no such place"),
      h("p", {}, `The sandbox has no conversation named “${place}”.`),
      h("p", {}, h("a", { href: address({ as, place: "dm" }) }, "Go to the messages from Upbeat")),
    ),
  );
  return { node, draw() {}, show: () => false };
}
