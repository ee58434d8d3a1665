function heading() {
  document.body.append(tip);
  const images = data.images == null ? "all training images" : plural(data.images, "training image");
  main.append(
    element(
      "header",
      {},
      element("h1", { textContent: data.name }),
      element("p", {
        className: "soft",
        textContent:
          `Sweep ${data.sweep}, ${data.state}, created ${data.created}. ` +
          `${plural(data.trialsOf, "trial")} on ${images}, ${
            isHeldOut
              ? `chosen on ${data.chosenOn}, tested on ${plural(data.testImages, "image")}`
              : `chosen on ${data.chosenOn}`
          }. Report generated ${data.made}.`,
      }),
      element("div", { className: "answer" }, ...answer().map(text => element("p", { textContent: text }))),
    ),
  );
}

/** The choice, what it was judged by, and what the data cannot tell. */
function answer() {
  if (!chosen) return ["No trial has completed yet."];
  const seeds = chosen.trials.length;
  const rivals = data.cells.filter(cell => cell.isAsGood).sort((a, b) => a.macs - b.macs);
  return [
    `★ ${chosen.label || "The only configuration"}: ${objective} ${score(chosen)}`,
    `Chosen by the mean ${objective} ` +
      (seeds > 1 ? `over ${seeds} seeds (± half the 90 % interval)` : "of one seed") +
      ` after the last epoch${judged()}. ` +
      (isHeldOut
        ? `Test accuracy ${measure(chosen.test)}${chosen.test ? " %" : ""}, `
        : "None are held out, so the test images choose and flatter the choice; ") +
      `${amount(chosen.params)} parameters, ${amount(chosen.macs)} MACs per image.` +
      (seeds > 1 ? ` Of its seeds trial ${data.bestTrial} is best.` : ""),
    ...(rivals.length > 0
      ? [
          `At 90 % confidence no worse: ${rivals
            .slice(0, 3)
            .map(cell => `${cell.label} (${amount(cell.macs)} MACs)`)
            .join(", ")}` +
            `${rivals.length > 3 ? ` and ${count(rivals.length - 3)} more` : ""}. More seeds may tell them apart.`,
        ]
      : []),
    ...(!isReplicated && data.cells.length > 1
      ? [
          "Each configuration has one seed, so close accuracies may differ by chance; " +
            "`seed: [1, 2, 3]` in the sweep file shows by how much.",
        ]
      : []),
    ...(data.mostEpochs === 1 && data.cells.length > 1
      ? ["After a single epoch the figures rank how fast networks learn, not how good they become."]
      : []),
  ].filter(text => text);
}

function judged() {
  const curve = data.curves.find(one => one.isBest);
  const last = curve?.epochs.at(-1)?.epoch;
  if (curve == null || last === 1) return "";
  return curve.bestEpoch === last
    ? ` (${last}), which is also its best`
    : ` (${last}); it was best after epoch ${curve.bestEpoch}, ${scoreText(curve.bestScore)}`;
}
