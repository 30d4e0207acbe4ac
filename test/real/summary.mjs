// The table of a run: by group and kind, then a row for each repository.

const VERDICTS = ["right", "part", "refused", "WRONG", "not found", "not run"];

export function summary(rows) {
  const groups = [...new Set(rows.map(({ group, kind }) => `${group}|${kind}`))].sort();
  const head = `| group | kind | right of fixable | ${VERDICTS.slice(1).join(" | ")} | not fixable |\n|---|---|---|---|---|---|---|---|---|\n`;
  const lines = groups.map((name) => {
    const [group, kind] = name.split("|");
    const here = rows.filter((row) => row.group === group && row.kind === kind);
    const fixable = here.filter((row) => row.fixable);
    const count = (verdict) => here.filter((row) => row.verdict === verdict).length;
    const right = fixable.filter((row) => row.verdict === "right").length;
    const share = fixable.length === 0 ? "" : `, ${Math.round((100 * right) / fixable.length)} %`;
    return `| ${group} | ${kind} | ${right} of ${fixable.length}${share} | ${VERDICTS.slice(1).map(count).join(" | ")} | ${here.length - fixable.length} |`;
  });
  const long = rows.map(
    ({ name, group, kind, verdict, fixable, failed, notes, reason, seconds }) =>
      `| ${name} | ${group} | ${kind} | ${verdict}${fixable ? "" : " (not fixable)"} | ${seconds.toFixed(1)} s | ${cell([...failed, ...(verdict === "right" ? [] : [reason]), ...notes])} |`,
  );
  const short = `${head}${lines.join("\n")}`;
  return {
    short,
    long: `${short}\n\n| repository | group | kind | verdict | time | why |\n|---|---|---|---|---|---|\n${long.join("\n")}\n`,
  };
}

const cell = (texts) =>
  texts
    .filter((text) => text !== "")
    .join("; ")
    .replaceAll("|", "\\|")
    .replaceAll("\n", " ");
