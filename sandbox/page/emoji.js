// Why: an emoji by its name, drawn by us where it often matters, so that it looks alike on every machine.
import { drawing } from "./icons.js";
import { h } from "./dom.js";

const GREEN = "#2f8f6b",
  GOLD = "#eda93b",
  ROSE = "#d2553f",
  BLUE = "#3b7fa6",
  CREAM = "#fff7e6",
  INK = "#4a3a20";
const ROUND = "M9 1.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15";

const DRAWN = {
  white_check_mark: [
    [
      "M4 1.500h10a2.500 2.500 0 0 1 2.500 2.500v10a2.500 2.500 0 0 1-2.500 2.500H4A2.500 2.500 0 0 1 1.500 14V4A2.500 2.500 0 0 1 4 1.500",
      GREEN,
    ],
    ["M5 9.300 8 12.300 13.200 6", null, CREAM],
  ],
  envelope: [
    ["M3 3.500h12a1.500 1.500 0 0 1 1.500 1.500v8a1.500 1.500 0 0 1-1.500 1.500H3A1.500 1.500 0 0 1 1.500 13V5A1.500 1.500 0 0 1 3 3.500", BLUE],
    ["M3.500 6 9 10.200 14.500 6", null, CREAM],
  ],
  heavy_check_mark: [["M3.500 9.500 7.500 13.500 14.500 4.500", null, GREEN]],
  "+1": [
    ["M2 8h3v7.500H2z", BLUE],
    [
      "M6 8l3-6c1.800 0 2.300 1.500 1.600 3L10 7h4.500c1.200 0 1.800 1 1.500 2l-1.300 5c-.3 1-1 1.500-2 1.500H6z",
      GOLD,
    ],
  ],
  heart: [
    [
      "M9 16C3 11.500 1.500 9 1.500 6.200 1.500 2.500 6.500 1 9 4.800 11.500 1 16.500 2.500 16.500 6.200 16.500 9 15 11.500 9 16",
      ROSE,
    ],
  ],
  eyes: [
    [
      "M4.700 3.500C2.200 3.500 1 6 1 9s1.200 5.500 3.700 5.500S8.400 12 8.400 9 7.200 3.500 4.700 3.500M13.300 3.500c-2.500 0-3.700 2.500-3.700 5.500s1.200 5.500 3.700 5.500S17 12 17 9s-1.200-5.500-3.700-5.500",
      CREAM,
      INK,
    ],
    ["M6 8.500v1.500M14.600 8.500v1.500", null, INK],
  ],
  tada: [
    ["M2 16 5.500 6 12 12.500z", GOLD],
    ["M8 5c.5-2 2-2.500 1.500-4M12 8c2-1.500 3-.5 4.500-2M11 5.500 13.500 2.500", null, ROSE],
    ["M15.500 11h.01M6 2h.01M15.500 1.500h.01", null, BLUE],
  ],
  bulb: [
    ["M9 1.500a5.300 5.300 0 0 0-3 9.500V13h6v-2a5.300 5.300 0 0 0-3-9.500", GOLD],
    ["M7 15.500h4", null, INK],
  ],
  question: [
    [ROUND, BLUE],
    ["M7 7c0-2.700 4.200-2.700 4.200 0C11.200 8.700 9 8.500 9 10.500M9 13h.01", null, CREAM],
  ],
  writing_hand: [
    ["M12.800 1.800 16.200 5.200 7.500 13.900 3.500 15 4.100 10.500z", GOLD],
    ["M11 3.600 14.400 7M4.100 10.500 7.500 13.900M3 16.500h11", null, INK],
  ],
  memo: [
    ["M3.500 1.500h8.500v15h-8.500z", CREAM, INK],
    ["M5.500 5h4.500M5.500 8h4.500M5.500 11h2", null, INK],
    ["M16.500 5.500 11 13l-.5 2 2-1L18 6.500", GOLD],
  ],
  calendar: [
    ["M2 3.500h14v12.500H2z", CREAM, INK],
    ["M2 3.500h14v3.500H2z", ROSE],
    ["M5.500 10h.01M9 10h.01M12.500 10h.01M5.500 13h.01M9 13h.01", null, INK],
  ],
  hourglass: [
    [
      "M4.500 1.500h9M4.500 16.500h9M5.500 2c0 4 3.500 5 3.500 7s-3.500 3-3.500 7h7c0-4-3.500-5-3.500-7s3.500-3 3.500-7z",
      CREAM,
      INK,
    ],
  ],
  warning: [
    ["M9 2 16.500 15.500h-15z", GOLD, INK],
    ["M9 7v4M9 13.200h.01", null, INK],
  ],
  raised_hand: [
    ["M5 9V4.500M7.700 8V2.500M10.300 8V2.500M13 9V4.500", null, GOLD],
    ["M4.200 8h9.600v3a4.800 4.800 0 0 1-9.600 0zM13 11l3-3", GOLD, GOLD],
  ],
  pray: [["M9 2C7.500 6 5 8 4 15h4.300zM9 2c1.500 4 4 6 5 13H9.700z", GOLD, INK]],
  bell: [
    ["M9 2C5.500 2 5 5 5 8c0 2.500-2 3.500-2 5h12c0-1.500-2-2.500-2-5 0-3-.5-6-4-6", GOLD],
    ["M7.500 15.500h3", null, INK],
  ],
  pushpin: [
    ["M5.500 1.500h7l-1.200 1.500v4l3 3.500H3.700l3-3.500V3z", ROSE],
    ["M9 10.500v6", null, INK],
  ],
  arrow_right: [["M3 9h11M10 5l4 4-4 4", null, BLUE]],
};
const ALIASES = {
  thumbsup: "+1",
  check: "heavy_check_mark",
  date: "calendar",
  pencil: "memo",
  hourglass_flowing_sand: "hourglass",
  hand: "raised_hand",
  spiral_calendar_pad: "calendar",
  pencil2: "memo",
  no_bell: "bell",
};

