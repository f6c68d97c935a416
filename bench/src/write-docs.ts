import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from './report.ts';
import { mebibytes, resultTable, startTable, toMarkdown } from './table.ts';

const path = join(import.meta.dirname, '..', '..', 'docs', 'performance.md');
const MARKS = {
  bench: [
    '<!-- bench: written by `npm run bench -- --write-docs`; edits between these marks are lost -->',
    '<!-- bench: end -->',
  ],
  lists: [
    '<!-- lists: written by `node bench/src/lists.ts --write-docs`; edits between these marks are lost -->',
    '<!-- lists: end -->',
  ],
} as const;

/** Replaces the measured part of docs/performance.md; what people wrote around it stays. */
export function writeDocs(report: Report): void {
  replaceSection('bench', measuredPart(report));
}

export function replaceSection(section: keyof typeof MARKS, measured: string): void {
  const [BEGIN, END] = MARKS[section];
  const page = readFileSync(path, 'utf8');
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error('docs/performance.md has lost the marks around its measured part');
  writeFileSync(path, `${page.slice(0, begin)}${BEGIN}\n\n${measured}\n\n${page.slice(end)}`);
}

function measuredPart(report: Report): string {
  const { machine, timing, versions, date } = report;
  const facts = [
    `Measured on ${date.slice(0, 10)}: Xenia ${versions.xenia}, oidc-provider ${versions['oidc-provider']}, Node ${machine.node}.`,
    `Machine: ${machine.cpu}, ${machine.cores} cores, ${mebibytes(machine.memory_bytes)} MiB, ${machine.os}; one 4 KiB write with fdatasync takes ${machine.fsync_ms.toFixed(2)} ms (median).`,
    `${machine.pinned ? 'Server on core 0, generator on core 1.' : 'Server and generator were not kept on separate cores.'} Warm-up ${timing.warm_up} s, then ${timing.rounds} rounds of ${timing.seconds} s; medians.`,
  ];
  return [...facts, '## Results', toMarkdown(resultTable(report)), '## Start', toMarkdown(startTable(report))].join(
    '\n\n',
  );
}
