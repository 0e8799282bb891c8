// Why: the sandbox's calendar, in words and in the partnership's zone, whatever zone the browser lives in.

let zone = "Europe/London";
export const useZone = (name) => {
  zone = name || zone;
};

const formats = new Map();
function parts(moment, options) {
  const key = JSON.stringify([zone, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return Object.fromEntries(
    formats
      .get(key)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
}

/** Slack's "1700000000.000100" as a moment. */
export const moment = (ts) => new Date(Number.parseFloat(ts) * 1000);

/** "2.05pm", "noon", "midnight". */
export function clock(date) {
  const { hour, minute } = parts(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const [hours, minutes] = [Number(hour), Number(minute)];
  if (minutes === 0 && hours % 12 === 0) return hours ? "noon" : "midnight";
  return `${hours % 12 || 12}${minutes ? `.${minute}` : ""}${hours < 12 ? "am" : "pm"}`;
}

/** "Monday 23 November", with the year where it is not the year of `now`. */
export function day(date, now, weekday = "long") {
  const found = parts(date, { weekday, day: "numeric", month: "long", year: "numeric" });
  const year = now && found.year !== parts(now, { year: "numeric" }).year ? ` ${found.year}` : "";
  return `${found.weekday} ${found.day} ${found.month}${year}`;
}

/** "Today", "Yesterday" or the day in full. */
export function nearDay(date, now) {
  const apart = Math.round((Date.parse(dateKey(now)) - Date.parse(dateKey(date))) / 86400000);
  return { 0: "Today", 1: "Yesterday" }[apart] ?? day(date, now);
}

/** "2026-11-23" in the zone. */
export function dateKey(date) {
  const { year, month, day: dayOfMonth } = parts(date, { year: "numeric", month: "2-digit", day: "2-digit" });
  return `${year}-${month}-${dayOfMonth}`;
}

/** The moment of a wall clock time in the zone. */
function atWall(key, hour) {
  const guess = new Date(`${key}T${String(hour).padStart(2, "0")}:00:00Z`);
  const shown = parts(guess, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const wall = Date.parse(`${shown.year}-${shown.month}-${shown.day}T${shown.hour}:${shown.minute}:00Z`);
  return new Date(guess.getTime() - (wall - guess.getTime()));
}

/** The next nine o'clock in the morning after `now`. */
export function nextMorning(now) {
  const today = atWall(dateKey(now), 9);
  if (today > now) return today;
  return atWall(dateKey(new Date(today.getTime() + 86400000)), 9);
}

const TOKENS = {
  "{date_num}": (date) => dateKey(date),
  "{date}": (date, now) => day(date, now),
  "{date_long}": (date) => `${day(date)} ${parts(date, { year: "numeric" }).year}`,
  "{date_short}": (date, now) => shortDay(date, now),
  "{date_pretty}": (date, now) => nearDay(date, now),
  "{date_long_pretty}": (date, now) => nearDay(date, now),
  "{date_short_pretty}": (date, now) =>
    nearDay(date, now).includes(" ") ? shortDay(date, now) : nearDay(date, now),
  "{time}": clock,
  "{time_secs}": clock,
  "{ago}": (date, now) => nearDay(date, now),
};

function shortDay(date, now) {
  const found = parts(date, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return `${found.weekday} ${found.day} ${found.month}${now && parts(now, { year: "numeric" }).year !== found.year ? ` ${found.year}` : ""}`;
}

/** Slack's <!date^…> format in words. */
export function formatted(seconds, format, now = new Date()) {
  const date = new Date(Number(seconds) * 1000);
  return String(format).replace(/\{[a-z_]+\}/g, (token) => TOKENS[token]?.(date, now) ?? token);
}
