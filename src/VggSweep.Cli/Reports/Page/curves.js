// The lines of the chapter's plots: colour tells loss from accuracy, the stroke training from what judges.
const quantities = [
  ["trainLoss", "loss", "dash", "training loss"],
  ["validationLoss", "loss", "", `${judge} loss`],
  ["trainAccuracy", "accuracy", "dash", "training accuracy"],
  ["validationAccuracy", "accuracy", "", `${judge} accuracy`],
];
const dashes = ["", "dash", "dots"];

const isNumber = value => typeof value === "number" && Number.isFinite(value);

/** Lines with their bands, cut to what the axis shows. */
function strand({ svg, toX, toY }, epochs, of, range, look, stroke, tipOf, hasBand = true) {
  const clip = value => Math.min(range.high, Math.max(range.low, value));
  const known = epochs.filter(epoch => isNumber(of(epoch)?.[0]));
  if (known.length === 0) return;
  const mark = shape("g", { class: look, "data-tip": tipOf(known.at(-1)) });
  const banded = known.filter(epoch => isNumber(of(epoch)[1]) && isNumber(of(epoch)[2]));
  if (hasBand && banded.length > 1) {
    const edge = side => banded.map(epoch => [toX(epoch.epoch), toY(clip(of(epoch)[side]))]);
    mark.append(shape("path", { d: `${pathOf([...edge(2), ...edge(1).reverse()])}Z`, class: "band" }));
  }
  mark.append(
    shape("path", {
      d: pathOf(known.map(epoch => [toX(epoch.epoch), toY(clip(of(epoch)[0]))])),
      class: `curve ${stroke}`,
    }),
  );
  if (known.length === 1)
    mark.append(shape("circle", { cx: toX(known[0].epoch), cy: toY(clip(of(known[0])[0])), r: 4, class: "dot" }));
  svg.append(mark);
}

const epochAxis = most => ({
  low: 1,
  high: Math.max(2, most),
  ticks: ticksOf(1, Math.max(2, most), 6).filter(Number.isInteger),
});

function panel(curve, top, most, isSingle) {
  const last = curve.epochs.at(-1);
  const seeds = curve.seeds > 1 ? `, ${curve.seeds} seeds` : "";
  const figure = drawn(
    `Loss and accuracy by epoch of ${curve.label || "the trial"}`,
    width => {
      const range = { low: 0, high: top };
      const plot = frame(
        width,
        Math.max(190, Math.round(width * 0.62)),
        { ...epochAxis(most), title: "epoch" },
        { ...range, ticks: ticksOf(0, top, 5), format: value => String(value) },
        { left: 34 },
      );
      for (const [key, look, stroke, name] of quantities) {
        strand(
          plot,
          curve.epochs,
          epoch => epoch[key],
          range,
          look,
          stroke,
          end =>
            `${name} after epoch ${end.epoch}: ${key.endsWith("Loss") ? end[key][0].toFixed(4) : percent(end[key][0]) + " %"}`,
        );
      }
      return plot.svg;
    },
    isSingle ? paperWidth : paperWidth / 2 - 12,
  );
  return element(
    "div",
    { className: "panel" },
    element("h3", {
      textContent: `${curve.isBest ? "★ " : ""}${curve.label || "trial " + curve.trials[0]}${seeds}`,
    }),
    figure,
    element("p", {
      className: "soft",
      textContent:
        `${judge} accuracy ${percent(last.validationAccuracy[0])} % after epoch ${last.epoch}` +
        (curve.bestEpoch === last.epoch
          ? ""
          : `; ${isLoss ? objective + " was best" : "best"} after epoch ${curve.bestEpoch}: ${scoreText(curve.bestScore)}`),
    }),
  );
}

