import { visible } from '../observability/pretty.ts';

/** How a command answers: one JSON document on standard output, or text for a person. */
export interface Output {
  readonly json: boolean;
  /** `text` is what a person reads instead of the JSON. */
  result(value: unknown, text: string): void;
  /** What happens meanwhile; standard error, so that it never mixes with the result. */
  progress(message: string): void;
}

export function createOutput(json: boolean): Output {
  return {
    json,
    result: (value, text) => void process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${text}\n`),
    progress: (message) => void process.stderr.write(json ? '' : `${visible(message)}\n`),
  };
}

/** `name   value` lines; absent and empty values are left out. */
export function factLines(facts: object): string {
  const entries = Object.entries(facts).flatMap(([name, value]: [string, unknown]) => {
    const text = formatValue(name, value);
    return text === '' ? [] : [[name, text] as const];
  });
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.map(([name, text]) => `${name.padEnd(width)}  ${text}`).join('\n');
}

/** Columns as wide as their widest value; `empty` teaches the next step when there is no row. */
export function tableLines<Row extends object>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
  empty: string,
): string {
  if (rows.length === 0) return empty;
  const cells = [
    columns.map((column) => column.toUpperCase()),
    ...rows.map((row) => columns.map((column) => formatValue(column, row[column]))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Times are shown as such; other values as they are, made safe for a terminal. */
function formatValue(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' && /(_at|_from|_until|^iat|^exp)$/.test(name)) return formatTime(name, value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return visible(value.join(' '));
  return visible(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

function formatTime(name: string, seconds: number): string {
  // RFC 7591 §3.2.1: 0 means never.
  if (seconds === 0 && name.endsWith('expires_at')) return 'never';
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
