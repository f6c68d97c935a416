import type { Messages } from '../../src/interaction/pages/messages/index.ts';

/** One text: where it stands, and what it says with sample names and numbers in it. */
export interface Text {
  readonly path: string;
  /** One for each number that it can be said with; several where plurals differ. */
  readonly said: readonly string[];
  readonly given: readonly unknown[];
}

const NOW = 1_800_000_000;
const HOUR = 3_600;

const occasion = { at: NOW, device: 'Alpha', address: '192.0.2.7', link: 'https://id.example/account' };
const link = { link: 'https://id.example/link/x', expires_at: NOW + HOUR };
const letter = { ...occasion, ...link, sign_in_link: link.link, recovery_link: link.link };
const asked = { app: 'Alpha', member: 'Alpha', organization: 'Alpha', email: 'Alpha', message: 'Alpha' };
const aLetter = { ...letter, ...asked, code: '246810', invited_by: 'Alpha', name: 'Alpha', factor: 'totp' };

/** What the texts at a path are given, each in turn. Where nothing is said: names. */
const SAMPLES: readonly (readonly [path: RegExp, samples: readonly (readonly unknown[])[]])[] = [
  [/appTerms\.(version|accepted)$/, [[2, NOW]]],
  [
    /letters\.app_review$/,
    (['submitted', 'withdrawn', 'approved', 'returned', 'suspended', 'reinstated'] as const).map((outcome) => [
      { app: 'Alpha', message: 'Gamma', link: link.link, outcome },
      { tenant: 'Beta', now: NOW },
    ]),
  ],
  [/letters\.organization_invitation$/, [[aLetter, { tenant: 'Beta', now: NOW }]]],
  [
    /\.letters\./,
    [
      [aLetter, { tenant: 'Beta', now: NOW }],
      [letterWithout(aLetter), { tenant: 'Beta', now: NOW }],
    ],
  ],
  [/(^|\.)ago$/, [30, 7 * 60, 2 * HOUR, 40 * 86_400].map((passed) => [NOW - passed, NOW])],
  [
    /(apps|invitations)\.until$/,
    [
      [NOW + 5 * HOUR, NOW],
      [NOW + 40 * 86_400, NOW],
    ],
  ],
  [/(exactly|atTheLatest)$/, [[NOW]]],
  [/(forAWhile|roughly|works|code\.throttled)$/, [[60], [HOUR], [30 * 86_400]]],
  [/rrors\.\w+$/, [[undefined], [1], [90], [HOUR]]],
  [/formPost\.heading$/, [[undefined], ['Alpha']]],
  [/(^|\.)list$|seenBy$/, [[['Alpha']], [['Alpha', 'Beta', 'Gamma']]]],
  [
    /seenByMany$|deletion\.apps$/,
    [
      [['Alpha'], 0],
      [['Alpha', 'Beta'], 0],
      [['Alpha', 'Beta'], 3],
    ],
  ],
  [/(overview\.(devices|apps)|sessions|others|passkeys|left|attempts)$/, [[0], [1], [3]]],
  [
    /organizations\.(yourApps|theirApps|installedBy|waiting|(leave|delete|remove)\.apps|(delete|uninstall)\.members|people\.more)$/,
    [[0], [1], [3]],
  ],
  [/(problems\.\w+|hint|status)$/, [[15]]],
  [/password\.lead$/, [[true], [false]]],
  [
    /email\.lead$/,
    [
      ['Alpha', true],
      ['Alpha', false],
    ],
  ],
  [
    /password\.problem$/,
    ['too_short', 'too_long', 'malformed', 'guessable', 'personal'].map((code) => [{ code, min: 15, max: 1024 }]),
  ],
  [/recoveryCodes\.file$/, [['Alpha', 'Beta', NOW]]],
];

function letterWithout({ link: _, invited_by: __, ...facts }: typeof aLetter) {
  return { ...facts, link: undefined };
}

const NAMES = [['Alpha', 'Beta', 'Gamma']] as const;

/** Every text of a language, in the order of its files. */
export function textsOf(messages: Messages): Text[] {
  return walk(messages, '');
}

function walk(value: unknown, path: string): Text[] {
  if (typeof value === 'function') return call(value as (...args: unknown[]) => unknown, path);
  // What a letter leaves out, and where its links lead.
  if (value === undefined || path.endsWith('href')) return [];
  if (typeof value === 'string') return [{ path, said: [value], given: [] }];
  if (typeof value !== 'object' || value === null) throw new TypeError(`${path} is no text`);
  return Object.entries(value).flatMap(([key, inner]) => walk(inner, path === '' ? key : `${path}.${key}`));
}

function call(text: (...args: unknown[]) => unknown, path: string): Text[] {
  const samples = SAMPLES.find(([pattern]) => pattern.test(path))?.[1] ?? NAMES;
  const results = samples.map((args) => walk(text(...args), '').map((one) => ({ ...one, given: args })));
  const inner = [...new Set(results.flatMap((texts) => texts.map((one) => one.path)))];
  return inner.map((name) => {
    const said = results.flatMap((texts) => texts.filter((one) => one.path === name));
    return {
      path: name === '' ? `${path}()` : `${path}().${name}`,
      said: said.flatMap((one) => one.said),
      given: samples.flat(),
    };
  });
}
