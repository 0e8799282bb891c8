// Why: the page's own small drawings, as paths, so that nothing is loaded and every machine shows the same.

const SVG = "http://www.w3.org/2000/svg";

const LINES = {
  hash: "M6 3 4.500 15M12 3l-1.500 12M2.500 6.500h12M2 11.500h12",
  shared:
    "M6.500 4a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9M11.500 5a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9",
  home: "M2.500 8 9 2.500 15.500 8M4.500 7v8h9V7M7.500 15v-4h3v4",
  letter: "M2.500 4h13v10h-13zM2.500 4.500 9 10l6.500-5.500",
  talk: "M3 3.500h12v8.500H8l-3.500 3v-3H3z",
  thread: "M3 4h12M3 8h8M3 12h5M11 11v3h4M13 12l2 2-2 2",
  smile: "M9 2a7 7 0 1 0 0 14A7 7 0 0 0 9 2M6 10.500c1.500 2.500 4.500 2.500 6 0M6.700 7v.6M11.300 7v.6",
  pencil: "M3 15l.8-3.300L11.500 4l2.500 2.500-7.700 7.700zM10 5.500 12.500 8",
  bin: "M3.500 5h11M7 5V3h4v2M5 5l.7 10h6.600L13 5M7.700 8v4.500M10.300 8v4.500",
  close: "M4 4l10 10M14 4 4 14",
  back: "M11 3.500 5.500 9l5.500 5.500",
  send: "M3 15 15.500 9 3 3l1.500 5L10 9l-5.500 1z",
  people:
    "M6.500 8.500a2.700 2.700 0 1 0 0-5.400 2.700 2.700 0 0 0 0 5.400M1.500 15c.3-3 2.300-4.500 5-4.500s4.700 1.500 5 4.500M12 3.400a2.500 2.500 0 0 1 0 5M13 10.700c2 .4 3.200 1.800 3.500 4.300",
  clock: "M9 2a7 7 0 1 0 0 14A7 7 0 0 0 9 2M9 5v4.300l2.800 1.700",
  eye: "M1.500 9C5 3.500 13 3.500 16.500 9 13 14.500 5 14.500 1.500 9M9 6.700a2.300 2.300 0 1 0 0 4.600 2.300 2.300 0 0 0 0-4.600",
  more: "M4 8.600a.4.4 0 1 0 .01 0M9 8.600a.4.4 0 1 0 .01 0M14 8.600a.4.4 0 1 0 .01 0",
  tools: "M3 4.500h6M13 4.500h2M11 2.500v4M3 9h2M9 9h6M7 7v4M3 13.500h7M14 13.500h1M12 11.500v4",
  cards: "M3 5.500h9v9H3zM6 5.500v-2.500h9v9h-3",
  signpost: "M9 2v14M3.500 3.500h8.500l2 2-2 2H3.500zM14.500 8.500H6.500l-2 2 2 2h8z",
  find: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3M11.700 11.700 15.500 15.500",
  plus: "M9 3.500v11M3.500 9h11",
  leave: "M7 3H3.500v12H7M8 9h7.500M12.500 6l3 3-3 3",
  next: "M3.500 4 9 9l-5.500 5zM10 4v10M14 4v10",
  link: "M7.500 10.500 10.500 7.500M8 5.500l1.800-1.800a3.200 3.200 0 0 1 4.500 4.500L12.500 10M10 12.500l-1.800 1.800a3.200 3.200 0 0 1-4.500-4.500L5.500 8",
  tick: "M3.500 9.500 7.500 13.500 14.500 5",
  file: "M4.500 2h6l3.500 3.500V16h-9.500zM10.500 2v3.500H14",
  download: "M9 3v8M5.500 8 9 11.500 12.500 8M3.500 15h11",
  bolt: "M10 2 4 10.500h4.500L8 16l6-8.500H9.500z",
  down: "M4 6.500 9 11.500l5-5",
};

/** A line drawing by name, hidden from readers of the screen: the words beside it say what it is. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 18 18",
    class: "icon",
    "aria-hidden": "true",
    focusable: "false",
  })) {
    svg.setAttribute(key, value);
  }
  svg.append(path(LINES[name] ?? LINES.more, {}));
  return svg;
}

/** One path of a drawing. */
export function path(shape, attributes) {
  const node = document.createElementNS(SVG, "path");
  node.setAttribute("d", shape);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

/** A drawing in colours: a list of [path, fill or null, stroke or null]. */
export function drawing(shapes) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 18 18");
  svg.setAttribute("class", "drawing");
  svg.setAttribute("aria-hidden", "true");
  for (const [shape, inside, line] of shapes) {
    svg.append(
      path(shape, {
        fill: inside ?? "none",
        stroke: line ?? "none",
        "stroke-width": "1.600",
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
      }),
    );
  }
  return svg;
}
