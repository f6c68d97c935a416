import type { DocumentPath } from './document.ts';

export interface DocumentProblem {
  /** `clients[2].redirect_uris[0]`; empty for the whole document. */
  path: string;
  /** From 1; null where it stands nowhere. */
  line: number | null;
  problem: string;
  remedy: string;
}

/** A document cannot be applied, and nothing was changed. Carries every problem. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly problems: readonly DocumentProblem[];

  constructor(file: string, problems: readonly DocumentProblem[]) {
    const lines = problems.map(({ path, line, problem, remedy }) => {
      const where = [line === null ? file : `${file}:${line}`, path].filter((part) => part !== '').join(' ');
      return `  ${where}: ${problem}${remedy === '' ? '' : `\n      ${remedy}`}`;
    });
    super(
      `The document cannot be applied (${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}):\n${lines.join('\n')}`,
    );
    this.problems = problems;
  }
}

/** `clients[2].redirect_uris[0]` */
export function writePath(path: DocumentPath): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}
