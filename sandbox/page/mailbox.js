// Why: letters that Upbeat has sent by mail, as those who get them read them, whoever they are for.
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { address } from "./route.js";
import { clock } from "./when.js";

/** The mailbox: { node, draw(), show(), find(id) }; the address holds which letter is open. */
export function mailboxView(wanted) {
  const count = h("p", { class: "soft", role: "status" });
  const list = h("ul", { class: "mail-list", role: "list" });
  const paper = h("div", { class: "mail-paper", tabindex: 0, role: "region", "aria-label": "The letter" });
  const node = h(
    "div",
    { class: "gallery mailbox" },
    head(count, (shows) => {
      pictures = shows;
      shown = "";
      update();
    }),
    h("div", { class: "mail-both" }, h("nav", { class: "mail-side", "aria-label": "Letters" }, list), paper),
  );
  let letters = [];
  let open = wanted;
  let shown = "";
  let pictures = true;

  async function draw() {
    const mail = await api.mail().catch(() => null);
    if (!mail) return;
    letters = [...mail.mail].reverse();
    count.textContent =
      letters.length === 1 ? "1 letter, whoever it is for" : `${letters.length} letters, whoever they are for`;
    update();
  }
  function update() {
    const here = letters.find((one) => String(one.id) === open) ?? letters[0];
    fill(
      list,
      letters.map((one) => h("li", {}, entry(one, one === here))),
    );
    const now = here ? String(here.id) : "none";
    if (now !== shown) fill(paper, here ? letter(here, pictures) : nothing());
    shown = now;
  }
  draw();
  return {
    node,
    draw,
    show: () => false,
    find(id) {
      open = id;
      update();
    },
  };
}

function head(count, show) {
  const box = h("input", { type: "checkbox", checked: true, onchange: (event) => show(event.target.checked) });
  const back = { class: "icon-button back always", href: "#/", "aria-label": "Back to the conversations" };
  return h(
    "header",
    { class: "head gallery-head" },
    h("a", back, icon("back")),
    h("div", { class: "head-words" }, h("h1", {}, icon("letter"), "Mailbox"), count),
    h("label", { class: "mail-pictures" }, box, "Show pictures"),
  );
}

function entry(one, here) {
  return h(
    "a",
    {
      class: "mail-entry",
      href: address({ page: "mail", find: String(one.id) }),
      "aria-current": here ? "true" : null,
    },
    h("b", {}, one.subject),
    h("span", { class: "soft" }, `To ${one.to}`),
    h("span", { class: "soft" }, clock(new Date(one.at))),
  );
}

/** The letter as a mail program shows it: nothing in it can run, and its links open beside this page. */
function letter(one, pictures) {
  const frame = h("iframe", {
    class: "mail-frame",
    title: `The letter “${one.subject}”`,
    sandbox: "allow-popups allow-popups-to-escape-sandbox allow-same-origin",
    srcdoc: drawn(one, pictures).replace("<head>", '<head><base target="_blank">'),
  });
  frame.addEventListener("load", () => {
    frame.style.height = `${frame.contentDocument.documentElement.scrollHeight + 4}px`;
  });
  const row = (label, words) => [h("dt", {}, label), h("dd", {}, words)];
  return [
    h(
      "dl",
      { class: "mail-head" },
      row("From", one.from),
      row("To", one.headers.To ?? one.to),
      row("Subject", one.subject),
      one.headers["Reply-To"] ? row("Answers to", one.headers["Reply-To"]) : null,
      one.files.length ? row("Files", one.files.map((name) => file(one, name))) : null,
    ),
    frame,
    h("details", {}, h("summary", {}, "As plain text"), h("pre", { class: "mail-text" }, one.text)),
    h(
      "details",
      {},
      h("summary", {}, "All its headers"),
      h("pre", { class: "mail-text" }, headers(one)),
    ),
  ];
}

/** Its HTML with the pictures that came along, or without any, as many mail programs show it at first. */
function drawn(one, pictures) {
  return Object.entries(one.pictures ?? {}).reduce(
    (html, [id, name]) => html.replaceAll(`src="cid:${id}"`, pictures ? `src="${along(one, name)}"` : ""),
    one.html,
  );
}

const along = (one, name) => `/sandbox/mail/${one.id}/${encodeURIComponent(name)}`;

const file = (one, name) => h("a", { class: "mail-file", href: along(one, name), download: name }, name);

const headers = (one) =>
  Object.entries(one.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");

function nothing() {
  const words = "Letters go to circulation lists. Everything that Upbeat sends by mail in the sandbox arrives here.";
  return h("div", { class: "welcome" }, h("h2", {}, "No letters yet"), h("p", {}, words));
}
