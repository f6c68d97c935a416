import { Command } from 'commander';
import { VERSION } from '../version.ts';

interface Group {
  name: string;
  description: string;
  load(): Promise<(command: Command) => void>;
}

/** Adding a command is one file and one line here. Each file is loaded only when its command is called. */
const groups: readonly Group[] = [
  {
    name: 'dev',
    description: 'Start for development: makes the database and its keys by itself',
    load: async () => (await import('./commands/serve.ts')).defineDev,
  },
  {
    name: 'start',
    description: 'Start for production: refuses whatever is unsafe',
    load: async () => (await import('./commands/serve.ts')).defineStart,
  },
  {
    name: 'migrate',
    description: 'Bring the database up to date',
    load: async () => (await import('./commands/migrate.ts')).defineMigrate,
  },
  {
    name: 'config',
    description: 'Check and print the configuration',
    load: async () => (await import('./commands/config.ts')).defineConfig,
  },
  {
    name: 'apply',
    description: 'Make a tenant as a file describes it: shows what differs, asks, and changes that',
    load: async () => (await import('./commands/apply.ts')).defineApply,
  },
  {
    name: 'export',
    description: 'Print the file that makes a tenant anew',
    load: async () => (await import('./commands/export.ts')).defineExport,
  },
  {
    name: 'tenant',
    description: 'Create, change and list issuers',
    load: async () => (await import('./commands/tenant.ts')).defineTenant,
  },
  {
    name: 'resource-server',
    description: 'Create and list the APIs that accept access tokens',
    load: async () => (await import('./commands/resource-server.ts')).defineResourceServer,
  },
  {
    name: 'scope',
    description: 'Create and list what apps can ask for',
    load: async () => (await import('./commands/scope.ts')).defineScope,
  },
  {
    name: 'client',
    description: 'Register and manage apps',
    load: async () => (await import('./commands/client.ts')).defineClient,
  },
  {
    name: 'secret',
    description: 'Create and revoke secrets of apps',
    load: async () => (await import('./commands/secret.ts')).defineSecret,
  },
  {
    name: 'user',
    description: 'Create and manage users',
    load: async () => (await import('./commands/user.ts')).defineUser,
  },
  {
    name: 'admin',
    description: 'Say who administers, and get back in',
    load: async () => (await import('./commands/admin.ts')).defineAdmin,
  },
  {
    name: 'provider',
    description: 'Let users sign in through other OpenID Providers',
    load: async () => (await import('./commands/provider.ts')).defineProvider,
  },
  {
    name: 'organization',
    description: 'Create and manage the accounts that apps are installed on',
    load: async () => (await import('./commands/organization.ts')).defineOrganization,
  },
  {
    name: 'grant',
    description: 'List and revoke what users allowed',
    load: async () => (await import('./commands/grant.ts')).defineGrant,
  },
  {
    name: 'delivery',
    description: 'List what apps were told, and send it again',
    load: async () => (await import('./commands/delivery.ts')).defineDelivery,
  },
  {
    name: 'mail',
    description: 'Try out the mail server',
    load: async () => (await import('./commands/mail.ts')).defineMail,
  },
  {
    name: 'audit',
    description: 'Read, export and verify the log of who did what',
    load: async () => (await import('./commands/audit.ts')).defineAudit,
  },
  {
    name: 'key',
    description: 'List and rotate signing keys',
    load: async () => (await import('./commands/key.ts')).defineKey,
  },
  {
    name: 'token',
    description: 'Explain a token',
    load: async () => (await import('./commands/token.ts')).defineToken,
  },
];

/** The command tree. `words`: the command line, which decides what is loaded; null loads everything. */
export async function createProgram(words: readonly string[] | null): Promise<Command> {
  const program = new Command('xenia')
    .description("An OAuth 2.0 and OpenID Connect server for products that open their API to other people's apps.")
    .version(VERSION)
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for more)')
    .exitOverride();
  for (const { name, description, load } of groups) {
    const command = program.command(name).description(description);
    if (words === null || words.includes(name)) (await load())(command);
  }
  return program;
}