/** One diverging configuration must not flatten the others. */
function lossLimit(curves) {
  const losses = curves.flatMap(curve =>
    curve.epochs.flatMap(epoch => [epoch.trainLoss[0], epoch.validationLoss[0]]),
  );
  const known = losses.filter(isNumber).sort((a, b) => a - b);
  const usual = 1.5 * (known[Math.floor(0.9 * (known.length - 1))] ?? 1);
  const limit = Math.max(1, Math.min(usual, known.at(-1) ?? 1));
  const beyond = curves.filter(curve =>
    curve.epochs.some(epoch =>
      [epoch.trainLoss[0], epoch.validationLoss[0]].some(value => !isNumber(value) || value > limit),
    ),
  );
  return { limit: limit * 1.04, beyond };
}

const curveRows = curves => curves.flatMap(curve => curve.epochs.map(epoch => ({ curve, epoch })));
const curveTable = curves =>
  numbers(
    "Learning curves",
    [
      ["configuration", row => (row.curve.isBest ? "★ " : "") + row.curve.label],
      ["epoch", row => row.epoch.epoch],
      ["n", row => row.epoch.n],
      ...quantities.map(([key, , , name]) => [
        name + (key.endsWith("Loss") ? "" : ", %"),
        row =>
          !isNumber(row.epoch[key][0])
            ? "–"
            : key.endsWith("Loss")
              ? row.epoch[key][0].toFixed(4)
              : percent(row.epoch[key][0]),
      ]),
    ],
    curveRows(curves),
    { words: [0], mark: row => (row.curve.isBest ? "chosen" : "") },
  );

function curves() {
  const known = data.curves.filter(curve => curve.epochs.length > 0);
  if (known.length === 0) return;
  const most = Math.max(...known.map(curve => curve.epochs.at(-1).epoch));
  if (most === 1) return oneEpoch(known);
  const { limit, beyond } = lossLimit(known);
  const part =
    data.configurations > known.length
      ? ` Shown are the ${known.length} best of ${count(data.configurations)} configurations.`
      : "";
  const bands = known.some(curve => curve.seeds > 1)
    ? " Lines are means over seeds, bands their 90 % intervals."
    : "";
  const plots = known.length > 1 ? comparison(known.slice(0, 8), most) : [];
  section(
    "Learning curves",
    "Training loss and accuracy are averaged over the epoch, as its images were trained; " +
      `${judge} loss and accuracy are measured after it.` +
      `${bands}${part}` +
      (beyond.length > 0
        ? ` Cut off: losses above ${limit.toPrecision(2)}, or no longer finite, of ` +
          `${beyond.map(curve => curve.label || "trial " + curve.trials[0]).join("; ")}.`
        : ""),
    ...plots,
    legend(quantities.map(([, look, stroke, name]) => [look, name, stroke])),
    element(
      "div",
      { className: known.length === 1 ? "panels single" : "panels" },
      ...known.map(curve => panel(curve, limit, most, known.length === 1)),
    ),
    curveTable(known),
  );
}

/** What judges, of the best configurations in one plot: eight looks, each of them once. */
function comparison(known, most) {
  const look = index => [`c${index + 1}`, dashes[index % dashes.length]];
  const values = known
    .flatMap(curve => curve.epochs.map(epoch => epoch.validationAccuracy[0]))
    .filter(isNumber)
    .sort((a, b) => a - b);
  // A slow start takes the room of the differences that matter.
  const low = Math.max(
    values[0],
    values[Math.floor(values.length / 2)] - 2.5 * (values.at(-1) - values[Math.floor(values.length / 2)]),
  );
  const range = spanOf([100 * low, 100 * values.at(-1)], { ceiling: 100, floor: 0 });
  const isCut = values[0] < low;
  return [
    legend(
      known.map((curve, index) => [
        look(index)[0],
        (curve.isBest ? "★ " : "") + (curve.label || "trial " + curve.trials[0]),
        look(index)[1],
      ]),
    ),
    drawn(`${capital(judge)} accuracy by epoch of ${plural(known.length, "configuration")}`, width => {
      const plot = frame(
        width,
        Math.min(380, Math.max(260, width * 0.45)),
        { ...epochAxis(most), title: "epoch" },
        { ...range, title: `${judge} accuracy, %` },
      );
      known.forEach((curve, index) =>
        strand(
          plot,
          curve.epochs,
          epoch => epoch.validationAccuracy.map(value => (value == null ? null : 100 * value)),
          range,
          ...look(index),
          end =>
            `${curve.label}\n${judge} accuracy ${percent(end.validationAccuracy[0])} % after epoch ${end.epoch}`,
          curve.isBest,
        ),
      );
      return plot.svg;
    }),
    element("p", {
      className: "soft",
      textContent: [
        known.some(curve => curve.seeds > 1) ? "Only the chosen configuration has its band here." : "",
        isCut ? `Accuracies below ${range.low.toFixed(0)} % are drawn at the lower edge.` : "",
      ]
        .filter(text => text)
        .join(" "),
    }),
  ];
}

