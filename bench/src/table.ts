import type { Report, Row } from './report.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Below this share of generator time the server was the limit. */
const GENERATOR_LIMIT = 0.9;

export function resultTable(report: Report): Table {
  const rows = SCENARIOS.flatMap((scenario) =>
    scenario.targets.flatMap((target) => {
      const row = rowFor(report, scenario, target);
      if (row !== undefined) return [resultRow(report, scenario, row)];
      const reason = scenario.without[target];
      const measured = report.rows.some((other) => other.scenario === scenario.name);
      return reason === undefined || !measured ? [] : [['', '', target, reason, '', '', '', '', '']];
    }),
  );
  return {
    head: ['Scenario', 'Connections', 'Server', 'per second', 'p50 ms', 'p99 ms', 'CPU µs each', 'RSS MiB', 'Xenia is'],
    rows,
  };
}

export function startTable(report: Report): Table {
  return {
    head: ['Server', 'Spawn to first 200, ms', 'RSS idle, MiB'],
    rows: report.starts.map((row) => [row.target, row.ready_ms.toFixed(0), mebibytes(row.idle_rss_bytes)]),
  };
}

export function rowFor(report: Report, scenario: Scenario, target: Row['target']): Row | undefined {
  return report.rows.find((row) => row.scenario === scenario.name && row.target === target);
}

function resultRow(report: Report, scenario: Scenario, row: Row): string[] {
  const first = row.target === scenario.targets[0];
  const own = rowFor(report, scenario, 'xenia');
  const limited = row.generator_busy > GENERATOR_LIMIT ? '≥ ' : '';
  return [
    first ? scenario.title : '',
    first ? String(scenario.connections) : '',
    row.target,
    `${limited}${Math.round(row.per_second).toLocaleString('en-GB')}`,
    row.p50_ms.toFixed(2),
    row.p99_ms.toFixed(2),
    row.cpu_us.toFixed(0),
    mebibytes(row.rss_bytes),
    own === undefined || own === row ? '' : comparison(own, row),
  ];
}

/** `1.8 times as fast as this`, or as a share when slower. */
function comparison(own: Row, other: Row): string {
  const ratio = own.per_second / other.per_second;
  return ratio >= 1 ? `${ratio.toFixed(1)}× this` : `${(ratio * 100).toFixed(0)} % of this`;
}

/** As lines for a terminal, columns aligned, numbers to the right. */
export function toText({ head, rows }: Table): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const isText = head.map((_, column) => rows.every((cells) => !/^[≥\d]/.test(cells[column] ?? '')));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (isText[column] ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

export function toMarkdown({ head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const align = head.map((_, column) => (rows.every((cells) => !/^[≥\d]/.test(cells[column] ?? '')) ? '---' : '---:'));
  return [line(head), line(align), ...rows.map(line)].join('\n');
}

export function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
