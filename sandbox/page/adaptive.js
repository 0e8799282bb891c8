// Why: a card as Teams draws it, by Microsoft's own renderer where it is installed, else as the JSON that it is.
import { add, fill, h } from "./dom.js";
import { store } from "./store.js";

let loading = null;

/** A card or a dialog for Teams as a picture; `idle` is called when something in it is pressed. */
export function adaptivePicture(drawn, idle) {
  if (!store.setup.renderer?.length) return asJson(drawn.card);
  const room = h("div", { class: "adaptive" });
  whenSeen(room, () => draw(room, drawn, idle));
  if (drawn.title === undefined) return h("div", { class: "card" }, room);
  const head = h("header", { class: "dialog-head" }, h("h4", {}, drawn.title));
  return h("div", { class: "form-picture" }, head, h("div", { class: "dialog-body form" }, room));
}

function asJson(card) {
  const note =
    "This is what Teams is given. With npm on this machine, `make renderer` lets Microsoft’s own renderer draw it.";
  const code = h("pre", { class: "code card-json", tabindex: "0" }, JSON.stringify(card, null, 2));
  return h("details", { class: "not-yet" }, h("summary", {}, "The card as JSON"), h("p", {}, note), code);
}

async function draw(room, drawn, idle) {
  try {
    await (loading ??= load());
    fill(room, rendered(drawn.card, idle));
  } catch (error) {
    add(fill(room, h("p", { class: "problem" }, `The card could not be drawn: ${error.message}`)), [
      asJson(drawn.card),
    ]);
  }
}

function rendered(content, idle) {
  const { AdaptiveCard, HostConfig } = globalThis.AdaptiveCards;
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(HOST);
  card.onExecuteAction = idle;
  card.parse(content);
  return card.render();
}

/** Loads the scripts one after the other, once. */
async function load() {
  for (const name of store.setup.renderer) await script(`/renderer/${name}`);
  const words = globalThis.markdownit({ html: false });
  globalThis.AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = words.render(text);
    result.didProcess = true;
  };
}

const script = (src) =>
  new Promise((done, failed) => {
    const node = h("script", { src, onload: done, onerror: () => failed(new Error(`${src} did not come`)) });
    document.head.append(node);
  });

const waiting = new Map();
const watcher = new IntersectionObserver(
  (seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      waiting.get(target)?.();
      waiting.delete(target);
    }
  },
  { rootMargin: "600px", scrollMargin: "600px" },
);

/** There are hundreds of cards, so each is drawn when it comes near. */
function whenSeen(node, then) {
  waiting.set(node, then);
  watcher.observe(node);
}

const colour = (words, subtle = words) => ({ default: words, subtle });
const COLOURS = {
  default: colour("var(--ink)", "var(--soft)"),
  attention: colour("var(--danger)"),
  accent: colour("var(--link)"),
  good: colour("var(--link)"),
  warning: colour("var(--mark-ink)"),
};

/** What Teams tells the renderer about itself, as far as it can be seen from outside, in the colours of this page. */
const HOST = {
  fontFamily: "inherit",
  fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
  lineHeights: { small: 17, default: 20, medium: 22, large: 28, extraLarge: 32 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  spacing: { small: 4, default: 10, medium: 16, large: 24, extraLarge: 32, padding: 0 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  supportsInteractivity: true,
  containerStyles: { default: { backgroundColor: "transparent", foregroundColors: COLOURS } },
  imageSizes: { small: 40, medium: 80, large: 160 },
  actions: {
    maxActions: 6,
    spacing: "default",
    buttonSpacing: 8,
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    showCard: { actionMode: "inline" },
  },
  inputs: {
    label: {
      inputSpacing: "small",
      requiredInputs: { weight: "Bolder", suffix: " *", suffixColor: "attention" },
      optionalInputs: { weight: "Bolder" },
    },
    errorMessage: { color: "attention", spacing: "Small" },
  },
  textStyles: { heading: { size: "medium", weight: "bolder" } },
};
