import { isSecureUrl } from '@xenia/protocol/loopback';
import { parseAddress, parseRange } from '../http/addresses.ts';
import type { ConfigProblem } from './problems.ts';
import type { Settings } from './schema.ts';

/** What no single setting shows; each rule names the document or the danger behind it. */
export interface ConfigRule {
  name: string;
  because: string;
  problem(settings: Settings): ConfigProblem | null;
}

export const makeMasterKey =
  'Make one with `openssl rand -base64 32` and keep it in your secret store: without it the database cannot be used.';

export const rules: readonly ConfigRule[] = [
  {
    name: 'public-url-is-a-base',
    because: 'RFC 8414 §2: an issuer has no query or fragment; RFC 3986 §3.2.1: credentials do not belong in a URL',
    problem: ({ publicUrl }) => {
      if (publicUrl === null || !URL.canParse(publicUrl)) return null;
      const { search, hash, username, password } = new URL(publicUrl);
      if (`${search}${hash}${username}${password}` === '' && !/[?#]/.test(publicUrl)) return null;
      return {
        path: 'publicUrl',
        problem: 'carries a query, a fragment or credentials',
        remedy: 'Give only scheme, host, port and path: https://auth.example.com',
      };
    },
  },
  {
    name: 'public-url-in-production',
    because: 'Links and issuers come from the configuration, never from a Host header that anybody can send',
    problem: ({ mode, publicUrl }) =>
      mode === 'production' && publicUrl === null
        ? {
            path: 'publicUrl',
            problem: 'is missing',
            remedy: 'Set XENIA_PUBLIC_URL to the address that browsers use, for example https://auth.example.com',
          }
        : null,
  },
  {
    name: 'public-url-https',
    because: 'OpenID Connect Core §16.17 and RFC 8414 §2: an issuer uses https',
    problem: ({ mode, publicUrl }) =>
      mode === 'production' && publicUrl !== null && !isSecureUrl(publicUrl)
        ? {
            path: 'publicUrl',
            problem: 'is plain http on a host that is not loopback',
            remedy: 'Use https, for example through a reverse proxy that ends TLS (see trustedProxies).',
          }
        : null,
  },
  {
    name: 'master-key-in-production',
    because: 'A key that lies beside the database protects nothing once both are copied',
    problem: ({ mode, masterKey }) =>
      mode === 'production' && masterKey === null
        ? {
            path: 'masterKey',
            problem: 'is missing',
            remedy: `Set XENIA_MASTER_KEY or XENIA_MASTER_KEY_FILE. ${makeMasterKey}`,
          }
        : null,
  },
  {
    name: 'trusted-proxies-not-everyone',
    because: 'Whoever is trusted may name any client address and so escape every throttle',
    problem: ({ trustedProxies }) => {
      const everyone = trustedProxies.find((range) => parseAddress(range) === null && parseRange(range)?.[1] === 0);
      if (everyone === undefined) return null;
      return {
        path: 'trustedProxies',
        problem: `${everyone} trusts everybody`,
        remedy: 'Name the addresses of your own proxies.',
      };
    },
  },
  {
    name: 'mail-server-is-bare',
    because: 'What stands behind the host could switch off TLS or its checks without anybody noticing',
    problem: ({ mail: { smtpUrl } }) =>
      smtpUrl === null || isBareMailUrl(smtpUrl)
        ? null
        : {
            path: 'mail.smtpUrl',
            problem:
              'has no host, carries more than host, port and credentials, or credentials that are not percent-encoded',
            remedy: 'Give it like smtps://user:password@smtp.example.com:465, with %40 for an @ in the password.',
          },
  },
  {
    name: 'mail-has-a-sender',
    because: 'RFC 5322 §3.6: a message has a From field',
    problem: ({ mode, mail: { smtpUrl, from } }) => {
      if (smtpUrl !== null && from === null) {
        return {
          path: 'mail.from',
          problem: 'is missing, and mail.smtpUrl is set',
          remedy: 'Set XENIA_MAIL_FROM to an address that the mail server may send for.',
        };
      }
      return mode === 'production' && smtpUrl === null && from !== null
        ? {
            path: 'mail.smtpUrl',
            problem: 'is missing, and mail.from is set',
            remedy: 'Set XENIA_MAIL_SMTP_URL or XENIA_MAIL_SMTP_URL_FILE.',
          }
        : null;
    },
  },
  {
    name: 'bootstrap-is-whole',
    because: 'An operator signs in with an address and a password; there is no default for either',
    problem: ({ bootstrap: { email, password } }) =>
      (email === null) === (password === null)
        ? null
        : {
            path: email === null ? 'bootstrap.email' : 'bootstrap.password',
            problem: `is missing, and ${email === null ? 'bootstrap.password' : 'bootstrap.email'} is set`,
            remedy:
              'Set XENIA_BOOTSTRAP_EMAIL and XENIA_BOOTSTRAP_PASSWORD or XENIA_BOOTSTRAP_PASSWORD_FILE, or none of them and use the setup link.',
          },
  },
];

/** What works, and yet may not be meant. */
export const warnings: readonly ConfigRule[] = [
  {
    name: 'mail-in-production',
    because: 'Without mail nobody can reset a forgotten password, sign up or be invited',
    problem: ({ mode, mail: { smtpUrl, from } }) =>
      mode === 'production' && smtpUrl === null && from === null
        ? {
            path: 'mail.smtpUrl',
            problem: 'is missing: no mail can be sent, so users cannot reset passwords, confirm addresses or sign up',
            remedy: 'Set XENIA_MAIL_SMTP_URL and XENIA_MAIL_FROM, then try them with `xenia mail test --to ADDRESS`.',
          }
        : null,
  },
];

function isBareMailUrl(smtpUrl: string): boolean {
  if (!URL.canParse(smtpUrl)) return true;
  const { hostname, pathname, username, password } = new URL(smtpUrl);
  try {
    decodeURIComponent(`${username}${password}`);
  } catch {
    return false;
  }
  return hostname !== '' && (pathname === '' || pathname === '/') && !/[?#]/.test(smtpUrl);
}

/** The tenant of sample data; its passwords are public. */
export const demoTenantName = 'demo';

/** What production refuses of the tenants in the database (checked by `xenia start`). */
export function tenantProblems(tenants: readonly { name: string; issuer: string }[]): ConfigProblem[] {
  return tenants.flatMap(({ name, issuer }) => {
    const found: ConfigProblem[] = [];
    if (name === demoTenantName) {
      found.push({
        path: `tenant ${name}`,
        problem: 'holds demo data, whose passwords are public',
        remedy: 'Point dataDir or databaseUrl to a database of its own for production.',
      });
    }
    if (!isSecureUrl(issuer)) {
      found.push({
        path: `tenant ${name}`,
        problem: `its issuer ${issuer} is plain http on a host that is not loopback (RFC 8414 §2)`,
        remedy: 'Create the tenant with an https issuer.',
      });
    }
    return found;
  });
}
