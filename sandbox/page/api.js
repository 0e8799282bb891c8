// Why: the one place that talks to the sandbox, so that a refusal reads the same wherever it is met.

/** The sandbox said no: `code` for programs, `message` for people, `status` of the answer. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.message || "The sandbox did not answer as expected. Please try once more.");
    this.status = status;
    this.code = body?.error ?? "unreachable";
  }
}

async function call(method, path, body, more = {}) {
  let answer;
  try {
    answer = await fetch(
      path,
      body === undefined
        ? { method }
        : {
            method,
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(body),
            ...more,
          },
    );
  } catch {
    throw new Refused(0, {
      error: "unreachable",
      message: "The sandbox is not answering. It may have been stopped: start it again with “make sandbox”.",
    });
  }
  const content = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(answer.status, content);
  return content;
}

const query = (values) =>
  new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined)).toString();
const get = (path, values = {}) => call("GET", `/sandbox/${path}?${query(values)}`);
const post = (path, body) => call("POST", `/sandbox/${path}`, body);

export const api = {
  state: () => get("state"),
  setup: () => get("setup"),
  messages: (as, conversation) =>
    conversation === "dm" ? get("dm", { as }) : get("messages", { as, conversation }),
  home: (as) => get("home", { as, page: 1 }),
  homeOpened: (as) => post("home-opened", { as }),
  form: (as) => get("form", { as }),
  canvas: (as, id) => get("canvas", { as, id }),
  say: (as, conversation, text, thread_ts, files) => post("say", { as, conversation, text, thread_ts, files }),
  edit: (as, conversation, ts, text) => post("edit", { as, conversation, ts, text }),
  remove: (as, conversation, ts) => post("delete", { as, conversation, ts }),
  press: (body) => post("press", body),
  choose: (body) => post("choose", body),
  submit: (as, values) => post("submit", { as, values }),
  closeForm: (as) => call("POST", "/sandbox/close-form", { as }, { keepalive: true }), // even if the page goes
  shortcut: (body) => post("shortcut", body),
  react: (body) => post("react", body),
  join: (as, conversation, by) => post("join", { as, conversation, by }),
  leave: (as, conversation) => post("leave", { as, conversation }),
  clock: (body) => post("clock", body),
  fault: (body) => post("fault", body),
  bot: (what) => post("bot", { do: what }),
  calls: () => get("calls"),
  gallery: () => get("gallery"),
  mail: () => get("mail"),
};
