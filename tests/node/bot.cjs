// Why: a bot on Slack's own library for Node, which nobody here wrote, so that the sandbox is Slack for more than our bot.
// It is told everything in its environment, says {"ready": true, "port": …} on a line of its own, and ends with its stdin.
"use strict";
const { App, LogLevel } = require("@slack/bolt");

const {
  BOT_TOKEN: token,
  APP_TOKEN: appToken,
  SIGNING_SECRET: signingSecret,
  API_URL: slackApiUrl,
} = process.env;
const way = appToken ? { socketMode: true, appToken } : { signingSecret };
const app = new App({ token, ...way, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR });

const plain = (text) => ({ type: "plain_text", text });
const section = (text) => ({ type: "section", text: { type: "mrkdwn", text } });
const button = (words, action_id, value) => ({ type: "button", text: plain(words), action_id, value });
const actions = (...elements) => ({ type: "actions", elements });
const input = (block_id, label) => ({
  type: "input",
  block_id,
  label: plain(label),
  element: { type: "plain_text_input", action_id: block_id },
});

const items = [{ title: "Welcome", minutes: 5 }];
const taken = [];

function agenda() {
  const lines = items.map(({ title, minutes }, at) => `${at + 1}. *${title}* (${minutes} minutes)`);
  const foot = actions(button("Add an item", "agenda.add", "next"));
  return {
    text: "Agenda",
    blocks: [{ type: "header", text: plain("Agenda") }, section(lines.join("\n")), foot],
  };
}

function receipt(words, done) {
  const foot = done ? [] : [actions(button("Done", "action.done", words))];
  const text = `${done ? "Done" : "Taken down"}: ${words}`;
  return { text, blocks: [section(text), ...foot] };
}

const form = (channel) => ({
  type: "modal",
  callback_id: "agenda.form",
  private_metadata: channel,
  title: plain("Add an item"),
  submit: plain("Add"),
  close: plain("Cancel"),
  blocks: [input("title", "What is it about?"), input("minutes", "How many minutes?")],
});

/** A line that comes twice has its mark already. */
function unlessThere(error) {
  if (error.data?.error !== "already_reacted") throw error;
}

app.command("/agenda", ({ ack }) => ack(agenda()));

app.message(/^ACTION: (.+)$/, async ({ message, context, client, say }) => {
  const words = context.matches[1];
  taken.push(words);
  await say({ thread_ts: message.ts, ...receipt(words, false) });
  await client.reactions
    .add({ channel: message.channel, timestamp: message.ts, name: "eyes" })
    .catch(unlessThere);
});

app.action("action.done", async ({ ack, action, body, client }) => {
  await ack();
  await client.chat.update({ channel: body.channel.id, ts: body.message.ts, ...receipt(action.value, true) });
});

app.action("agenda.add", async ({ ack, body, client }) => {
  await client.views.open({ trigger_id: body.trigger_id, view: form(body.channel.id) });
  await ack();
});

app.view("agenda.form", async ({ ack, view, client, body }) => {
  const { title, minutes } = view.state.values;
  if (!/^\d+$/.test(minutes.minutes.value)) {
    await ack({
      response_action: "errors",
      errors: { minutes: "Write the minutes as a number, such as 10." },
    });
    return;
  }
  items.push({ title: title.title.value, minutes: Number(minutes.minutes.value) });
  await ack();
  const text = `<@${body.user.id}> put on the agenda: ${title.title.value}`;
  await client.chat.postMessage({ channel: view.private_metadata, text });
});

app.event("app_mention", ({ event, say }) =>
  say({ thread_ts: event.ts, text: `You called me, <@${event.user}>.` }),
);

app.event("app_home_opened", async ({ event, client }) => {
  const blocks = [{ type: "header", text: plain("Your actions") }, ...taken.map(section)];
  await client.views.publish({ user_id: event.user, view: { type: "home", blocks } });
});

app.shortcut("action.from_message", async ({ ack, shortcut, client }) => {
  await ack();
  taken.push(shortcut.message.text);
  const words = receipt(shortcut.message.text, false);
  await client.chat.postMessage({ channel: shortcut.channel.id, thread_ts: shortcut.message.ts, ...words });
});

async function start() {
  const server = await app.start(appToken ? undefined : { port: 0, host: "127.0.0.1" });
  const port = appToken ? null : server.address().port;
  process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`);
}

process.stdin.resume().on("end", () => process.exit(0));
start();
