// Why: the app's shortcuts, as app.yaml declares them: on a message, or where one writes; not for external people.
import { api } from "./api.js";
import { refresh } from "./live.js";
import { menu } from "./menu.js";
import { attempt } from "./notice.js";
import { person, store } from "./store.js";

/** The shortcuts of a kind ("message" or "global") that Slack would offer to `as`. */
export function shortcuts(as, kind) {
  if (person(as)?.external) return [];
  return (store.setup.shortcuts ?? []).filter((one) => one.type === kind);
}

/** Opens the menu of a message's shortcuts; `context` says who looks, and where. */
export function offerOnMessage(row, { as, place }) {
  const items = shortcuts(as, "message").map((one) => entry(one, as, place, row.ts));
  menu("More actions", items);
}

/** Opens the menu of the shortcuts that need no message. */
export function offerAnywhere(as, place) {
  menu(
    "Shortcuts",
    shortcuts(as, "global").map((one) => entry(one, as, place)),
  );
}

const entry = (one, as, place, ts) => ({
  label: one.name,
  note: one.description,
  pick: () => use(one.callback_id, as, place, ts),
});

async function use(callback_id, as, place, ts) {
  await attempt(() => api.shortcut({ as, callback_id, conversation: ts && place, ts }));
  await refresh(as, place);
}
