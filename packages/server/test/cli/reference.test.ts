import { expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { cliReference } from '../../src/cli/reference.ts';
import { configurationReference, configurationSchema } from '../../src/config/reference.ts';
import { settingsSchema } from '../../src/config/schema.ts';
import { tenantSettingsSchema } from '../../src/tenants/settings.ts';

test('the command reference has every command and every option', async () => {
  const reference = await cliReference();
  const program = await createProgram(null);
  const leaves = program.commands.flatMap((command) => (command.commands.length === 0 ? [command] : command.commands));
  expect(leaves.length).toBeGreaterThan(20);
  for (const command of leaves) {
    const path = command.parent === program ? command.name() : `${command.parent?.name()} ${command.name()}`;
    expect(reference).toMatch(new RegExp(`^##+ xenia ${path}$`, 'm'));
    for (const option of command.options) expect(reference).toContain(`\`${option.flags}\``);
  }
});

test('every command that changes or shows a tenant takes --tenant, every command takes --json', async () => {
  const program = await createProgram(null);
  const own = ['dev', 'start', 'migrate', 'config', 'tenant', 'mail'];
  for (const group of program.commands) {
    for (const command of group.commands.length === 0 ? [group] : group.commands) {
      const flags = command.options.map(({ long }) => long);
      expect(flags).toContain('--json');
      expect(flags.includes('--tenant')).toBe(!own.includes(group.name()));
    }
  }
});

test('the configuration reference has every setting of the installation and of tenants', () => {
  const reference = configurationReference();
  for (const name of [
    ...Object.keys(settingsSchema.shape).filter((key) => !['outbound', 'mail', 'bootstrap'].includes(key)),
    'outbound.allowPrivateNetworks',
    'mail.smtpUrl',
    'mail.from',
    'bootstrap.email',
    'bootstrap.password',
    'bootstrap.tenant',
  ]) {
    expect(reference).toContain(`| \`${name}\` |`);
  }
  for (const name of Object.keys(tenantSettingsSchema.shape)) expect(reference).toContain(`| \`${name}\` |`);
  expect(reference).toContain('`XENIA_MASTER_KEY` †');
});

test('the JSON Schema of the file takes $schema and refuses unknown settings', () => {
  const schema = JSON.parse(configurationSchema()) as { properties: object; additionalProperties: boolean };
  expect(Object.keys(schema.properties)).toEqual(['$schema', ...Object.keys(settingsSchema.shape)]);
  expect(schema.additionalProperties).toBe(false);
});
