// Why: every card Upbeat can send, with its example, drawn side by side for each door.
import { api } from "./api.js";
import { blocks } from "./blocks.js";
import { fill, h } from "./dom.js";
import { formPicture } from "./forms.js";
import { icon } from "./icons.js";
import { toast } from "./notice.js";
import { address } from "./route.js";
import { store } from "./store.js";

/** The gallery: { node, draw() }; the address holds what is looked for. */
export function galleryView(find) {
  const count = h("p", { class: "soft", role: "status" });
  const list = h("div", { class: "gallery-list" });
  const search = h("input", {
    type: "search",
    id: "gallery-search",
    value: find,
    placeholder: "agenda, chase, thank you …",
    oninput: () => {
      history.replaceState(null, "", address({ page: "gallery", find: search.value }));
      filter();
    },
  });
  const node = h(
    "div",
    { class: "gallery" },
    h(
      "header",
      { class: "head gallery-head" },
      h(
        "a",
        { class: "icon-button back always", href: "#/", "aria-label": "Back to the conversations" },
        icon("back"),
      ),
      h("div", { class: "head-words" }, h("h1", {}, icon("cards"), "Every card"), count),
      h(
        "label",
        { class: "search", for: "gallery-search" },
        icon("find"),
        h("span", { class: "unseen" }, "Find a card"),
        search,
      ),
    ),
    h("div", { class: "scroll", tabindex: -1 }, list),
  );
  let cards = [];
  async function load() {
    fill(list, h("p", { class: "starting" }, "Asking Upbeat for its cards …"));
    try {
      const answer = await api.gallery();
      cards = (answer.gallery ?? answer.cards ?? answer).map((card) => ({
        card,
        words: JSON.stringify([card.prompt, card.example, card.text]).toLowerCase(),
        node: null,
      }));
      filter();
    } catch (error) {
      fill(
        list,
        h(
          "div",
          { class: "welcome" },
          h("h2", {}, "The gallery is empty for now"),
          h("p", {}, error.message),
          h("p", {}, h("button", { class: "button", type: "button", onclick: load }, "Try again")),
        ),
      );
    }
  }
  function filter() {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = cards.filter((one) => wanted.every((word) => one.words.includes(word)));
    count.textContent =
      found.length === cards.length
        ? `${cards.length} cards, each with its example`
        : `${found.length} of ${cards.length} cards`;
    const groups = Map.groupBy ? Map.groupBy(found, (one) => one.card.prompt.split("/")[0]) : grouped(found);
    fill(
      list,
      found.length
        ? [...groups].map(([name, ones]) =>
            h(
              "section",
              { class: "gallery-group", "aria-label": name },
              h("h2", {}, name),
              ones.map((one) => (one.node ??= row(one.card))),
            ),
          )
        : h(
            "div",
            { class: "welcome" },
            h("h2", {}, "No card fits"),
            h(
              "p",
              {},
              "Try a shorter word, or part of a prompt's name such as ",
              h("code", {}, "agenda"),
              ".",
            ),
          ),
    );
  }
  load();
  return {
    node,
    draw() {},
    show: () => false,
    find(words) {
      if (document.activeElement !== search) {
        search.value = words;
        filter();
      }
    },
  };
}

function grouped(found) {
  const groups = new Map();
  for (const one of found) {
    const name = one.card.prompt.split("/")[0];
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return groups;
}

const doorName = (door) => (typeof door === "string" ? door : (door.title ?? door.name));
const doorKey = (door) => (typeof door === "string" ? door : (door.key ?? door.name)).toLowerCase();

function row(card) {
  const doors = store.setup.doors.length ? store.setup.doors : ["Slack"];
  return h(
    "article",
    { class: "gallery-card", id: `card-${card.prompt.replace("/", "-")}` },
    h(
      "header",
      {},
      h("h3", {}, h("a", { href: address({ page: "gallery", find: card.prompt }) }, card.prompt)),
      h("p", { class: "soft" }, card.example),
    ),
    h(
      "div",
      { class: "doors", style: `--doors: ${doors.length + 1}` },
      doors.map((door) => column(doorName(door), card[doorKey(door)])),
      h(
        "section",
        { class: "door" },
        h("h4", {}, "Plain words"),
        card.text
          ? h("p", { class: "plain-words" }, card.text)
          : h("p", { class: "soft" }, "No words of its own."),
      ),
    ),
  );
}

function column(name, drawn) {
  return h(
    "section",
    { class: "door" },
    h("h4", {}, name),
    drawn ? picture(drawn) : h("p", { class: "not-yet soft" }, `No drawing for ${name} yet.`),
  );
}

function picture(drawn) {
  if (drawn.view?.type === "modal" || (drawn.view && drawn.view.type !== "home"))
    return formPicture(drawn.view);
  const list = drawn.view?.blocks ?? drawn.blocks ?? [];
  const idle = () =>
    toast("A card of the gallery only shows how it looks. In a conversation its buttons work.");
  return list.length
    ? h("div", { class: "card" }, blocks(list, { idle }))
    : h("p", { class: "card words" }, drawn.text ?? "");
}
