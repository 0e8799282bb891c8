// Why: puts the page together and keeps it in step with the address and the sandbox.
import { api } from "./api.js";
import { botDo, drawBehind } from "./behind.js";
import { clockBar } from "./clock.js";
import { fill, h, narrow, pause } from "./dom.js";
import { close as closeForm, lookForForm } from "./forms.js";
import { galleryView } from "./gallery.js";
import { homeView } from "./home.js";
import { icon } from "./icons.js";
import { follow, loadAll } from "./live.js";
import { mailboxView } from "./mailbox.js";
import { openMembers } from "./members.js";
import { announce, banner } from "./notice.js";
import { fullName, openChooser, portrait } from "./people.js";
import { address, changed, go, read } from "./route.js";
import { drawSide, startSide, tabbable } from "./side.js";
import {
  conversation,
  isTop,
  loadWorld,
  person,
  placesOf,
  remember,
  remembered,
  store,
  watch,
} from "./store.js";
import { talkView } from "./talk.js";
import { drawThread } from "./thread.js";
import { openTour, startTour } from "./tour.js";
import { useZone } from "./when.js";

let view = null; // what fills the middle: { key, node, draw, … }
let me = null;
let over = { kind: "", box: null }; // the dialog that the address has opened

async function start() {
  await ready();
  worldSeen = worldNow();
  drawTop();
  startSide();
  addEventListener("hashchange", show);
  document.getElementById("skip").addEventListener("click", skip);
  watch("rows", (change) => {
    if (change.as === me) {
      redraw();
      hear(change);
    }
  });
  watch("world", renew);
  watch("read", () => me && drawSide(me, view?.place));
  watch("home", () => view?.place === "home" && view.draw());
  watch("form", () => me && lookForForm(me, view?.place ?? "dm"));
  watch("mail", () => view?.key === "mail" && view.draw());
  watch("bot", drawBanner);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && redraw());
  await show();
  startTour(() => view);
}

/** The skip link: to the middle of the page, without changing the address. */
function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

/** Waits until the sandbox is ready, telling why it is not. */
async function ready() {
  for (let tries = 0; ; tries += 1) {
    try {
      const [, setup] = await Promise.all([loadWorld(), api.setup().catch(() => ({}))]);
      store.setup = { ...store.setup, ...setup };
      store.setup.tour ??= [];
      useZone(setup.zone);
      return;
    } catch (error) {
      fill(
        document.getElementById("main"),
        h(
          "div",
          { class: "welcome" },
          h("img", { src: "/page/logo.svg", alt: "", width: 56, height: 56, class: "breathing" }),
          h("h2", {}, error.status === 503 ? "Just a moment" : "The sandbox is not answering"),
          h("p", {}, error.message),
        ),
      );
      await pause(Math.min(3000, 300 + tries * 200));
    }
  }
}

function drawTop() {
  const link = (href, sign, words, test) =>
    h("a", { class: "top-link", href, "data-test": test }, icon(sign), h("span", {}, words));
  fill(
    document.getElementById("top"),
    h(
      "a",
      { class: "brand", href: "#/", "aria-label": "Upbeat sandbox: to the conversations" },
      h("img", { src: "/page/logo.svg", alt: "", width: 30, height: 30 }),
      h("span", { class: "brand-words" }, h("b", {}, "Upbeat"), h("span", {}, "sandbox")),
    ),
    clockBar(() => me),
    h(
      "div",
      { class: "top-links" },
      h(
        "button",
        { class: "top-link", type: "button", onclick: openTour, "data-test": "tour" },
        icon("signpost"),
        h("span", {}, "Tour"),
      ),
      link(address({ page: "gallery" }), "cards", "Gallery", "gallery"),
      link(address({ page: "mail" }), "letter", "Mailbox", "mail"),
      h(
        "a",
        {
          class: "top-link",
          href: "#",
          "data-test": "behind",
          "aria-label": "Backstage: behind the scenes",
          onclick: (event) => {
            event.preventDefault();
            go({ over: read().over === "behind" ? "" : "behind" });
          },
        },
        icon("tools"),
        h("span", {}, "Backstage"),
      ),
      h("a", { class: "top-you", href: "#", id: "top-you" }),
    ),
  );
}

/** Brings the page to what the address says. */
async function show() {
  const route = read();
  drawBehind(route.over === "behind");
  if (route.page === "gallery") return showBeside(route, galleryView, "Every card");
  if (route.page === "mail") return showBeside(route, mailboxView, "Mailbox");
  const as = person(route.as) ? person(route.as).name : remembered("upbeat.me", null);
  const name = person(as) ? as : store.people[0].name;
  if (!route.as || !person(route.as))
    return replace(address({ as: name, place: narrow() ? undefined : firstPlace(name) }));
  if (!route.place && !narrow())
    return replace(address({ as: name, place: firstPlace(name), over: route.over }));
  if (name !== me) become(name);
  showPlace(name, route);
  await layOver(route, name);
  return null;
}

