/** Which parameters decide whether a configuration is among the best. */
function importances() {
  if (data.importances == null) return;
  const { parameters, sentences } = data.importances;
  const row = 26;
  const draw = width => {
    const left = 24 + 7 * Math.max(...parameters.map(one => one.parameter.length));
    const { svg, toX } = frame(
      width,
      row * parameters.length + 52,
      { low: 0, high: 100, title: "share of the importance, %" },
      { low: 0, high: 1, ticks: [] },
      { left },
    );
    for (const [index, one] of parameters.entries()) {
      const [y, share] = [8 + index * row, 100 * one.share];
      svg.append(
        shape("text", { x: left - 8, y: y + 17, "text-anchor": "end" }, one.parameter),
        shape(
          "g",
          { class: one.isDistinct ? "chosen" : "plain", "data-tip": `${one.parameter}: ${share.toFixed(1)} %` },
          shape("rect", {
            x: toX(0),
            y: y + 4,
            width: Math.max(1, toX(share) - toX(0)),
            height: row - 8,
            class: "bar",
          }),
        ),
      );
    }
    return svg;
  };
  section(
    "Importance of the parameters",
    sentences.join(" "),
    ...(parameters.some(one => !one.isDistinct)
      ? [
          legend([
            ["chosen", "more than chance explains", "bar"],
            ["plain", "no more than chance explains", "bar"],
          ]),
        ]
      : []),
    drawn("Importance of each parameter", draw),
    numbers(
      "Importances",
      [
        ["parameter", one => one.parameter],
        ["share, %", one => (100 * one.share).toFixed(1)],
        ["divergence", one => one.divergence.toFixed(3)],
        ["by chance up to", one => one.chance.toFixed(3)],
      ],
      parameters,
      { words: [0] },
    ),
  );
}
