function front({ name, unit, field, cells: indexes }) {
  const known = data.cells.filter(cell => cell.validation != null && cell[field] > 0);
  const line = indexes.map(index => data.cells[index]);
  const fence = fenceOf(known.map(cell => cell.validation.mean));
  const bounds = known
    .filter(cell => clamp(cell.validation.mean, fence) === cell.validation.mean)
    .flatMap(({ validation: { mean, margin } }) => [mean - (margin ?? 0), mean + (margin ?? 0)]);
  const cost = spanOf(
    known.map(cell => cell[field]),
    { log: true },
  );
  const height = spanOf(
    bounds.map(value => 100 * value),
    { ceiling: 100, floor: 0 },
  );
  const text = cell =>
    `${nameOf(cell)}\n${judge} accuracy ${measure(cell.validation)} %` +
    (isHeldOut && cell.test ? `\ntest accuracy ${measure(cell.test)} %` : "") +
    `\n${unit(cell[field])} ${name}, n = ${cell.trials.length}`;
  const draw = width => {
    const { svg, toX, toY } = frame(
      width,
      Math.min(420, Math.max(280, width * 0.5)),
      { ...cost, title: frontTitles[field], format: amount },
      { ...height, title: `${judge} accuracy, %` },
    );
    const at = cell => [toX(cell[field]), toY(clamp(100 * cell.validation.mean, height))];
    svg.append(shape("path", { d: pathOf(line.map(at)), class: "curve chosen" }));
    for (const cell of known) {
      const [x, y] = at(cell);
      const isFront = line.includes(cell);
      const mark = shape("g", { class: isFront ? "chosen" : "plain", "data-tip": text(cell) });
      if (cell.validation.margin != null && y < toY(height.low)) {
        mark.append(
          whisker(
            toX,
            toY,
            cell[field],
            Math.max(height.low, 100 * (cell.validation.mean - cell.validation.margin)),
            Math.min(height.high, 100 * (cell.validation.mean + cell.validation.margin)),
          ),
        );
      }
      mark.append(
        cell.isBest
          ? star(x, y, 11)
          : shape("circle", { cx: x, cy: y, r: isFront ? 5 : 4, class: isFront ? "dot" : "open" }),
      );
      svg.append(mark);
    }
    if (known.length <= 40) frontLabels(svg, line, at, width);
    return svg;
  };
  return [
    legend([
      ["chosen", "front: nothing is both cheaper and more accurate", "dot"],
      ["plain", fence.isCut ? "dominated; at the edge: beyond the plot" : "dominated", "open"],
    ]),
    drawn(`${capital(judge)} accuracy against ${name} of ${plural(known.length, "configuration")}`, draw),
    numbers(
      `${capital(judge)} accuracy against ${name}`,
      [
        ["configuration", cell => (cell.isBest ? "★ " : "") + nameOf(cell)],
        [name, cell => unit(cell[field])],
        [`${judge} accuracy, %`, cell => measure(cell.validation)],
        ...(isHeldOut ? [["test accuracy, %", cell => measure(cell.test)]] : []),
        ["n", cell => cell.trials.length],
        ["on the front", cell => (line.includes(cell) ? "yes" : "")],
      ],
      [...known].sort((a, b) => a[field] - b[field]),
      { words: [0], mark: cell => (cell.isBest ? "chosen" : "") },
    ),
  ];
}

const frontTitles = {
  macs: "MACs of one image, forward",
  params: "parameters",
  bytes: "peak memory, bytes",
  seconds: "seconds of training",
};
const frontUnits = { macs: amount, params: amount, bytes: amount, seconds: duration };

/** Names the points of the front where there is room, the chosen one first. */
function frontLabels(svg, line, at, width) {
  const taken = [];
  for (const cell of [...line].sort((a, b) => b.isBest - a.isBest)) {
    const [x, y] = at(cell);
    const length = 6.3 * nameOf(cell).length;
    const isLeft = x + length + 12 > width - 12;
    const [from, to] = isLeft ? [x - 12 - length, x - 12] : [x + 12, x + 12 + length];
    const place = y + 18;
    if (from < 56 || taken.some(one => from < one.to && to > one.from && Math.abs(one.place - place) < 14))
      continue;
    taken.push({ from, to, place });
    svg.append(
      shape(
        "text",
        {
          x: isLeft ? to : from,
          y: place,
          "text-anchor": isLeft ? "end" : "start",
          class: cell.isBest ? "name strong" : "name",
        },
        nameOf(cell),
      ),
    );
  }
}

function fronts() {
  const costs = data.fronts.filter(one => one.cells.length > 0);
  if (data.cells.filter(cell => cell.validation != null).length < 2 || costs.length === 0) return;
  section(
    "Accuracy against cost",
    `${capital(judge)} accuracy after the last epoch` +
      `${isReplicated ? ", mean over seeds with its 90 % interval" : ""}. ★ marks the chosen cell. ` +
      (isHeldOut ? "Test images choose nothing." : ""),
    ...costs.flatMap(one => front({ ...one, unit: frontUnits[one.field] })),
  );
}
