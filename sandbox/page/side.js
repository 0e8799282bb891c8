// Why: where you can go: conversations, Upbeat's private messages, its Home; with marks for what is new.
import { fill, h, roving } from "./dom.js";
import { icon } from "./icons.js";
import { youButton } from "./people.js";
import { address } from "./route.js";
import { person, placesOf, store, unread } from "./store.js";

/** Draws the side for `as`, with `place` as the one that is open. */
export function drawSide(as, place) {
  const node = document.getElementById("side");
  const held = node.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const mine = placesOf(as);
  const others = store.conversations.filter((one) => !mine.includes(one) && !one.is_im && mayJoin(one, as));
  fill(
    node,
    youButton(as),
    group(
      "Conversations",
      mine.map((one) =>
        entry(
          as,
          one.name,
          place,
          shared(one) ? "shared" : "hash",
          one.name,
          shared(one) ? "shared with other organisations" : "",
        ),
      ),
    ),
    group("Upbeat", [
      entry(as, "dm", place, "talk", "Private messages"),
      entry(as, "home", place, "home", "Home"),
    ]),
    others.length
      ? group(
          "You could join",
          others.map((one) => entry(as, one.name, place, "hash", one.name)),
        )
      : null,
    h("p", { class: "side-note soft" }, "Everything here is pretend, and stays on this machine."),
  );
  if (held) node.querySelector(`[href="${CSS.escape(held)}"]`)?.focus();
}

/** True for a conversation of several organisations. */
export const shared = (one) => Boolean(one.shared);
const mayJoin = (one, as) => !one.private && (one.organisations ?? []).includes(person(as)?.organisation);

function group(title, entries) {
  return h(
    "section",
    { class: "side-group" },
    h("h2", {}, title),
    h(
      "ul",
      { role: "list" },
      entries.map((one) => h("li", {}, one)),
    ),
  );
}

function entry(as, name, place, sign, words, note = "") {
  const count = name === "home" ? 0 : unread(as, name);
  const here = name === place;
  return h(
    "a",
    {
      class: `place${count && !here ? " unread" : ""}`,
      href: address({ as, place: name }),
      "aria-current": here ? "page" : null,
      tabindex: here ? 0 : -1,
    },
    icon(sign),
    h("span", { class: "place-name" }, words),
    note ? h("span", { class: "unseen" }, `, ${note}`) : null,
    count && !here ? h("span", { class: "count" }, count, h("span", { class: "unseen" }, " new")) : null,
  );
}

/** Arrow keys move between the places; one of them is in the tab order. */
export function startSide() {
  roving(document.getElementById("side"), ".place");
}

/** Makes one place tabbable where none is open (phone's list). */
export function tabbable() {
  const all = [...document.querySelectorAll("#side .place")];
  if (all.length && !all.some((one) => one.tabIndex === 0)) all[0].tabIndex = 0;
}
