const redraws = [];

/** Pixels of a page's width on paper, at the size of the charts' text. */
const paperWidth = 680;

/** Drawn anew whenever the width changes, and for paper. */
function drawn(label, draw, onPaper = paperWidth) {
  const figure = element("figure");
  let last = 0;
  redraws.push(isPaper => {
    const wide = Math.max(150, isPaper ? onPaper : figure.clientWidth);
    if (wide === last) return;
    last = wide;
    const svg = draw(wide);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
    figure.replaceChildren(svg);
  });
  return figure;
}

function redraw(isPaper = false) {
  for (const one of redraws) one(isPaper);
}

/** Round numbers within a range, about so many. */
function ticksOf(low, high, most) {
  const rough = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find(factor => factor * power >= rough * 0.999) * power;
  const ticks = [];
  for (let tick = Math.ceil(low / step - 1e-9) * step; tick <= high + step * 1e-9; tick += step)
    ticks.push(+tick.toPrecision(12));
  return ticks;
}

/** 1, 2 and 5 of every power of ten, or the powers alone where they are many. */
function decadesOf(low, high, most) {
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of [1, 2, 5]) ticks.push(factor * 10 ** power);
  }
  const within = ticks.filter(tick => tick >= low * 0.999 && tick <= high * 1.001);
  if (within.length < 2) return ticksOf(low, high, most).filter(tick => tick > 0);
  const powers = within.filter(tick => Math.abs(Math.log10(tick) % 1) < 1e-9);
  return within.length > most && powers.length > 1 ? powers : within;
}

function scaleOf({ low, high, log = false }, from, to) {
  const place = log ? Math.log : value => value;
  const [a, b] = [place(low), place(high)];
  return value => from + (b === a ? 0.5 : (place(value) - a) / (b - a)) * (to - from);
}

/** The range of some numbers with a margin on both sides. */
function spanOf(values, { log = false, margin = 0.06, floor = -Infinity, ceiling = Infinity } = {}) {
  const known = values.filter(value => Number.isFinite(value) && (!log || value > 0));
  let low = Math.min(...known),
    high = Math.max(...known);
  if (log) {
    const stretch = (high / low) ** margin * (high === low ? 1.5 : 1);
    return { low: low / stretch, high: high * stretch, log };
  }
  const stretch = (high - low) * margin || Math.abs(high) * 0.05 || 1;
  return { low: Math.max(floor, low - stretch), high: Math.min(ceiling, high + stretch), log };
}

/** What lies far from the middle half of some numbers, by three times its width: it must not flatten the rest. */
function fenceOf(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const [lower, upper] = [0.25, 0.75].map(share => sorted[Math.round(share * (sorted.length - 1))]);
  const reach = sorted.length < 4 ? Infinity : 3 * (upper - lower) || Infinity;
  const within = sorted.filter(value => value >= lower - reach && value <= upper + reach);
  return { low: within[0], high: within.at(-1), isCut: within.length < sorted.length };
}

const clamp = (value, { low, high }) => Math.min(high, Math.max(low, value));

/** Axes with their titles; answers with the two scales and the element that the marks belong in. */
function frame(width, height, x, y, margins = {}) {
  const { left = 52, right = 12, top = 8, bottom = x.title ? 44 : 24 } = margins;
  const toX = scaleOf(x, left, width - right),
    toY = scaleOf(y, height - bottom, top);
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height });
  const room = width - left - right;
  const xTicks = x.ticks ?? (x.log ? decadesOf : ticksOf)(x.low, x.high, Math.floor(room / 70));
  const yTicks = y.ticks ?? ticksOf(y.low, y.high, Math.floor((height - top - bottom) / 45));
  for (const tick of yTicks) {
    svg.append(
      shape("line", { x1: left, x2: width - right, y1: toY(tick), y2: toY(tick), class: "rule" }),
      shape("text", { x: left - 7, y: toY(tick) + 4, "text-anchor": "end" }, (y.format ?? String)(tick)),
    );
  }
  const bottomLine = height - bottom;
  svg.append(shape("path", { d: `M${left} ${top}V${bottomLine}H${width - right}`, class: "axis" }));
  for (const tick of xTicks) {
    svg.append(
      shape("line", { x1: toX(tick), x2: toX(tick), y1: bottomLine, y2: bottomLine + 4, class: "axis" }),
      shape("text", { x: toX(tick), y: bottomLine + 17, "text-anchor": "middle" }, (x.format ?? String)(tick)),
    );
  }
  if (x.title) {
    svg.append(shape("text", { x: (left + width - right) / 2, y: height - 6, "text-anchor": "middle" }, x.title));
  }
  if (y.title) {
    const middle = (top + bottomLine) / 2;
    svg.append(
      shape("text", { x: 12, y: middle, "text-anchor": "middle", transform: `rotate(-90 12 ${middle})` }, y.title),
    );
  }
  return { svg, toX, toY, left, right: width - right, top, bottom: bottomLine };
}

const pathOf = points =>
  points.map(([x, y], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

function whisker(toX, toY, x, low, high, look = "") {
  return shape("path", {
    class: `whisker ${look}`,
    d: `M${toX(x)} ${toY(low)}V${toY(high)}m-4 0h8M${toX(x) - 4} ${toY(low)}h8`,
  });
}

/** A five-pointed star, which marks the chosen cell everywhere. */
function star(x, y, size = 9) {
  const corners = Array.from({ length: 10 }, (_, index) => {
    const [angle, radius] = [(Math.PI * index) / 5, index % 2 ? size * 0.45 : size];
    return [x + radius * Math.sin(angle), y - radius * Math.cos(angle)];
  });
  return shape("path", { d: `${pathOf(corners)}Z`, class: "dot chosen" });
}
