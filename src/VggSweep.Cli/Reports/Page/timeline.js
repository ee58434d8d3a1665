const endings = {
  completed: ["accuracy", "trained to its end"],
  stopped: ["plain", "paused, pruned, released or running"],
  lost: ["bad", "lost or failed"],
};

/** Attempts that overlap on one worker lie in lanes below each other: its slots. */
function lanesOf(attempts) {
  const lanes = [];
  for (const attempt of [...attempts].sort((a, b) => a.start - b.start)) {
    const free = lanes.find(lane => lane.at(-1).end <= attempt.start + 0.05);
    if (free) free.push(attempt);
    else lanes.push([attempt]);
  }
  return lanes;
}

/** Who trained what, and when. */
function timeline() {
  if (data.attempts.length === 0) return;
  const workers = [...Map.groupBy(data.attempts, attempt => attempt.worker)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([worker, attempts]) => ({ worker, lanes: lanesOf(attempts) }));
  const range = {
    low: Math.min(...data.attempts.map(attempt => attempt.start)),
    high: Math.max(...data.attempts.map(attempt => attempt.end)),
  };
  if (range.high <= range.low) range.high = range.low + 1;
  const [size, per] =
    range.high - range.low > 10800
      ? [3600, "hours"]
      : range.high - range.low > 300
        ? [60, "minutes"]
        : [1, "seconds"];
  const lane = 20;
  const draw = width => {
    const heights = workers.map(({ lanes }) => 22 + lanes.length * lane);
    const height = heights.reduce((sum, one) => sum + one, 0) + 52;
    const plot = frame(
      width,
      height,
      { low: range.low / size, high: range.high / size, title: `${per} since the sweep was created` },
      { low: 0, high: 1, ticks: [] },
      { left: 8 },
    );
    let y = plot.top;
    workers.forEach(({ worker, lanes }, place) => {
      plot.svg.append(shape("text", { x: 12, y: y + 16, class: "strong" }, worker));
      lanes.forEach((attempts, index) => {
        for (const attempt of attempts) {
          const [from, to] = [plot.toX(attempt.start / size), plot.toX(attempt.end / size)];
          const top = y + 22 + index * lane;
          const bar = shape(
            "g",
            {
              class: endings[attempt.ending][0],
              "data-tip":
                `trial ${attempt.trial}, attempt ${attempt.attempt}\n` +
                `${attempt.outcome ?? "running"} after ${duration(attempt.end - attempt.start)}`,
            },
            shape("rect", {
              x: from,
              y: top,
              width: Math.max(1.5, to - from - 1),
              height: lane - 4,
              class: "bar",
              rx: 1,
            }),
          );
          if (to - from > 10 + 7 * String(attempt.trial).length) {
            bar.append(
              shape(
                "text",
                {
                  x: (from + to) / 2,
                  y: top + 12,
                  "text-anchor": "middle",
                  style: "fill: var(--paper)",
                },
                String(attempt.trial),
              ),
            );
          }
          plot.svg.append(bar);
        }
      });
      y += heights[place];
    });
    return plot.svg;
  };
  section(
    "Workers",
    `Attempts by worker; each bar is one attempt with its trial's number, each lane a slot. ` +
      (data.attemptsOf > data.attempts.length
        ? `Shown are the newest ${count(data.attempts.length)} of ${count(data.attemptsOf)} attempts.`
        : ""),
    legend(Object.values(endings).map(([look, name]) => [look, name, "bar"])),
    drawn(`Attempts over time of ${plural(workers.length, "worker")}`, draw),
    numbers(
      "Attempts",
      [
        ["worker", one => one.worker],
        ["trial", one => one.trial],
        ["attempt", one => one.attempt],
        ["from, s", one => one.start.toFixed(1)],
        ["to, s", one => one.end.toFixed(1)],
        ["end", one => one.outcome ?? "running"],
      ],
      data.attempts,
      { words: [0, 5] },
    ),
  );
}
