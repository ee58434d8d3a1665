// From little to much, for light pages and for dark ones.
const ramps = {
  light: [
    [236, 244, 251],
    [10, 74, 130],
  ],
  dark: [
    [27, 40, 54],
    [150, 205, 255],
  ],
};

function shade([from, to], share) {
  const mixed = from.map((part, index) => Math.round(part + share * (to[index] - part)));
  const [r, g, b] = mixed
    .map(part => part / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  // Black and white contrast equally with a luminance of 0.179.
  return [`rgb(${mixed.join(" ")})`, 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff"];
}

const axisName = key =>
  ({ resolution: "resolution, pixels", width: "width, channels of the first block" })[key] ?? key;

function heatCell(cell, share) {
  if (cell == null) return element("td", { className: "none", textContent: "–" });
  const mark = cell.isBest ? "★ " : cell.isAsGood ? "≈ " : "";
  const digits = isLoss ? 3 : 1;
  const made = element(
    "td",
    { className: cell.isBest ? "chosen" : "" },
    element("strong", { textContent: mark + (isLoss ? cell.score.mean : 100 * cell.score.mean).toFixed(digits) }),
    element("br"),
    (cell.score.margin == null ? "" : `± ${(cell.score.margin * (isLoss ? 1 : 100)).toFixed(digits)} · `) +
      `n = ${cell.trials.length}`,
    cell.geometry ? element("br") : null,
    cell.geometry ? `shape ${cell.geometry}` : null,
  );
  const [[bg, fg], [darkBg, darkFg]] = [shade(ramps.light, share), shade(ramps.dark, share)];
  for (const [name, value] of [
    ["--bg", bg],
    ["--fg", fg],
    ["--dark-bg", darkBg],
    ["--dark-fg", darkFg],
  ])
    made.style.setProperty(name, value);
  made.dataset.tip =
    `${nameOf(cell)}\n${objective} ${score(cell)}` +
    (isHeldOut && cell.test ? `\ntest accuracy ${measure(cell.test)} %` : "") +
    `\n${amount(cell.macs)} MACs, ${amount(cell.params)} parameters`;
  return made;
}

function heatmap() {
  const { row, column, rows, columns, over } = data.grid;
  const cells = data.grid.cells.map(line => line.map(index => (index == null ? null : data.cells[index])));
  const known = cells.flat().filter(cell => cell != null);
  if (rows.length * columns.length < 2 || known.length === 0) return;
  const means = known.map(cell => (isLoss ? -cell.score.mean : cell.score.mean));
  const fence = fenceOf(means);
  const share = cell =>
    fence.high === fence.low
      ? 0.5
      : scaleOf(fence, 0, 1)(clamp(isLoss ? -cell.score.mean : cell.score.mean, fence));
  const isSingle = columns.length === 1;
  const corner = element("th", {
    scope: "col",
    textContent: isSingle ? row : `${row} \\ ${column === "resolution" ? "pixels" : column}`,
  });
  const heat = element(
    "table",
    { className: "heat" },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        corner,
        ...columns.map(text => element("th", { scope: "col", textContent: isSingle ? `${column} ${text}` : text })),
      ),
    ),
    element(
      "tbody",
      {},
      ...rows.map((text, r) =>
        element(
          "tr",
          {},
          element("th", { scope: "row", textContent: text }),
          ...cells[r].map(cell => heatCell(cell, cell && share(cell))),
        ),
      ),
    ),
  );
  const shapes = known.some(cell => cell.geometry);
  const made = scrolling(`${objective} by ${row} and ${column}`, heat);
  made.style.border = "0";
  section(
    `${capital(objective)} by ${isSingle ? row : `${row} and ${column}`}`,
    `${isLoss ? "Mean cross-entropy" : "Percent"} after the last epoch` +
      `${isReplicated ? ", mean over n seeds ± half the 90 % interval" : ""}. ` +
      (over.length > 0 ? `Each field shows the best ${over.join(", ")} for its ${row} and ${column}. ` : "") +
      `★ marks the chosen cell` +
      (known.some(cell => cell.isAsGood) ? ", ≈ cells that cannot be told from it at 90 % confidence" : "") +
      (shapes
        ? ". Fields of the same shape learn tensors of equal shapes: equal capacity, whatever they cost"
        : "") +
      (data.grid.isOneShape ? ". All fields learn tensors of equal shapes" : "") +
      ".",
    made,
  );
}
