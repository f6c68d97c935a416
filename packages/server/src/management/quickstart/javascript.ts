import { hex, literal } from './literal.ts';
import { constants, type QuickstartValues } from './values.ts';

/** The constants at the head of a module. */
export function declarations(values: QuickstartValues, ...without: readonly string[]): string {
  return constants(values)
    .filter(([name]) => !without.includes(name))
    .map(([name, value]) => `const ${name} = ${quoted(value)};\n`)
    .join('');
}

function quoted(value: string): string {
  return literal(value, "'", (codePoint) => `\\u{${hex(codePoint)}}`);
}
