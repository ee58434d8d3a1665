/** Completed configurations as lines over the swept parameters, cost and result. Dragging along an axis selects. */
function parallel() {
  const known = data.cells.filter(cell => cell.score != null);
  const axes = [
    ...data.keys.map((key, index) =>
      parallelAxis(
        key,
        known.map(cell => cell.values[index]),
      ),
    ),
    parallelAxis(
      "MACs",
      known.map(cell => cell.macs),
      amount,
      true,
    ),
    parallelAxis(
      objective,
      known.map(cell => (isLoss ? cell.score.mean : 100 * cell.score.mean)),
      value => +value.toFixed(isLoss ? 3 : 1),
    ),
  ].filter(axis => axis.isVaried);
  if (known.length < 3 || axes.length < 3) return;
  const ranges = new Map();
  const order = known
    .map((_, index) => index)
    .sort((a, b) => known[a].isBest - known[b].isBest || rankOf(known[a]) - rankOf(known[b]));
  const threads = [];
  const apply = () => {
    for (const [index, thread] of threads) {
      const isOff = [...ranges].some(
        ([axis, [low, high]]) => axis.at[index] == null || axis.at[index] < low || axis.at[index] > high,
      );
      thread.classList.toggle("off", isOff);
    }
  };
  section(
    "Parameters and result",
    "A line for each completed configuration, darker where it is better; the thick one is chosen. " +
      "Drag along an axis to select a range, click it to clear. " +
      (data.cellsOf > known.length
        ? `Shown are ${count(known.length)} of ${count(data.cellsOf)} configurations: the best, and those of the other plots.`
        : ""),
    drawn(`Parallel coordinates of ${axes.map(axis => axis.name).join(", ")}`, width =>
      parallelPlot(width, known, axes, order, threads, ranges, apply),
    ),
  );
}

const rankOf = cell => (isLoss ? -cell.score.mean : cell.score.mean);

/** Where each value lies on its axis, 0 to 1: by the number, by its logarithm, or by its place among words. */
function parallelAxis(name, values, format = String, isLog = false) {
  const known = [...new Set(values.filter(value => value != null))];
  const isWords = known.some(value => typeof value !== "number");
  const sorted = isWords ? known.sort() : known.sort((a, b) => a - b);
  const fence = isWords ? {} : fenceOf(values);
  const log = isLog || (!isWords && sorted[0] > 0 && sorted.at(-1) / sorted[0] >= 8);
  const [low, high] = isLog || isWords ? [sorted[0], sorted.at(-1)] : [fence.low, fence.high];
  const place = value =>
    isWords || sorted.length <= 6
      ? sorted.indexOf(value) / Math.max(1, sorted.length - 1)
      : scaleOf({ low, high, log }, 0, 1)(clamp(value, { low, high }));
  const ticks = isWords || sorted.length <= 6 ? sorted : (log ? decadesOf : ticksOf)(low, high, 5);
  return {
    name,
    isVaried: sorted.length > 1,
    at: values.map(value => (value == null ? null : place(value))),
    ticks: ticks.map(value => [place(value), format(value)]),
  };
}

function parallelPlot(width, known, axes, order, threads, ranges, apply) {
  const [top, left, right] = [34, 46, 46];
  const height = Math.min(380, Math.max(280, width * 0.4));
  const bottom = height - 12;
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height });
  const x = index => left + (index * (width - left - right)) / (axes.length - 1);
  const y = share => bottom - share * (bottom - top);
  threads.length = 0;
  order.forEach((index, rank) => {
    const points = axes
      .map((axis, place) => [axis.at[index], place])
      .filter(([share]) => share != null)
      .map(([share, place]) => [x(place), y(share)]);
    const share = rank / Math.max(1, order.length - 1);
    const thread = shape("path", {
      d: pathOf(points),
      class: `thread ${known[index].isBest ? "chosen" : share > 0.5 ? "accuracy" : "plain"}`,
      "stroke-opacity": known[index].isBest ? null : (0.25 + 0.6 * share).toFixed(2),
      "data-tip": `${nameOf(known[index])}\n${objective} ${score(known[index])}`,
    });
    threads.push([index, thread]);
    svg.append(thread);
  });
  axes.forEach((axis, place) =>
    svg.append(parallelRule(axis, x(place), y, place, axes.length, width, ranges, apply)),
  );
  apply();
  return svg;
}

function parallelRule(axis, x, y, place, axes, width, ranges, apply) {
  const [bottom, top] = [y(0), y(1)];
  const isLast = place === axes - 1;
  const room = Math.max(4, Math.floor(width / axes / 6.5));
  const title = axis.name.length > room ? axis.name.slice(0, room - 1) + "…" : axis.name;
  const made = shape(
    "g",
    {},
    shape("line", { x1: x, x2: x, y1: top, y2: bottom, class: "axis" }),
    shape(
      "text",
      {
        x,
        y: 14 + (axes > 4 && width < 600 && place % 2 ? 12 : 0),
        class: "strong",
        "data-tip": axis.name,
        "text-anchor": place === 0 ? "start" : isLast ? "end" : "middle",
        dx: place === 0 ? -30 : isLast ? 30 : 0,
      },
      title,
    ),
    ...axis.ticks.map(([share, text]) =>
      shape(
        "text",
        { x: x + (isLast ? 6 : -6), y: y(share) + 4, class: "name", "text-anchor": isLast ? "start" : "end" },
        text,
      ),
    ),
  );
  const brush = shape("rect", { x: x - 6, width: 12, class: "brush", visibility: "hidden" });
  const show = ([low, high]) => {
    brush.setAttribute("y", y(high));
    brush.setAttribute("height", Math.max(1, y(low) - y(high)));
    brush.setAttribute("visibility", "visible");
  };
  if (ranges.has(axis)) show(ranges.get(axis));
  const handle = shape("rect", { x: x - 12, width: 24, y: top - 4, height: bottom - top + 8, class: "handle" });
  const shareAt = event => {
    const box = handle.getBoundingClientRect();
    return Math.min(1, Math.max(0, 1 - (event.clientY - box.top - 4) / (box.height - 8)));
  };
  let from = null;
  handle.addEventListener("pointerdown", event => {
    from = shareAt(event);
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", event => {
    if (from == null) return;
    const range = [from, shareAt(event)].sort((a, b) => a - b);
    if (range[1] - range[0] < 0.01) return;
    ranges.set(axis, [range[0] - 1e-9, range[1] + 1e-9]);
    show(range);
    apply();
  });
  handle.addEventListener("pointerup", event => {
    if (Math.abs(shareAt(event) - from) < 0.01) {
      ranges.delete(axis);
      brush.setAttribute("visibility", "hidden");
      apply();
    }
    from = null;
  });
  made.append(brush, handle);
  return made;
}
