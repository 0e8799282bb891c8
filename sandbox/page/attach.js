// Why: files that go along with a message: chosen beside the composer, named below it, taken away again.
import { h } from "./dom.js";
import { icon } from "./icons.js";

const MOST = 500_000;

/** { controls, list, files, clear } for a composer; `changed(problem)` is called whenever the files are others. */
export function attaching(changed) {
  const files = [];
  const list = h("ul", { class: "composer-files", role: "list", hidden: true });
  const input = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files", onchange: add });
  const button = h(
    "button",
    {
      class: "send plain",
      type: "button",
      "aria-label": "Attach a file",
      title: "Attach a file",
      onclick: () => input.click(),
    },
    icon("file"),
  );

  async function add() {
    const chosen = [...input.files];
    input.value = "";
    const fitting = chosen.filter((file) => file.size <= MOST);
    for (const file of fitting) files.push({ name: file.name, text: await file.text() });
    draw(fitting.length < chosen.length ? "A file here holds 500 kB at most." : "");
  }
  function take(file) {
    files.splice(files.indexOf(file), 1);
    draw("");
    button.focus();
  }
  function draw(problem) {
    list.replaceChildren(...files.map(row));
    list.hidden = !files.length;
    changed(problem);
  }
  function row(file) {
    const label = `Take ${file.name} away`;
    const props = { class: "send plain", type: "button", "aria-label": label, title: label };
    return h("li", {}, file.name, h("button", { ...props, onclick: () => take(file) }, icon("close")));
  }
  /** The files, which are then no longer here. */
  function clear() {
    const taken = files.splice(0);
    draw("");
    return taken;
  }
  return { controls: [button, input], list, files, clear };
}