const SIGNS = {
  "-1": "👎",
  thumbsdown: "👎",
  wave: "👋",
  clap: "👏",
  smile: "😄",
  slightly_smiling_face: "🙂",
  grinning: "😀",
  blush: "😊",
  joy: "😂",
  cry: "😢",
  thinking_face: "🤔",
  raised_hands: "🙌",
  ok_hand: "👌",
  muscle: "💪",
  star: "⭐",
  sparkles: "✨",
  fire: "🔥",
  rocket: "🚀",
  x: "❌",
  sunny: "☀️",
  seedling: "🌱",
  musical_note: "🎵",
  notes: "🎶",
  speech_balloon: "💬",
  round_pushpin: "📍",
  paperclip: "📎",
  clipboard: "📋",
  mailbox: "📫",
  email: "✉️",
  book: "📖",
  books: "📚",
  school: "🏫",
  house: "🏠",
  coffee: "☕",
  cake: "🍰",
  birthday: "🎂",
  handshake: "🤝",
  dart: "🎯",
  chart_with_upwards_trend: "📈",
  bar_chart: "📊",
  lock: "🔒",
  key: "🔑",
  mag: "🔍",
  link: "🔗",
  information_source: "ℹ️",
  zzz: "💤",
  arrows_counterclockwise: "🔄",
  repeat: "🔁",
  alarm_clock: "⏰",
  clock3: "🕒",
  balloon: "🎈",
  red_circle: "🔴",
  large_green_circle: "🟢",
  large_yellow_circle: "🟡",
  large_orange_circle: "🟠",
  large_blue_circle: "🔵",
  white_circle: "⚪",
  black_circle: "⚫",
  robot_face: "🤖",
  yellow_heart: "💛",
  green_heart: "💚",
  blue_heart: "💙",
  grey_question: "❔",
  exclamation: "❗",
  snowflake: "❄️",
  palm_tree: "🌴",
  hugging_face: "🤗",
  arrow_up: "⬆️",
  arrow_down: "⬇️",
  arrow_left: "⬅️",
  fast_forward: "⏩",
  back: "🔙",
  door: "🚪",
  people_holding_hands: "🧑‍🤝‍🧑",
  busts_in_silhouette: "👥",
};

/** The handful that the page offers for reactions. */
export const HANDFUL = ["+1", "heart", "white_check_mark", "pushpin", "memo", "eyes", "tada", "pray", "bulb", "question"];

export const spoken = (name) => name.replace(/^\+1$/, "thumbs up").replace(/_/g, " ");
export const known = (name) => name in DRAWN || name in ALIASES || name in SIGNS;

/** An emoji by its name; the name between colons where it is not one we know. */
export function emoji(name) {
  const plain = name.split("::")[0];
  const shapes = DRAWN[ALIASES[plain] ?? plain];
  const label = spoken(plain);
  if (shapes)
    return h(
      "span",
      { class: "emoji", role: "img", "aria-label": label, title: `:${plain}:` },
      drawing(shapes),
    );
  if (SIGNS[plain])
    return h(
      "span",
      { class: "emoji sign", role: "img", "aria-label": label, title: `:${plain}:` },
      SIGNS[plain],
    );
  return h("span", { class: "emoji-name" }, `:${name}:`);
}
