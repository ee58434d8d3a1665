/** Every decision with its reason; a word and a kind narrow the list. */
function events() {
  if (data.events.length === 0) return;
  const kinds = [...new Set(data.events.map(event => event.kind))].sort();
  const search = element("input", { type: "search", id: "containing" });
  const kind = element(
    "select",
    { id: "decision" },
    element("option", { value: "", textContent: "all" }),
    ...kinds.map(name => element("option", { value: name, textContent: name })),
  );
  const shown = element("span", { className: "soft" });
  shown.setAttribute("role", "status");
  const list = table(
    [
      ["at (UTC)", one => one.at],
      ["trial", one => one.trial ?? ""],
      ["epoch", one => one.epoch ?? ""],
      ["decision", one => one.kind],
      ["reason", one => one.reason],
    ],
    data.events,
    { words: [0, 3], long: [4] },
  );
  const rows = [...list.tBodies[0].rows].map((row, index) => ({
    row,
    event: data.events[index],
    text: row.textContent.toLowerCase(),
  }));
  const filter = () => {
    const word = search.value.trim().toLowerCase();
    let seen = 0;
    for (const { row, event, text } of rows) {
      row.hidden = (kind.value && event.kind !== kind.value) || (word !== "" && !text.includes(word));
      seen += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count(seen)} of ${count(rows.length)} shown`;
  };
  search.addEventListener("input", filter);
  kind.addEventListener("change", filter);
  filter();
  section(
    "Decisions",
    `Why trials went on, paused, were pruned or were tried again.` +
      (data.eventsOf > data.events.length
        ? ` Listed are the newest ${count(data.events.length)} of ${count(data.eventsOf)}; ` +
          `\`vggsweep events ${data.sweep}\` lists all.`
        : ""),
    element(
      "div",
      { className: "filters" },

      element("span", {}, element("label", { htmlFor: search.id, textContent: "Containing" }), search),
      element("span", {}, element("label", { htmlFor: kind.id, textContent: "Decision" }), kind),
      shown,
    ),
    paperNote(data.events),
    scrolling("Decisions", list),
  );
}

function trials() {
  const best = chosen && data.trials.filter(trial => chosen.trials.includes(trial.trial));
  const has = value => data.trials.some(trial => value(trial) != null);
  const columns = [
    ["trial", trial => trial.trial],
    ["parameters", trial => trial.label],
    ["state", trial => (trial.outcome && trial.state === "failed" ? `failed: ${trial.outcome}` : trial.state)],
    ["epochs", trial => trial.done],
    [`${judge} accuracy, %`, trial => percent(trial.validationAccuracy)],
    ...(has(trial => trial.bestEpoch)
      ? [
          [
            isLoss ? "its best loss (epoch)" : "its best, % (epoch)",
            trial =>
              trial.bestEpoch == null
                ? "–"
                : `${isLoss ? trial.bestScore.toFixed(4) : percent(trial.bestScore)} (${trial.bestEpoch})`,
          ],
        ]
      : []),
    ...(isHeldOut ? [["test accuracy, %", trial => percent(trial.testAccuracy)]] : []),
    ["learned values", trial => count(trial.params)],
    ["MACs per image", trial => count(trial.macs)],
    ["seconds", trial => trial.seconds.toFixed(1)],
    ...(has(trial => trial.predictedSeconds)
      ? [["predicted", trial => trial.predictedSeconds?.toFixed(1) ?? "–"]]
      : []),
    ["peak GB", trial => (trial.peakBytes == null ? "–" : (trial.peakBytes / 1e9).toFixed(2))],
    ...(has(trial => trial.predictedBytes)
      ? [["predicted", trial => (trial.predictedBytes == null ? "–" : (trial.predictedBytes / 1e9).toFixed(2))]]
      : []),
    ...(has(trial => trial.detail) ? [["why", trial => trial.detail ?? ""]] : []),
  ];
  section(
    "Trials",
    (best?.length > 0
      ? `The chosen cell's ${best.length === 1 ? "trial is" : `${best.length} trials are`} in bold. `
      : "") +
      (data.trialsOf > data.trials.length
        ? `Listed are the ${count(data.trials.length)} best of ${count(data.trialsOf)} trials; ` +
          `\`vggsweep export ${data.sweep}\` writes all.`
        : ""),
    paperNote(data.trials),
    scrolling(
      "Trials",
      table(columns, data.trials, {
        words: [1, 2],
        long: has(trial => trial.detail) ? [columns.length - 1] : [],
        mark: trial => (chosen?.trials.includes(trial.trial) ? "chosen" : ""),
      }),
    ),
  );
}

function origin() {
  section("Sweep file", "", scrolling("Sweep file", element("pre", { textContent: data.spec })));
  section(
    "Environment",
    "",
    element("ul", { className: "plainlist" }, ...data.madeWith.map(line => element("li", { textContent: line }))),
  );
}
