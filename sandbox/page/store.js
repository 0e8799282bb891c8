// Why: what the page knows, in one place; views read it and are told when a part of it has changed.
import { api } from "./api.js";

export const store = {
  setup: { title: "Upbeat sandbox", commands: [], tour: [], doors: ["Slack"] },
  now: new Date(),
  fetched: performance.now(),
  people: [],
  conversations: [],
  rows: new Map(), // "mina/steering" -> messages as that person sees them
  home: null,
  botUp: true,
  online: true,
};

const watchers = new Map();
/** Calls `told` whenever `topic` changes: world, rows, home, form, clock, bot, read, mail. */
export function watch(topic, told) {
  watchers.set(topic, [...(watchers.get(topic) ?? []), told]);
}
export function tell(topic, detail) {
  for (const told of watchers.get(topic) ?? []) told(detail);
}

/** Calendar time in the sandbox at this moment: it runs on by itself. */
export const calendar = () => new Date(store.now.getTime() + performance.now() - store.fetched);

let worlds = 0;
/** Fetches who and what there is; of several answers the one asked for last counts. */
export async function loadWorld() {
  const turn = (worlds += 1);
  const state = await api.state();
  if (turn !== worlds) return;
  store.people = state.people.map((person) => ({
    ...person,
    full: person.full_name ?? person.real_name ?? nice(person.name),
  }));
  store.conversations = state.conversations;
  store.botUp = state.bot?.up ?? (typeof state.bot === "string" ? state.bot === "up" : store.botUp);
  setNow(state.now);
  tell("world");
  tell("bot");
}

export function setNow(iso) {
  if (!iso) return;
  store.now = new Date(iso);
  store.fetched = performance.now();
  tell("clock");
}

const nice = (name) => name.charAt(0).toUpperCase() + name.slice(1);

// --- people and conversations by name or id
export const isBot = (name) => name === "upbeat" || name === store.setup.bot?.id;
export const person = (name) => store.people.find((one) => one.name === name || one.id === name);
export const conversation = (name) => store.conversations.find((one) => one.name === name || one.id === name);
export const isMember = (place, name) => {
  const who = person(name);
  return (place?.members ?? []).some(
    (member) => member === name || member === who?.id || (isBot(name) && isBot(member)),
  );
};
export const placesOf = (name) =>
  store.conversations.filter((place) => isMember(place, name) && !place.is_im);
/** The organisation that installed Upbeat: that of the first person who is not external. */
export const host = () => store.people.find((one) => !one.external)?.organisation ?? "the host";
export const organisations = () => [...new Set(store.people.map((one) => one.organisation))];

// --- messages
const rowsKey = (as, place) => `${as}/${place}`;
export const rowsOf = (as, place) => store.rows.get(rowsKey(as, place));

const asked = new Map();
/** Fetches what `as` sees in `place`; several wishes at once become one, and the newest answer wins. */
export async function loadRows(as, place) {
  const key = rowsKey(as, place);
  const turn = (asked.get(key) ?? 0) + 1;
  asked.set(key, turn);
  const { messages } = await api.messages(as, place);
  if (asked.get(key) !== turn) return;
  const before = store.rows.get(key);
  store.rows.set(key, messages);
  tell("rows", { as, place, before, after: messages });
}

/** True for rows that stand in the conversation itself rather than in a thread. */
export const isTop = (row) => !row.thread_ts || row.thread_ts === row.ts || row.broadcast === true;
export const inThread = (rows, ts) => rows.filter((row) => row.ts === ts || row.thread_ts === ts);

// --- what has been read, kept in this browser
const READ = "upbeat.read";
let read = remembered(READ, {});

export function remembered(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}
export function remember(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    /* private browsing: it is forgotten with the page */
  }
}

export const lastRead = (as, place) => read[rowsKey(as, place)] ?? "0";

export function markRead(as, place) {
  const newest = (rowsOf(as, place) ?? []).reduce((last, row) => (later(row.ts, last) ? row.ts : last), "0");
  if (!later(newest, lastRead(as, place))) return;
  read = { ...remembered(READ, {}), [rowsKey(as, place)]: newest };
  remember(READ, read);
  tell("read");
}

export const later = (one, other) => Number.parseFloat(one) > Number.parseFloat(other);

/** How many messages of others `as` has not seen in `place`. */
export function unread(as, place) {
  const since = lastRead(as, place);
  return (rowsOf(as, place) ?? []).filter((row) => row.from !== as && later(row.ts, since)).length;
}
