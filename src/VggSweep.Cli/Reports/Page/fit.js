/** The fitted curve of error over cost with its band, and the networks that it rests on. */
function fit() {
  if (data.fit == null) return;
  const unit = isLoss ? 1 : 100;
  const points = data.fit.points.filter(point => point.macs > 0);
  const run = points.filter(point => point.observed != null);
  const range = spanOf(
    points.flatMap(point => [point.low, point.high, point.observed ?? point.error].map(value => unit * value)),
    { floor: 0 },
  );
  const cost = spanOf(
    points.map(point => point.macs),
    { log: true },
  );
  const name = isLoss ? objective : "error, %";
  const write = value => (unit * value).toFixed(isLoss ? 4 : 2);
  const between = point => `${write(point.error)} (${write(point.low)} to ${write(point.high)})`;
  const draw = width => {
    const { svg, toX, toY } = frame(
      width,
      Math.min(400, Math.max(270, width * 0.48)),
      { ...cost, title: frontTitles.macs, format: amount },
      { ...range, title: name },
    );
    const edge = side => points.map(point => [toX(point.macs), toY(clamp(unit * point[side], range))]);
    svg.append(
      shape(
        "g",
        { class: "chosen" },
        shape("path", { d: `${pathOf([...edge("high"), ...edge("low").reverse()])}Z`, class: "band" }),
        shape("path", { d: pathOf(edge("error")), class: "curve" }),
      ),
    );
    for (const point of points) {
      const isRun = point.observed != null;
      svg.append(
        shape(
          "g",
          {
            class: isRun ? "loss" : "plain",
            "data-tip":
              `${point.label}\n${amount(point.macs)} MACs\n` +
              (isRun ? `measured ${write(point.observed)}\n` : "not run\n") +
              `curve ${between(point)}`,
          },
          shape("circle", {
            cx: toX(point.macs),
            cy: toY(clamp(unit * (point.observed ?? point.error), range)),
            r: 4.5,
            class: isRun ? "dot" : "open",
          }),
        ),
      );
    }
    return svg;
  };
  section(
    "Error against cost, fitted",
    `The band is the curve's 90 % interval. ${data.fit.sentences.join(" ")}`,
    legend([
      ["chosen", "fitted curve"],
      ["loss", "measured, mean over seeds", "dot"],
      ...(run.length < points.length ? [["plain", "not run, as predicted", "open"]] : []),
    ]),
    drawn(`${capital(name)} against MACs with the fitted curve`, draw),
    numbers(
      "Measured and fitted errors",
      [
        ["network", point => point.label],
        ["MACs", point => amount(point.macs)],
        [`measured ${name}`, point => (point.observed == null ? "not run" : write(point.observed))],
        ["curve and 90 % interval", between],
      ],
      points,
      { words: [0] },
    ),
  );
}