/** With a single epoch there is no curve: training and judging accuracy side by side, a line for each configuration. */
function oneEpoch(known) {
  const bounds = known
    .flatMap(curve => ["trainAccuracy", "validationAccuracy"].flatMap(key => curve.epochs[0][key]))
    .filter(isNumber);
  const range = spanOf(
    bounds.map(value => 100 * value),
    { floor: 0, ceiling: 100 },
  );
  section(
    "After the only epoch",
    "Training accuracy is averaged over the epoch while the network learned; " +
      `${judge} accuracy is measured after it, so it may be the higher one.`,
    legend([
      ["plain", "training accuracy", "open"],
      ["accuracy", `${judge} accuracy`, "dot"],
    ]),
    drawn(`Training and ${judge} accuracy after the only epoch`, width => {
      const names = known.map(curve => (curve.isBest ? "★ " : "") + (curve.label || "trial " + curve.trials[0]));
      const isNarrow = width < 560;
      const left = isNarrow ? 12 : Math.min(width * 0.45, 16 + 6.6 * Math.max(...names.map(name => name.length)));
      const step = isNarrow ? 40 : 28;
      const height = known.length * step + 52;
      const plot = frame(
        width,
        height,
        { ...range, title: "accuracy, %" },
        { low: 0, high: 1, ticks: [] },
        { left },
      );
      known.forEach((curve, index) => {
        const y = plot.top + (index + (isNarrow ? 0.7 : 0.5)) * step;
        const [train, judged] = [curve.epochs[0].trainAccuracy, curve.epochs[0].validationAccuracy].map(values =>
          values.map(value => (value == null ? null : 100 * value)),
        );
        plot.svg.append(
          shape("line", { x1: plot.left, x2: plot.right, y1: y, y2: y, class: "rule" }),
          isNarrow
            ? shape("text", { x: left, y: y - 10, class: curve.isBest ? "strong" : "" }, names[index])
            : shape(
                "text",
                { x: left - 8, y: y + 4, "text-anchor": "end", class: curve.isBest ? "strong" : "" },
                names[index],
              ),
        );
        if (isNumber(judged[1]))
          plot.svg.append(
            shape("path", {
              class: "whisker accuracy",
              d: `M${plot.toX(Math.max(range.low, judged[1]))} ${y}H${plot.toX(Math.min(range.high, judged[2]))}`,
            }),
          );
        if (isNumber(train[0]))
          plot.svg.append(
            shape(
              "g",
              { class: "plain" },
              shape("circle", {
                cx: plot.toX(train[0]),
                cy: y,
                r: 4.5,
                class: "open",
                "data-tip": `training accuracy ${train[0].toFixed(2)} %`,
              }),
            ),
          );
        if (isNumber(judged[0]))
          plot.svg.append(
            shape(
              "g",
              { class: "accuracy" },
              shape("circle", {
                cx: plot.toX(judged[0]),
                cy: y,
                r: 5,
                class: "dot",
                "data-tip": `${judge} accuracy ${judged[0].toFixed(2)} %`,
              }),
            ),
          );
      });
      return plot.svg;
    }),
    curveTable(known),
  );
}
