// Why: who is in a conversation; inviting others, Upbeat too, and leaving it.
import { api } from "./api.js";
import { dialog } from "./dialog.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { loadAll } from "./live.js";
import { attempt, toast } from "./notice.js";
import { belonging, fullName, portrait } from "./people.js";
import { address, go } from "./route.js";
import { isMember, loadWorld, person, store } from "./store.js";

/** Opens the dialog with the members of `place`, and gives it. */
export function openMembers(as, place) {
  const here = ["upbeat", ...store.people.map((one) => one.name)].filter((name) => isMember(place, name));
  const away = ["upbeat", ...store.people.map((one) => one.name)].filter(
    (name) => !isMember(place, name) && may(name, place),
  );
  const box = dialog({
    title: `People in ${place.name}`,
    body: [
      list(
        "In the conversation",
        here.map((name) => row(name, null)),
      ),
      away.length && isMember(place, as)
        ? list(
            "You can invite",
            away.map((name) => row(name, invite(name))),
          )
        : null,
    ],
    foot: isMember(place, as)
      ? [
          h(
            "button",
            { class: "button", type: "button", onclick: leave },
            icon("leave"),
            "Leave the conversation",
          ),
        ]
      : null,
    closed: (reason) => !["moved", "gone"].includes(reason) && go({ over: "" }),
  });
  function invite(name) {
    return h(
      "button",
      {
        class: "button",
        type: "button",
        "aria-label": `Invite ${fullName(name)}`,
        onclick: () => join(name, place, as) && box.shut("done"),
      },
      "Invite",
    );
  }
  async function leave() {
    box.shut("moved");
    await attempt(() => api.leave(as, place.name));
    await loadWorld();
    go(address({ as, place: "dm" }));
  }
  return box;
}

const may = (name, place) => name === "upbeat" || place.organisations.includes(person(name).organisation);

const list = (title, rows) =>
  h(
    "section",
    {},
    h("h3", { class: "list-title" }, title),
    h("ul", { class: "people-list", role: "list" }, rows),
  );
const row = (name, action) =>
  h(
    "li",
    { class: "person-row" },
    portrait(name),
    h("span", { class: "who" }, h("b", {}, fullName(name)), h("span", { class: "soft" }, belonging(name))),
    action,
  );

/** Brings `name` into the conversation, invited by `by` if it is not their own wish. */
export async function join(name, place, by) {
  const done = await attempt(() => api.join(name, place.name, by === name ? undefined : by));
  await loadWorld();
  if (by) await loadAll(by);
  if (done !== null)
    toast(by === name ? `You are in ${place.name} now.` : `${fullName(name)} is in ${place.name} now.`);
  return true;
}
