import { z } from 'zod';

/**
 * What an operator may set for the whole installation. The keys are those of the configuration file; the environment
 * variable of a key is XENIA_ and the key in capitals (`dataDir` → XENIA_DATA_DIR), `x-env` names further ones. A value
 * marked `x-secret` may also be read from a file that its `..._FILE` variable names.
 */
export const settingsSchema = z.strictObject({
  mode: z
    .enum(['development', 'production'])
    .default('development')
    .describe('`xenia dev` sets development and `xenia start` production, which refuses whatever is unsafe.'),
  publicUrl: z
    .url({ protocol: /^https?$/, error: 'is not an absolute http(s) URL' })
    .nullable()
    .default(null)
    .describe(
      'Where browsers and apps reach the server; path issuers are below it. Default in development: localhost with the port.',
    ),
  host: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('The address to listen on. Default: loopback only in development, every interface (`::`) in production.'),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(3000)
    .meta({ description: 'The TCP port to listen on; 0 takes any free one.', 'x-env': ['PORT'] }),
  dataDir: z
    .string()
    .min(1)
    .default('./data')
    .describe('The folder of the SQLite database and of the development master key.'),
  databaseUrl: z
    .url({ protocol: /^postgres(ql)?$/, error: 'is not a postgres:// URL' })
    .nullable()
    .default(null)
    .meta({
      description: 'The PostgreSQL database. Default: SQLite in the file `xenia.db` of `dataDir`.',
      'x-env': ['DATABASE_URL'],
      'x-secret': true,
    }),
  masterKey: z
    .string()
    .refine(hasEnoughEntropy, 'has less than 32 random bytes (base64url, base64 or hex)')
    .nullable()
    .default(null)
    .meta({
      description: 'Seals signing keys in the database. Required in production; made once in `dataDir` in development.',
      'x-secret': true,
    }),
  trustedProxies: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], { error: 'is not an IP address or CIDR range' }))
    .default([])
    .describe('Reverse proxies whose X-Forwarded-For is believed (addresses or CIDR ranges).'),
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('The least important kind of log line that is written.'),
  outbound: z
    .strictObject({
      allowPrivateNetworks: z
        .boolean()
        .default(false)
        .describe(
          "Lets the server reach an app's jwks_uri, backchannel_logout_uri and webhook_uri on loopback and private networks. In development loopback is always reached.",
        ),
    })
    .prefault({})
    .describe('Requests that leave the server.'),
  mail: z
    .strictObject({
      smtpUrl: z
        .url({ protocol: /^smtps?$/, error: 'is not an smtp:// or smtps:// URL' })
        .nullable()
        .default(null)
        .meta({
          description:
            'The mail server: smtps://user:password@smtp.example.com (TLS from the start, port 465) or smtp://… (STARTTLS, port 587). Characters such as @ and / in the password are written %40 and %2F. Default: in development mail is kept in the inbox at /dev/mail; in production no mail is sent.',
          'x-secret': true,
        }),
      from: z
        .email({ pattern: z.regexes.html5Email, error: 'is not an email address' })
        .nullable()
        .default(null)
        .describe("The address that mail comes from; the name beside it is the tenant's."),
    })
    .prefault({})
    .describe('Mail to users.'),
  bootstrap: z
    .strictObject({
      email: z
        .string()
        .min(1)
        .nullable()
        .default(null)
        .describe(
          'The first operator: if the installation has none when it starts, a user with this address and `bootstrap.password` is made, once. Nothing that is there is ever changed.',
        ),
      password: z.string().min(1).nullable().default(null).meta({
        description: 'The password of the first operator. Take it away once they have signed in and changed it.',
        'x-secret': true,
      }),
      tenant: z
        .string()
        .min(1)
        .nullable()
        .default(null)
        .describe(
          'The name of the tenant that the first operator belongs to, however they are made. Default: the oldest one.',
        ),
    })
    .prefault({})
    .describe('The first operator.'),
});

/** Parsed and complete, but not resolved yet: null where the default depends on something else. */
export type Settings = z.infer<typeof settingsSchema>;

/** Frozen; what the whole server reads. */
export type Config = Readonly<
  Omit<Settings, 'publicUrl' | 'host' | 'masterKey' | 'outbound' | 'mail' | 'bootstrap' | 'trustedProxies'> & {
    /** Without a slash at its end, so that `${publicUrl}/${name}` is an issuer. */
    publicUrl: string;
    host: string;
    masterKey: string;
    /** Absolute. */
    dataDir: string;
    outbound: Readonly<Settings['outbound']>;
    mail: Readonly<Settings['mail']>;
    bootstrap: Readonly<Settings['bootstrap']>;
    trustedProxies: readonly string[];
  }
>;

/**
 * Length shows the number of bytes; the count of different characters shows keys that are merely long. 32 random bytes
 * in hex, the poorest alphabet, have fewer than 9 different digits about once in a billion keys.
 */
function hasEnoughEntropy(key: string): boolean {
  const bytes = /^[0-9a-f]+$/i.test(key)
    ? key.length / 2
    : /^[\w+/-]+=*$/.test(key)
      ? (key.replace(/=+$/, '').length * 3) / 4
      : 0;
  return bytes >= 32 && new Set(key).size >= 9;
}
