// Why: the bookmarks at the top of a conversation, as Slack shows them; a link to a message stays within the page.
import { emoji, known } from "./emoji.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { address } from "./route.js";
import { conversation } from "./store.js";

/** A line of links, or nothing: `list` as a row of `conversations` in /sandbox/state tells it. */
export function bookmarks(list, as) {
  if (!list?.length) return null;
  return h(
    "nav",
    { class: "bookmarks", "aria-label": "Bookmarks" },
    h(
      "ul",
      { role: "list" },
      list.map((one) => h("li", {}, link(one, as))),
    ),
  );
}

function link(one, as) {
  const name = (one.emoji ?? "").replaceAll(":", "");
  const inside = messageAt(one.link, as);
  const away = inside ? {} : { target: "_blank", rel: "noopener noreferrer" };
  return h(
    "a",
    {
      class: "bookmark",
      href: inside ?? one.link,
      title: one.title,
      "data-test": `bookmark ${one.title}`,
      ...away,
    },
    known(name) ? emoji(name) : icon("link"),
    h("span", {}, one.title),
  );
}

/** The page's own address of a message that a permalink of this sandbox names, else null. */
function messageAt(link, as) {
  const found = new RegExp(`^${location.origin}/archives/(\\w+)/p(\\d+)(\\d{6})$`).exec(link);
  const place = found && conversation(found[1]);
  return place ? address({ as, place: place.name, kind: "message", ts: `${found[2]}.${found[3]}` }) : null;
}
