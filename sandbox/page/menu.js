// Why: a short list to choose from, reached with the arrow keys and closed with Escape, the same wherever there is one.
import { dialog } from "./dialog.js";
import { h, roving } from "./dom.js";

/** Opens a menu: `items` are { label, note, pick }; what is picked is done once the menu is closed. */
export function menu(title, items) {
  const list = h("div", { class: "menu", role: "menu", "aria-label": title }, items.map(item));
  roving(list, ".menu-item");
  const box = dialog({ title, body: list, kind: "small", first: list.firstChild });
  function item({ label, note, pick }) {
    const choose = () => {
      box.shut("picked");
      pick();
    };
    return h(
      "button",
      { class: "menu-item", role: "menuitem", type: "button", onclick: choose },
      label,
      note ? h("small", { class: "soft" }, note) : null,
    );
  }
}
