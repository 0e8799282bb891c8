// Why: every state of the page has an address, so that a link or a picture can be had again.
//   #/as/mina/steering             a conversation        #/as/mina/steering/thread/171…   a thread
//   #/as/mina/steering/message/1…  one message           #/as/mina/dm, …/home             Upbeat
//   #/as/mina                      the list (phone)      #/gallery, #/gallery/agenda      the cards
//   #/mail, #/mail/3              the mailbox
//   ?people, ?members, ?behind     what lies over it

/** The address bar as a plain object: page, as, place, kind ("thread" or "message"), ts, find, over. */
export function read(hash = location.hash) {
  const [path, asked = ""] = hash.replace(/^#\/?/, "").split("?");
  const [page, ...rest] = path.split("/").map(plain);
  const over = new URLSearchParams(asked);
  if (page === "gallery" || page === "mail")
    return { page, find: rest.join("/"), over: over.has("behind") ? "behind" : "" };
  const [as, place, kind, ts] = page === "as" ? rest : [];
  return {
    page: "talk",
    as,
    place,
    kind: ts ? kind : undefined,
    ts,
    over: ["people", "members", "behind"].find((name) => over.has(name)) ?? "",
  };
}

function plain(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a state, for links and for `go`. */
export function address({ page = "talk", as, place, kind, ts, find, over }) {
  const parts =
    page === "gallery" || page === "mail"
      ? [page, ...(find ? find.split("/") : [])]
      : ["as", as, place, ...(ts ? [kind, ts] : [])];
  return `#/${parts.filter(Boolean).map(encodeURIComponent).join("/")}${over ? `?${over}` : ""}`;
}

/** Changes some parts of the present address. */
export const changed = (parts) => address({ ...read(), ...parts });

export function go(parts) {
  const next = typeof parts === "string" ? parts : changed(parts);
  if (location.hash === next) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = next;
}
