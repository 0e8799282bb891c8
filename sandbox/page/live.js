// Why: the page follows what happens in the sandbox through one stream of "this may have changed".
import { loadRows, loadWorld, placesOf, setNow, store, tell } from "./store.js";

let source = null;
let listening = null;

/** Follows what `as` may see, until somebody else is chosen. */
export function follow(as) {
  if (listening === as && source) return;
  source?.close();
  listening = as;
  source = new EventSource(`/sandbox/stream?as=${encodeURIComponent(as)}`);
  source.onopen = () => back(as);
  source.onerror = () => lost();
  source.onmessage = (event) => heard(as, event.data);
  for (const kind of ["conversation", "clock", "form", "home", "bot", "people", "mail"]) {
    source.addEventListener(kind, (event) => heard(as, event.data, kind));
  }
}

function lost() {
  if (!store.online) return;
  store.online = false;
  tell("bot");
}

/** The line is open, for the first time or again: what happened before it was, nobody has told. */
function back(as) {
  store.online = true;
  quietly(loadWorld().then(() => loadAll(as)));
}

function heard(as, data, kind) {
  let said = {};
  try {
    said = JSON.parse(data);
  } catch {
    /* a comment that keeps the line open */
  }
  soon(`${said.kind ?? kind}/${said.conversation ?? ""}`, () => react(as, { kind, ...said }));
}

const waiting = new Map();
function soon(key, act) {
  if (waiting.has(key)) return;
  waiting.set(
    key,
    setTimeout(() => {
      waiting.delete(key);
      quietly(act());
    }, 40),
  );
}

async function react(as, said) {
  if (as !== listening) return;
  const acts = {
    conversation: () => loadPlace(as, said.conversation),
    clock: async () => {
      if (said.now) setNow(said.now);
      else await loadWorld();
    },
    form: () => tell("form"),
    home: () => tell("home"),
    mail: () => tell("mail"),
    bot: () => botSaid(said),
    people: () => loadWorld().then(() => loadAll(as)),
  };
  await acts[said.kind]?.();
}

function botSaid(said) {
  if (typeof said.up === "boolean") store.botUp = said.up;
  else if (said.state ?? said.bot) store.botUp = (said.state ?? said.bot) === "up";
  tell("bot");
}

function loadPlace(as, id) {
  const place = store.conversations.find((one) => one.id === id || one.name === id);
  return loadRows(as, place ? place.name : "dm");
}

/** Everything `as` sees, fetched anew. */
export async function loadAll(as) {
  await Promise.all(
    [...placesOf(as).map((place) => place.name), "dm"].map((place) => loadRows(as, place).catch(() => null)),
  );
}

/** After something was done: the place it was done in, the private messages and any form. */
export async function refresh(as, place) {
  tell("form");
  if (place === "home") tell("home");
  await Promise.all(
    [...new Set([place === "home" || place === "form" ? "dm" : place, "dm"])].map((one) =>
      quietly(loadRows(as, one)),
    ),
  );
}

const quietly = (promise) => Promise.resolve(promise).catch(() => null);