/** Opens the dialog that the address asks for, and closes the one it no longer asks for. */
async function layOver(route, name) {
  const wanted =
    route.over === "people" || (route.over === "members" && conversation(route.place)) ? route.over : "";
  if (over.kind === wanted) return;
  over.box?.shut("gone");
  over = { kind: wanted, box: null };
  if (!wanted) return;
  const box =
    wanted === "people" ? await openChooser(name, route.place) : openMembers(name, conversation(route.place));
  if (over.kind === wanted) over.box = box;
  else box.shut("gone");
}

function replace(target) {
  history.replaceState(null, "", target);
  return show();
}

const firstPlace = (name) => placesOf(name)[0]?.name ?? "dm";

function become(name) {
  closeForm();
  me = name;
  remember("upbeat.me", name);
  follow(name);
  loadAll(name);
  lookForForm(name, "dm");
  announce(`You are ${fullName(name)}.`);
}

function showPlace(as, route) {
  const where = route.place ?? "";
  document.body.dataset.page = route.place ? "place" : "list";
  document.body.dataset.thread = route.kind === "thread" ? "open" : "";
  const key = `${as}/${where}`;
  if (view?.key !== key) build(key, as, where);
  drawSide(as, where);
  drawYou(as);
  tabbable();
  view.draw();
  drawThread(as, where, route.kind === "thread" ? route.ts : undefined);
  if (route.kind === "message") pointAt(route.ts);
  document.title = `${where === "dm" ? "Messages from Upbeat" : where === "home" ? "Home" : where} · ${fullName(as)} · Upbeat sandbox`;
}

/** Who you are, small, for a phone where the side is out of sight. */
function drawYou(as) {
  const link = document.getElementById("top-you");
  link.href = changed({ over: "people" });
  link.setAttribute("aria-label", `You are ${fullName(as)}. Choose another person`);
  fill(link, portrait(as, "small"));
}

function build(key, as, where) {
  const make =
    where === "home"
      ? homeView(as)
      : where
        ? talkView(as, where)
        : { node: h("div", { class: "talk" }), draw() {}, show: () => false, renew: () => true };
  view = { ...make, key, place: where };
  fill(document.getElementById("main"), view.node);
  document.getElementById("skip").textContent =
    where === "home" ? "Skip to Home" : "Skip to the conversation";
}

async function pointAt(ts) {
  for (let tries = 0; tries < 40 && !view.show(ts); tries += 1) await pause(50);
}

/** A page that is nobody's own: the gallery, the mailbox. */
function showBeside(route, make, title) {
  document.body.dataset.page = "gallery";
  document.title = `${title} · Upbeat sandbox`;
  drawThread();
  if (!me) follow(store.people[0].name);
  if (view?.key !== route.page) {
    view = { ...make(route.find), key: route.page, place: "" };
    fill(document.getElementById("main"), view.node);
  } else view.find(route.find);
  fill(document.getElementById("side"));
  return null;
}

const beside = () => view?.key === "gallery" || view?.key === "mail";

function redraw() {
  if (!me || beside()) return;
  const route = read();
  view?.draw();
  if (route.kind === "thread") drawThread(me, route.place, route.ts);
  drawSide(me, view?.place);
  tabbable();
}

/** Members came or went: the head is drawn anew, what is typed and the focus stay. */
let worldSeen = "";
const worldNow = () => JSON.stringify([store.people, store.conversations]);
function renew() {
  const before = worldSeen;
  worldSeen = worldNow();
  if (worldSeen === before || !me || beside()) return;
  if (!view?.renew()) view.key = "";
  show();
}

/** Tells those who listen what others have just written where they are, and privately. */
function hear({ place, before, after }) {
  if (!before || (place !== view?.place && place !== "dm")) return;
  const known = new Set(before.map((row) => row.ts));
  for (const row of after.filter((one) => !known.has(one.ts) && one.from !== me).slice(-4)) {
    const where = place === view?.place ? (isTop(row) ? "" : ", in a thread") : ", privately";
    announce(`${fullName(row.from)}${where}: ${String(row.text).slice(0, 240)}`);
  }
}

function drawBanner() {
  if (!store.online)
    return banner("The sandbox has gone quiet. This page comes back by itself when it does.");
  if (store.botUp) return banner(null);
  return banner(
    "Upbeat is not running. What you type is kept by Slack, and Upbeat answers when it is back.",
    h("button", { class: "button", type: "button", onclick: () => botDo("start") }, "Start Upbeat"),
  );
}

start();
