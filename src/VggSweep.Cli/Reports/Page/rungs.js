const fates = {
  advanced: ["chosen", "advanced or completed"],
  paused: ["loss", "waiting"],
  pruned: ["plain", "pruned"],
};

/** Who was compared at which epoch, and who went on. */
function rungs() {
  if (data.rungs.length === 0) return;
  const points = data.rungs.flatMap((rung, index) => rung.points.map(point => ({ ...point, rung: index })));
  const shown = points.length;
  const compared = data.rungs.reduce((sum, rung) => sum + rung.compared, 0);
  const unit = isLoss ? 1 : 100;
  const fence = fenceOf(points.map(point => unit * point.value));
  const range =
    points.length > 0 ? spanOf([fence.low, fence.high], isLoss ? {} : { floor: 0, ceiling: 100 }) : null;
  const byTrial = Map.groupBy(points, point => point.trial);
  const draw = width => {
    const { svg, toX, toY } = frame(
      width,
      Math.min(380, Math.max(260, width * 0.42)),
      {
        low: -0.4,
        high: data.rungs.length - 0.6,
        ticks: data.rungs.map((_, index) => index),
        format: index => `epoch ${data.rungs[index].epoch}`,
        title: "rung",
      },
      { ...range, title: isLoss ? objective : `${objective}, %` },
    );
    const at = point => [toX(point.rung), toY(clamp(unit * point.value, range))];
    for (const ofTrial of byTrial.values()) {
      if (ofTrial.length > 1)
        svg.append(
          shape("path", {
            d: pathOf(ofTrial.map(at)),
            class: "thread chosen",
            style: "stroke-width: 1; stroke-opacity: .4",
          }),
        );
    }
    for (const point of points) {
      const [x, y] = at(point);
      svg.append(
        shape(
          "g",
          {
            class: fates[point.fate][0],
            "data-tip":
              `trial ${point.trial}, ${point.label}\n${objective} ${scoreText(point.value)} ` +
              `after epoch ${data.rungs[point.rung].epoch}\n${fates[point.fate][1]}`,
          },
          shape("circle", { cx: x, cy: y, r: 4.5, class: point.fate === "pruned" ? "open" : "dot" }),
        ),
      );
    }
    return svg;
  };
  section(
    "Rungs of the scheduler",
    "At a rung the scheduler compares the trials that reached its epoch: " +
      "the best advance, the others wait or are pruned. Lines follow a trial from rung to rung." +
      (shown < compared ? ` Drawn are the best of each rung; the table counts all.` : "") +
      (fence.isCut ? " Points at the edge lie beyond the plot." : ""),
    ...(range
      ? [
          legend(Object.values(fates).map(([look, name]) => [look, name, name === "pruned" ? "open" : "dot"])),
          drawn(`${capital(objective)} of the trials at each rung`, draw),
        ]
      : []),
    scrolling(
      "Rungs",
      table(
        [
          ["rung, epoch", rung => rung.epoch],
          ["compared", rung => count(rung.compared)],
          ["advanced", rung => count(rung.advanced)],
          ["waiting", rung => count(rung.paused)],
          ["pruned", rung => count(rung.pruned)],
          [
            isLoss ? "best" : "best, %",
            rung => (rung.best == null ? "–" : isLoss ? rung.best.toFixed(4) : percent(rung.best)),
          ],
          [
            isLoss ? "worst that advanced" : "worst that advanced, %",
            rung =>
              rung.worstAdvanced == null
                ? "–"
                : isLoss
                  ? rung.worstAdvanced.toFixed(4)
                  : percent(rung.worstAdvanced),
          ],
        ],
        data.rungs,
      ),
    ),
  );
}
