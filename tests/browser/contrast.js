// Every text's contrast with what is painted behind it, as WCAG reckons it; gives back the faint ones.
() => {
  const FAINT = 4.5;

  const parse = (colour) => {
    const numbers = colour.match(/[\d.]+/g).map(Number);
    const scale = colour.startsWith("color(") ? 255 : 1;
    return [...numbers.slice(0, 3).map((one) => one * scale), numbers[3] ?? 1];
  };

  const over = (above, below) => [0, 1, 2].map((i) => above[i] * above[3] + below[i] * (1 - above[3])).concat(1);

  const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);

  const behind = (node) => {
    const layers = [];
    for (let at = node; at && layers.at(-1)?.[3] !== 1; at = at.parentElement) {
      layers.push(parse(getComputedStyle(at).backgroundColor));
    }
    return layers.reverse().reduce((below, above) => over(above, below), [255, 255, 255, 1]);
  };

  const seen = (node) =>
    node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !node.closest(".unseen, .skip, script, noscript");

  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const words = texts.currentNode.data.trim();
    const node = texts.currentNode.parentElement;
    if (!words || !seen(node)) continue;
    const back = behind(node);
    const ink = over(parse(getComputedStyle(node).color), back);
    const [lighter, darker] = [luminance(ink), luminance(back)].sort((one, other) => other - one);
    const ratio = (lighter + 0.05) / (darker + 0.05);
    if (ratio < FAINT) faint.push(`${ratio.toFixed(2)} ${words.slice(0, 40)}`);
  }
  return faint;
};
