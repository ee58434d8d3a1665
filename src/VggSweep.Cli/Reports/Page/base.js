"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const main = document.getElementById("report");

const chosen = data.cells.find(cell => cell.isBest);
const isReplicated = data.cells.some(cell => cell.trials.length > 1);
const isHeldOut = data.validationImages > 0;
// Without held-out images the test images are seen after every epoch and choose: the two are one.
const judge = isHeldOut ? "validation" : "test";
const isLoss = data.objective === "loss";
const objective = `${judge} ${data.objective}`;

const count = number => (number == null ? "–" : number.toLocaleString("en-US"));
const percent = (share, digits = 2) => (share == null ? "–" : (100 * share).toFixed(digits));
const capital = text => text[0].toUpperCase() + text.slice(1);
const plural = (number, thing) => `${count(number)} ${thing}${number === 1 ? "" : "s"}`;
const amount = number => {
  const [, unit, size] = [
    [1e12, "T"],
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
    [1, ""],
  ]
    .map(([size, unit]) => [number >= size, unit, size])
    .find(([fits]) => fits) ?? [true, "", 1];
  return `${+(number / size).toPrecision(3)}${unit && "\u00a0" + unit}`;
};
const duration = seconds =>
  seconds < 100
    ? `${+seconds.toPrecision(3)}\u00a0s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)}\u00a0min`
      : `${(seconds / 3600).toFixed(1)}\u00a0h`;

/** Of an estimate, in the units of the page: a loss as it is, an accuracy in percent. */
const measure = (estimate, loss = false, digits = loss ? 4 : 2) =>
  estimate == null
    ? "–"
    : (estimate.mean * (loss ? 1 : 100)).toFixed(digits) +
      (estimate.margin == null ? "" : ` ± ${(estimate.margin * (loss ? 1 : 100)).toFixed(digits)}`);
/** A value of the objective in the units of the page. */
const scoreText = value => (isLoss ? value.toFixed(4) : `${percent(value)} %`);
const score = cell => measure(cell.score, isLoss) + (isLoss ? "" : "\u00a0%");
const nameOf = cell => cell.label || (cell.trials.length > 1 ? "the configuration" : `trial ${cell.trials[0]}`);

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter(child => child != null));
  return made;
}

function shape(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) if (value != null) made.setAttribute(key, value);
  made.append(...children.filter(child => child != null));
  return made;
}

/** A section of the page. Its lead, up to the first plot, stays on one sheet. Sections without data are never made. */
function section(title, note, ...children) {
  const first = children.findIndex(child => child.tagName === "FIGURE") + 1;
  const lead = element("div", { className: "lead" }, element("h2", { textContent: title }));
  if (note) lead.append(element("p", { className: "soft", textContent: note }));
  lead.append(...children.slice(0, first));
  const made = element("section", {}, lead, ...children.slice(first));
  main.append(made);
  return made;
}

/** Columns are pairs of a name and a function of a row; words, if any, are left-aligned. */
function table(columns, rows, { words = [], long = [], mark = () => "" } = {}) {
  const kind = index =>
    [words.includes(index) || long.includes(index) ? "words" : "", long.includes(index) ? "long" : ""]
      .join(" ")
      .trim();
  return element(
    "table",
    {},
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...columns.map(([name], index) =>
          element("th", { scope: "col", textContent: name, className: kind(index) }),
        ),
      ),
    ),
    element(
      "tbody",
      {},
      ...rows.map(row =>
        element(
          "tr",
          { className: mark(row) },
          ...columns.map(([, value], index) => element("td", { textContent: value(row), className: kind(index) })),
        ),
      ),
    ),
  );
}

/** What is wider or higher than the page scrolls by itself, with the keyboard too. */
function scrolling(label, child) {
  const made = element("div", { className: "scroll", tabIndex: 0 }, child);
  made.setAttribute("role", "region");
  made.setAttribute("aria-label", label);
  return made;
}

/** On paper a long list ends early, and says so. */
const paperRows = 100;
const paperNote = rows =>
  rows.length > paperRows
    ? element("p", {
        className: "soft paper",
        textContent: `On paper: the first ${paperRows} of ${count(rows.length)}.`,
      })
    : "";

/** A chart's data as a table, for those who do not see the chart or want its numbers. */
const numbers = (label, columns, rows, looks) =>
  element(
    "details",
    {},
    element("summary", { textContent: "Data as a table" }),
    scrolling(label, table(columns, rows, looks)),
  );

function legend(entries) {
  return element(
    "ul",
    { className: "legend" },
    ...entries.map(([look, name, sample]) =>
      element(
        "li",
        { className: look },
        shape(
          "svg",
          { viewBox: "0 0 30 12", "aria-hidden": "true" },
          sample === "dot"
            ? shape("circle", { cx: 15, cy: 6, r: 5, class: "dot" })
            : sample === "open"
              ? shape("circle", { cx: 15, cy: 6, r: 4.5, class: "open" })
              : sample === "bar"
                ? shape("rect", { x: 4, y: 1, width: 22, height: 10, class: "bar" })
                : shape("line", { x1: 0, x2: 30, y1: 6, y2: 6, class: `curve ${sample ?? ""}` }),
        ),
        element("span", { textContent: name }),
      ),
    ),
  );
}

const tip = element("div", { className: "tip", hidden: true });
tip.setAttribute("aria-hidden", "true");
document.addEventListener("pointermove", event => {
  const text = event.target.closest?.("[data-tip]")?.getAttribute("data-tip");
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = text;
  tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8))}px`;
  const isLow = event.clientY + 18 + tip.offsetHeight > innerHeight;
  tip.style.top = `${isLow ? event.clientY - tip.offsetHeight - 10 : event.clientY + 18}px`;
});
