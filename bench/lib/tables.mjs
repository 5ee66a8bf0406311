// Figures as text: medians, rounding, Markdown tables.

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// The largest distance from the median, as a share of it.
export function spread(numbers) {
  const middle = median(numbers);
  return Math.max(...numbers.map((number) => Math.abs(number - middle))) / middle;
}

// Three figures, thousands apart.
export function figure(number) {
  if (number >= 1000) return Math.round(number).toLocaleString('en-GB');
  if (number >= 100) return number.toFixed(0);
  if (number >= 10) return number.toFixed(1);
  return number.toFixed(2);
}

export const percent = (share) => `${Math.round(share * 100)} %`;

export function table(headings, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
