// Why: what the composer offers while you type: commands after “/”, people after “@”.
import { fill, h, unique } from "./dom.js";
import { portrait } from "./people.js";
import { conversation, isMember, person, store } from "./store.js";

/** Commands and people that fit what stands before the caret: { from, options: [{ insert, node }], note }. */
export function offers(text, caret, { as, place }) {
  const before = text.slice(0, caret);
  const command = /^\/([\w-]*)$/.exec(before);
  if (command) return commands(command[1].toLowerCase(), as);
  const name = /(^|[\s(])@([\w.-]*)$/.exec(before);
  return name ? people(before.length - name[2].length - 1, name[2].toLowerCase(), place) : null;
}

function commands(start, as) {
  const outside = person(as)?.external;
  const found = store.setup.commands.filter((one) => one.command.slice(1).startsWith(start));
  const options = found.map((one) => {
    const typed = outside
      ? `@Upbeat ${one.command === "/upbeat" ? "help" : one.command.slice(1)} `
      : `${one.command} `;
    return {
      insert: typed,
      node: [
        h("b", {}, outside ? typed.trim() : one.command),
        " ",
        h("span", { class: "soft" }, one.usage_hint ?? one.usage ?? ""),
        h("span", { class: "option-words" }, one.description ?? ""),
      ],
    };
  });
  return {
    from: 0,
    options,
    note: outside
      ? "Slash commands belong to the workspace that has Upbeat. Start with @Upbeat and everything works the same."
      : null,
  };
}

function people(from, start, place) {
  const where = conversation(place);
  const here = store.people.filter((one) => !where || isMember(where, one.name));
  const all = [{ name: "upbeat", full: "Upbeat", organisation: "the meetings bot" }, ...here];
  const fits = (one) =>
    one.name.toLowerCase().startsWith(start) ||
    one.full
      .toLowerCase()
      .split(" ")
      .some((word) => word.startsWith(start));
  const options = all.filter(fits).map((one) => ({
    insert: `@${one.name === "upbeat" ? "Upbeat" : one.name} `,
    node: [
      portrait(one.name, "tiny"),
      h("b", {}, one.full),
      " ",
      h("span", { class: "soft" }, one.name === "upbeat" ? "" : `@${one.name} · `, one.organisation),
    ],
  }));
  return options.length ? { from, options } : null;
}

/** The hint for a command that has been chosen: what may follow it. */
export function hint(text) {
  const found = /^(\/[\w-]+)\s/.exec(text);
  const command = found && store.setup.commands.find((one) => one.command === found[1].toLowerCase());
  return command ? `${command.command} ${command.usage_hint ?? ""}` : "";
}

/** The list above the composer, as a listbox that the text box owns. */
export function suggestionList(box, choose) {
  const id = unique("offers");
  const node = h("div", { class: "offers", hidden: true });
  let found = null;
  let at = 0;
  const list = h("ul", { class: "offers-list", role: "listbox", id, "aria-label": "Suggestions" });

  function draw() {
    const open = Boolean(found?.options.length || found?.note);
    node.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    fill(
      list,
      found.options.map((option, index) =>
        h(
          "li",
          {
            role: "option",
            id: `${id}-${index}`,
            class: "offer",
            "aria-selected": String(index === at),
            onmousedown: (event) => {
              event.preventDefault();
              take(index);
            },
          },
          option.node,
        ),
      ),
    );
    fill(node, found.note ? h("p", { class: "offers-note soft" }, found.note) : null, list);
    if (found.options.length) box.setAttribute("aria-activedescendant", `${id}-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }
  function take(index) {
    const option = found?.options[index];
    if (!option) return false;
    choose(found.from, option.insert);
    show(null);
    return true;
  }
  /** True when what is offered stands there already: then Enter sends it. */
  const whole = () => box.value.slice(found.from, box.selectionStart) === found.options[at].insert.trim();
  function show(next) {
    found = next;
    at = 0;
    draw();
  }
  function key(event) {
    if (!found?.options.length) return false;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      at = (at + moves[event.key] + found.options.length) % found.options.length;
      draw();
      return true;
    }
    if (event.key === "Enter" && whole()) return false;
    if (event.key === "Enter" || event.key === "Tab") return take(at);
    if (event.key === "Escape") {
      show(null);
      return true;
    }
    return false;
  }
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": id,
    "aria-expanded": "false",
  }))
    box.setAttribute(name, value);
  fill(node, list);
  return { node, show, key };
}
