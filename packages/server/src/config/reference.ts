import { z } from 'zod';
import { tenantSettingsSchema } from '../tenants/settings.ts';
import { collect, settingsJsonSchema, type Variable, variables } from './variables.ts';

/** docs/reference/configuration.md, from the schemas themselves. */
export function configurationReference(): string {
  const tenantSettings = collect(
    z.toJSONSchema(tenantSettingsSchema, { io: 'input' }) as Parameters<typeof collect>[0],
    [],
  );
  return `${[
    '# Configuration',
    'Generated from the schemas; `npm run generate` makes it anew.',
    'Stronger beats weaker: a command-line option, the environment, the file `xenia.config.json` (or the one that `--config` names), the default. Unknown settings are refused, and all problems are told at once: `xenia config check`.',
    'A variable marked † may also be read from a file: put `_FILE` behind its name and the path of the file in it.',
    table(['Setting', 'Variable', 'Type', 'Default', 'Meaning'], variables.map(settingRow)),
    '## Tenant settings',
    'Given with `xenia tenant create --setting name=value`. All times in seconds.',
    table(
      ['Setting', 'Type', 'Default', 'Meaning'],
      tenantSettings.map((setting) => [code(setting.path), typeOf(setting), defaultOf(setting), setting.description]),
    ),
  ].join('\n\n')}\n`;
}

/** docs/reference/config.schema.json, for editors: name it in the `$schema` of xenia.config.json. */
export function configurationSchema(): string {
  const { properties, ...schema } = settingsJsonSchema();
  return `${JSON.stringify({ ...schema, title: 'xenia.config.json', properties: { $schema: { type: 'string' }, ...properties } }, null, 2)}\n`;
}

function settingRow(variable: Variable): string[] {
  const names = variable.env.map((name) => `${code(name)}${variable.secret ? ' †' : ''}`);
  return [code(variable.path), names.join(', '), typeOf(variable), defaultOf(variable), variable.description];
}

function typeOf({ type, words }: Variable): string {
  return words === null ? type : words.map(code).join(' or ');
}

function defaultOf({ default: value }: Variable): string {
  return value === null || value === undefined ? '' : code(JSON.stringify(value));
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
