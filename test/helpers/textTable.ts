/** Lines of cells as aligned columns for a terminal; the first line is the header. `numbers`: columns that end at the right. */
export function textTable(lines: readonly (readonly string[])[], numbers: readonly number[]): string {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const aligned = lines.map((line) =>
    line
      .map((cell, column) => (numbers.includes(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd(),
  );
  return `${aligned.join('\n')}\n`;
}
