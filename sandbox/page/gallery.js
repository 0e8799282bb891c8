// Why: every card Upbeat can send, with its examples, drawn side by side for each door.
import { adaptivePicture } from "./adaptive.js";
import { api } from "./api.js";
import { blocks } from "./blocks.js";
import { fill, h } from "./dom.js";
import { formPicture } from "./forms.js";
import { icon } from "./icons.js";
import { toast } from "./notice.js";
import { address } from "./route.js";
import { store } from "./store.js";

/** The gallery: { node, draw(), show(), find(words) }; the address holds what is looked for. */
export function galleryView(wanted) {
  const count = h("p", { class: "soft", role: "status" });
  const list = h("div", { class: "gallery-list" });
  const search = searchBox(wanted, filter);
  const node = h("div", { class: "gallery" }, head(count, search), h("div", { class: "scroll" }, list));
  let cards = null;

  async function load() {
    fill(list, h("p", { class: "starting" }, "Asking Upbeat for its cards …"));
    try {
      cards = (await api.gallery()).gallery.map(entry);
      filter();
    } catch (error) {
      fill(list, emptied(error.message, load));
    }
  }
  function filter() {
    if (!cards) return;
    const found = cards.filter(fitting(cards, search.value.toLowerCase().trim()));
    const all = `${cards.length} cards of ${new Set(cards.map((one) => one.card.prompt)).size} prompts`;
    count.textContent = found.length === cards.length ? all : `${found.length} of ${all}`;
    fill(list, chips(cards, search.value), found.length ? groups(found) : nothing());
  }
  load();
  return {
    node,
    draw() {},
    show: () => false,
    find(words) {
      if (document.activeElement === search) return;
      search.value = words;
      filter();
    },
  };
}

/** A card with the words by which it is found; drawn when it is first shown. */
const entry = (card) => ({
  card,
  words: `${card.prompt} ${card.example} ${card.text}`.toLowerCase(),
  node: null,
});
const feature = (prompt) => prompt.split("/")[0];

/** What is looked for: a feature by its whole name, else every card that has all the words. */
function fitting(cards, sought) {
  if (cards.some((one) => feature(one.card.prompt) === sought))
    return (one) => feature(one.card.prompt) === sought;
  const words = sought.split(/\s+/);
  return (one) => words.every((word) => one.words.includes(word));
}

function searchBox(value, filter) {
  const box = h("input", {
    type: "search",
    id: "gallery-search",
    value,
    placeholder: "agenda, chase, thank you …",
    oninput: () => {
      history.replaceState(null, "", address({ page: "gallery", find: box.value }));
      filter();
    },
  });
  return box;
}

function head(count, search) {
  const back = { class: "icon-button back always", href: "#/", "aria-label": "Back to the conversations" };
  const label = h("span", { class: "unseen" }, "Find a card");
  return h(
    "header",
    { class: "head gallery-head" },
    h("a", back, icon("back")),
    h("div", { class: "head-words" }, h("h1", {}, icon("cards"), "Every card"), count),
    h("label", { class: "search", for: "gallery-search" }, icon("find"), label, search),
  );
}

/** One press for each feature, and one for all. */
function chips(cards, now) {
  const names = [...new Set(cards.map((one) => feature(one.card.prompt)))];
  const chip = (words, find) => {
    const here = now === find ? "true" : null;
    return h("a", { class: "chip", href: address({ page: "gallery", find }), "aria-current": here }, words);
  };
  return h(
    "nav",
    { class: "chips", "aria-label": "Features" },
    chip("all", ""),
    names.map((name) => chip(name, name)),
  );
}

function groups(found) {
  return [...grouped(found, (one) => feature(one.card.prompt))].map(([name, ones]) =>
    h("section", { class: "gallery-group", "aria-label": name }, h("h2", {}, name), prompts(ones)),
  );
}

function prompts(found) {
  return [...grouped(found, (one) => one.card.prompt)].map(([prompt, ones]) => {
    const link = h("a", { href: address({ page: "gallery", find: prompt }) }, prompt);
    return h(
      "article",
      { class: "gallery-card" },
      h("h3", {}, link),
      ones.map((one) => (one.node ??= example(one.card))),
    );
  });
}

function grouped(found, by) {
  const result = new Map();
  for (const one of found) result.set(by(one), [...(result.get(by(one)) ?? []), one]);
  return result;
}

/** One example, side by side for each door, and as plain words. */
function example(card) {
  const doors = store.setup.doors.map((door) => column(door, card[door.toLowerCase()]));
  const plain = h(
    "section",
    { class: "door" },
    h("h5", {}, "Plain words"),
    h("p", { class: "plain-words" }, card.text),
  );
  return h(
    "div",
    { class: "example" },
    h("h4", { class: "soft" }, card.example),
    h("div", { class: "doors" }, doors, plain),
  );
}

function column(name, drawn) {
  const missing = h("p", { class: "not-yet soft" }, `${name} needs no further message for this card.`);
  return h("section", { class: "door" }, h("h5", {}, name), drawn ? picture(drawn) : missing);
}

const idle = () =>
  toast("A card of the gallery only shows how it looks. In a conversation its buttons work.");

function picture(drawn) {
  if (drawn.card) return adaptivePicture(drawn, idle);
  if (drawn.view && drawn.view.type !== "home") return formPicture(drawn.view);
  const list = drawn.view?.blocks ?? drawn.blocks ?? [];
  return h("div", { class: "card" }, list.length ? blocks(list, { idle }) : drawn.text);
}

function emptied(words, again) {
  const button = h("button", { class: "button", type: "button", onclick: again }, "Try again");
  return h(
    "div",
    { class: "welcome" },
    h("h2", {}, "The gallery is empty for now"),
    h("p", {}, words),
    button,
  );
}

function nothing() {
  const hint = ["Try a shorter word, or part of a prompt's name such as ", h("code", {}, "agenda"), "."];
  return h("div", { class: "welcome" }, h("h2", {}, "No card fits"), h("p", {}, hint));
}
