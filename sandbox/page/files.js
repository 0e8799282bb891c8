// Why: the files of a message: pictures are shown, everything else is a link to take it home.
import { h, ownPicture } from "./dom.js";
import { icon } from "./icons.js";

/** Draws the files of a row of /sandbox/messages, or nothing. */
export function files(list) {
  if (!list?.length) return null;
  return h(
    "ul",
    { class: "files", role: "list" },
    list.map((file) => h("li", {}, isPicture(file) ? picture(file) : link(file))),
  );
}

const isPicture = (file) => file.mimetype?.startsWith("image/") && ownPicture(file.url);
const picture = (file) =>
  h("img", { class: "picture", src: file.url, alt: file.alt_txt || file.title, loading: "lazy" });

function link(file) {
  const about = [file.name, size(file.size)].filter(Boolean).join(" · ");
  return h(
    "a",
    { class: "file", href: file.url, download: file.name },
    icon("file"),
    h(
      "span",
      { class: "who" },
      h("b", {}, h("span", { class: "unseen" }, "Download "), file.title || file.name),
      h("span", { class: "soft" }, about),
    ),
    icon("download"),
  );
}

/** "812 bytes", "1.4 kB", "2.0 MB". */
function size(bytes) {
  if (!bytes) return "";
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
