import type { FactorFacts, Letter, Letters, LinkFacts, MailOccasion, ReviewOutcome } from '../mail-letter.ts';
import { exactly, roughly } from './de-times.ts';
import type { Messages } from './en.ts';

function validity(works: string, { expires_at }: LinkFacts, now: number): string {
  return `${works} noch ${roughly(expires_at - now)}, bis zum ${exactly(expires_at)}, und nur einmal.`;
}

function linkLetter(facts: LinkFacts, now: number): Pick<Letter, 'validity'> {
  return { validity: validity('Der Link gilt', facts, now) };
}

function occasion({ at, device, address }: MailOccasion): [string, string][] {
  const known: [string, string | undefined][] = [
    ['Wann', exactly(at)],
    ['Womit', device],
    ['Von', address],
  ];
  return known.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as [string, string]]));
}

/** What the reader does about something that they did not do. */
function notYou(body: string, tenant: string, { link }: MailOccasion): Letter['notYou'] {
  return {
    heading: 'Sie waren das nicht?',
    ...(link === undefined
      ? { body: `${body} Sagen Sie ${tenant} sofort Bescheid.` }
      : { body, action: { label: 'Konto sichern', href: link } }),
  };
}

const takenOver =
  'Dann nutzt vielleicht jemand anderes Ihr Konto. Wählen Sie ein neues Passwort: Damit werden alle abgemeldet.';

const factors = {
  passkey: { a: 'einem Passkey', name: 'Passkey' },
  totp: { a: 'einer Authenticator-App', name: 'Authenticator-App' },
  recovery_codes: { a: 'Wiederherstellungscodes', name: 'Wiederherstellungscodes' },
  upstream: { a: 'einem verbundenen Konto bei einem anderen Anbieter', name: 'Verbundene Anmeldung' },
} as const;

function factorFacts(facts: FactorFacts): [string, string][] {
  const { factor, name } = facts;
  return [[factors[factor].name, name ?? ''] as [string, string], ...occasion(facts)].filter(
    ([, value]) => value !== '',
  );
}

/** What an admin says with a decision. */
function messageFacts(message: string | undefined): [string, string][] {
  return message === undefined ? [] : [['Nachricht', message]];
}

const reviews: Readonly<
  Record<
    ReviewOutcome,
    Readonly<Record<'subject' | 'body', (app: string, tenant: string) => string>> & { heading: string }
  >
> = {
  submitted: {
    subject: (app, tenant) => `${app} wurde bei ${tenant} eingereicht`,
    heading: 'Die App wurde eingereicht',
    body: (app, tenant) => `${app} wartet auf die Prüfung. Sobald ${tenant} entschieden hat, schreiben wir Ihnen.`,
  },
  withdrawn: {
    subject: (app, tenant) => `${app} wurde aus der Prüfung bei ${tenant} zurückgezogen`,
    heading: 'Die App wurde zurückgezogen',
    body: (app, tenant) =>
      `Jemand, der ${app} mit entwickelt, hat die App zurückgezogen. ${tenant} prüft sie deshalb vorerst nicht. Reichen Sie die App wieder ein, wenn sie so weit ist.`,
  },
  approved: {
    subject: (app, tenant) => `${app} ist von ${tenant} freigegeben`,
    heading: 'Die App ist freigegeben',
    body: (app, tenant) =>
      `${tenant} hat ${app} geprüft und so freigegeben, wie die App eingereicht wurde. Das gilt ab jetzt.`,
  },
  returned: {
    subject: (app, tenant) => `${app} braucht Änderungen, bevor ${tenant} die App freigeben kann`,
    heading: 'Die App wurde zurückgegeben',
    body: (app, tenant) =>
      `${tenant} hat ${app} geprüft und an Sie zurückgegeben. Ändern Sie, worum gebeten wird, und reichen Sie die App noch einmal ein.`,
  },
  suspended: {
    subject: (app, tenant) => `${app} wurde von ${tenant} gesperrt`,
    heading: 'Die App ist gesperrt',
    body: (app, tenant) =>
      `${tenant} hat ${app} gesperrt: Niemand kann die App nutzen, und ihre Tokens gelten nicht, bis das aufgehoben wird.`,
  },
  reinstated: {
    subject: (app, tenant) => `${app} läuft bei ${tenant} wieder`,
    heading: 'Die App läuft wieder',
    body: (app, tenant) => `${tenant} hat die Sperre von ${app} aufgehoben. Was die App durfte, darf sie wieder.`,
  },
};

const letters: Letters = {
  verify_email: (facts, { tenant, now }) => ({
    subject: `Bestätigen Sie Ihre E-Mail-Adresse für ${tenant}`,
    heading: 'E-Mail-Adresse bestätigen',
    body: [
      `Bestätigen Sie, dass diese Adresse Ihnen gehört. Dann können wir Sie erreichen und Ihnen helfen, wieder in Ihr Konto bei ${tenant} zu kommen.`,
    ],
    action: { label: 'E-Mail-Adresse bestätigen', href: facts.link },
    ...linkLetter(facts, now),
    notYou: {
      heading: `Kein Konto bei ${tenant}?`,
      body: 'Dann hat sich wohl jemand bei der eigenen Adresse vertippt. Ignorieren Sie diese E-Mail; es geschieht nichts.',
    },
  }),
  reset_password: (facts, { tenant, now }) => ({
    subject: `Wählen Sie ein neues Passwort für ${tenant}`,
    heading: 'Neues Passwort wählen',
    body: [
      `Jemand, vermutlich Sie, hat ein neues Passwort für Ihr Konto bei ${tenant} angefordert.`,
      'Wenn Sie es wählen, werden Sie überall sonst abgemeldet.',
    ],
    action: { label: 'Neues Passwort wählen', href: facts.link },
    ...linkLetter(facts, now),
    notYou: {
      heading: 'Sie waren das nicht?',
      body: 'Ignorieren Sie diese E-Mail: Ihr Passwort bleibt, wie es ist. Geben Sie den Link niemandem; wer ihn hat, kommt in Ihr Konto.',
    },
  }),
  change_email: (facts, { tenant, now }) => ({
    subject: `Bestätigen Sie Ihre neue E-Mail-Adresse für ${tenant}`,
    heading: 'Neue E-Mail-Adresse bestätigen',
    body: [
      `Sie möchten für Ihr Konto bei ${tenant} künftig diese Adresse verwenden. Bis Sie sie bestätigen, bleibt die alte.`,
    ],
    action: { label: 'Diese Adresse verwenden', href: facts.link },
    ...linkLetter(facts, now),
    notYou: {
      heading: 'Sie waren das nicht?',
      body: 'Ignorieren Sie diese E-Mail: Die Adresse wird nicht verwendet. Öffnen Sie den Link nicht; er würde Ihre Adresse dem Konto eines anderen geben.',
    },
  }),
  sign_up: (facts, { tenant, now }) => ({
    subject: `Erstellen Sie Ihr Konto bei ${tenant}`,
    heading: 'Konto erstellen',
    body: [`Bestätigen Sie, dass diese Adresse Ihnen gehört, und Ihr Konto bei ${tenant} ist bereit.`],
    action: { label: 'Konto erstellen', href: facts.link },
    ...linkLetter(facts, now),
    notYou: {
      heading: 'Sie waren das nicht?',
      body: 'Ignorieren Sie diese E-Mail: Ohne den Link entsteht kein Konto.',
    },
  }),
  sign_in_link: (facts, { tenant, now }) => ({
    subject: `Bei ${tenant} anmelden`,
    heading: 'Anmelden',
    body: [
      `Geben Sie diesen Code dort ein, wo Sie die Anmeldung bei ${tenant} begonnen haben, oder öffnen Sie den Link auf dem Gerät, auf dem Sie angemeldet sein möchten.`,
    ],
    code: facts.code,
    action: { label: 'Anmelden', href: facts.link },
    validity: validity('Code und Link gelten', facts, now),
    notYou: {
      heading: 'Sie waren das nicht?',
      body: 'Ignorieren Sie diese E-Mail. Geben Sie den Code niemandem, egal wer danach fragt: Wir tun es nie.',
    },
  }),
  invitation: (facts, { tenant, now }) => ({
    subject: `Sie sind zu ${tenant} eingeladen`,
    heading: `Sie sind zu ${tenant} eingeladen`,
    body: [
      facts.invited_by === undefined
        ? `Jemand bei ${tenant} hat Sie eingeladen, dort ein Konto anzulegen.`
        : `${facts.invited_by} hat Sie eingeladen, bei ${tenant} ein Konto anzulegen.`,
    ],
    action: { label: 'Einladung annehmen', href: facts.link },
    ...linkLetter(facts, now),
    notYou: {
      heading: 'Sie haben das nicht erwartet?',
      body: 'Ignorieren Sie diese E-Mail: Ohne den Link entsteht kein Konto.',
    },
  }),
  sign_up_exists: (facts, { tenant }) => ({
    subject: `Sie haben schon ein Konto bei ${tenant}`,
    heading: 'Sie haben schon ein Konto',
    body: [
      `Jemand, vermutlich Sie, wollte mit dieser Adresse ein Konto bei ${tenant} erstellen. Sie haben schon eines: Melden Sie sich einfach an. Wenn Sie Ihr Passwort vergessen haben, wählen Sie ein neues.`,
    ],
    action: { label: 'Anmelden', href: facts.sign_in_link },
    more: { label: 'Neues Passwort wählen', href: facts.recovery_link },
    notYou: {
      heading: 'Sie waren das nicht?',
      body: 'Sie müssen nichts tun. Niemand ist in Ihr Konto gekommen, und wer es versucht hat, hat nicht erfahren, dass es existiert.',
    },
  }),
  new_sign_in: (facts, { tenant }) => ({
    subject: `Neue Anmeldung mit Ihrem Konto bei ${tenant}`,
    heading: 'Neue Anmeldung',
    body: [`Jemand hat sich mit Ihrem Konto bei ${tenant} angemeldet. Wenn Sie das waren, müssen Sie nichts tun.`],
    facts: occasion(facts),
    notYou: notYou(takenOver, tenant, facts),
  }),
  password_changed: (facts, { tenant }) => ({
    subject: `Ihr Passwort bei ${tenant} wurde geändert`,
    heading: 'Ihr Passwort wurde geändert',
    body: [`Ihr Konto bei ${tenant} hat ein neues Passwort. Wenn Sie es gewählt haben, müssen Sie nichts tun.`],
    facts: occasion(facts),
    notYou: notYou(takenOver, tenant, facts),
  }),
  email_changed: (facts, { tenant }) => ({
    subject: `Ihr Konto bei ${tenant} hat eine andere E-Mail-Adresse`,
    heading: 'Ihre E-Mail-Adresse wurde geändert',
    body: [
      `Ihr Konto bei ${tenant} hat jetzt eine andere Adresse als diese. Ab jetzt schreiben wir dorthin.`,
      'Wenn Sie das geändert haben, müssen Sie nichts tun.',
    ],
    facts: occasion(facts),
    notYou: notYou('Dann hat wohl jemand anderes Ihr Konto übernommen.', tenant, facts),
  }),
  factor_added: (facts, { tenant }) => ({
    subject: `Neue Anmeldeart für Ihr Konto bei ${tenant}`,
    heading: 'Neue Anmeldeart',
    body: [
      `Bei Ihrem Konto bei ${tenant} kann man sich jetzt mit ${factors[facts.factor].a} anmelden. Wenn Sie das eingerichtet haben, müssen Sie nichts tun.`,
    ],
    facts: factorFacts(facts),
    notYou: notYou(`${takenOver} Entfernen Sie dann, was Sie nicht eingerichtet haben.`, tenant, facts),
  }),
  factor_removed: (facts, { tenant }) => ({
    subject: `Eine Anmeldeart Ihres Kontos bei ${tenant} wurde entfernt`,
    heading: 'Eine Anmeldeart wurde entfernt',
    body: [
      `Bei Ihrem Konto bei ${tenant} kann man sich nicht mehr mit ${factors[facts.factor].a} anmelden. Wenn Sie das entfernt haben, müssen Sie nichts tun.`,
    ],
    facts: factorFacts(facts),
    notYou: notYou(takenOver, tenant, facts),
  }),
  factors_reset: (facts, { tenant }) => ({
    subject: `Ihr Konto bei ${tenant} braucht keinen zweiten Schritt mehr`,
    heading: 'Anmeldewege wurden zurückgesetzt',
    body: [
      `Die Verwaltung von ${tenant} hat die Passkeys, die Authenticator-App und die Wiederherstellungscodes Ihres Kontos entfernt und es überall abgemeldet. Wenn Sie darum gebeten haben, melden Sie sich an und richten Sie neu ein, was Sie nutzen möchten.`,
    ],
    facts: occasion(facts),
    notYou: notYou('Dann hat sich vielleicht jemand für Sie ausgegeben.', tenant, facts),
  }),
  app_requested: ({ app, organization, member, email, message, link }, { tenant }) => ({
    subject: `${member} bittet bei ${tenant} um ${app}`,
    heading: 'Eine App wartet auf Ihr Wort',
    body: [
      `${member} möchte ${app} mit ${organization} bei ${tenant} nutzen. Nur Administratoren können eine App freigeben, und dazu gehören Sie. Sehen Sie sich an, was sie darf, bevor Sie entscheiden.`,
    ],
    action: { label: 'Anfrage ansehen', href: link },
    facts: [['Von', email], ...(message === undefined ? [] : [['Nachricht', message] as const])],
    notYou: {
      heading: 'Haben Sie das nicht erwartet?',
      body: 'Fragen Sie nach, bevor Sie entscheiden. Die App bekommt nichts, bevor ein Administrator sie freigegeben hat.',
    },
  }),
  app_approved: ({ app, organization, message }, { tenant }) => ({
    subject: `${app} ist bei ${tenant} freigegeben`,
    heading: 'Die App ist freigegeben',
    body: [
      `Sie haben darum gebeten, ${app} mit ${organization} bei ${tenant} nutzen zu dürfen, und ein Administrator hat die App freigegeben. Kehren Sie zur App zurück und verbinden Sie sie; Sie werden noch einmal gefragt, was sie für Sie tun darf.`,
    ],
    facts: messageFacts(message),
    notYou: { heading: 'Haben Sie das nicht erwartet?', body: 'Dann tun Sie nichts: Ohne Sie bekommt die App nichts.' },
  }),
  app_refused: ({ app, organization, message }, { tenant }) => ({
    subject: `${app} ist bei ${tenant} nicht freigegeben`,
    heading: 'Die App ist nicht freigegeben',
    body: [
      `Sie haben darum gebeten, ${app} mit ${organization} bei ${tenant} nutzen zu dürfen, und ein Administrator hat abgelehnt, worum sie bat.`,
    ],
    facts: messageFacts(message),
    notYou: {
      heading: 'Haben Sie das nicht erwartet?',
      body: `Sprechen Sie mit den Administratoren von ${organization}: Sie können anders entscheiden.`,
    },
  }),
  app_review: ({ app, outcome, message, link }, { tenant }) => ({
    subject: reviews[outcome].subject(app, tenant),
    heading: reviews[outcome].heading,
    body: [reviews[outcome].body(app, tenant)],
    action: { label: 'App öffnen', href: link },
    facts: messageFacts(message),
    notYou: {
      heading: 'Haben Sie das nicht erwartet?',
      body: `Sie bekommen das, weil Sie ${app} mit entwickeln. Wer das ist, lässt sich in der Konsole von ${tenant} ändern.`,
    },
  }),
  organization_invitation: (facts, { tenant, now }) => ({
    subject: `${facts.invited_by} lädt Sie bei ${tenant} zu ${facts.organization} ein`,
    heading: `Einladung zu ${facts.organization}`,
    body: [
      `${facts.invited_by} hat Sie zu ${facts.organization} bei ${tenant} eingeladen. Als Mitglied können Sie Apps damit nutzen.`,
      'Die Einladung gilt für diese Adresse. Wenn Sie damit noch kein Konto haben, führt Sie der Link dorthin.',
    ],
    action: { label: 'Einladung ansehen', href: facts.link },
    ...linkLetter(facts, now),
    notYou: {
      heading: 'Haben Sie das nicht erwartet?',
      body: 'Dann beachten Sie diese Mail nicht: Ohne den Link treten Sie nirgends bei. Auch das Öffnen allein ändert nichts.',
    },
  }),
  operator_recovery: (facts, { tenant }) => ({
    subject: `Ein Link zur Wiederherstellung der Verwaltung von ${tenant}`,
    heading: 'Jemand hat einen Link zur Wiederherstellung erstellt',
    body: [
      facts.name === undefined
        ? `Auf dem Rechner, auf dem ${tenant} läuft, wurde ein Link erstellt, mit dem sich ein neuer Verwalter einrichten lässt. Er gilt einen Tag, und nur einmal.`
        : `Auf dem Rechner, auf dem ${tenant} läuft, wurde ein Link erstellt, mit dem der Verwalter ${facts.name} ein neues Passwort bekommt. Er gilt einen Tag, und nur einmal.`,
      'Sie bekommen diese E-Mail, weil Sie dort alles verwalten dürfen. Wenn Sie davon wissen, ist nichts zu tun.',
    ],
    facts: occasion(facts),
    notYou: {
      heading: 'Wissen Sie nichts davon?',
      body: 'Dann ist jemand auf den Rechner gelangt, der dort nichts zu suchen hat. Sprechen Sie mit denen, die ihn betreuen, und lesen Sie das Protokoll.',
    },
  }),
  account_deleted: (facts, { tenant }) => ({
    subject: `Ihr Konto bei ${tenant} ist gelöscht`,
    heading: 'Ihr Konto ist gelöscht',
    body: [
      `Ihr Konto bei ${tenant} und alles darin ist gelöscht, und keine App kann es mehr nutzen. Das ist die letzte E-Mail dazu.`,
    ],
    facts: occasion(facts),
    notYou: notYou('Dann war jemand anderes in Ihr Konto gekommen.', tenant, facts),
  }),
};

/** Mail to users, and the pages of the development inbox, in German. */
export const mail: Messages['mail'] = {
  letters,
  foot: (tenant, host) =>
    `${tenant} hat das gesendet, weil auf ${host} etwas getan wurde. Antworten an diese Adresse werden nicht gelesen.`,
  openInstead: 'Wenn die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:',
  inbox: {
    title: 'E-Mails',
    lead: 'Im Entwicklungsmodus bleiben E-Mails hier, statt verschickt zu werden. Die neuesten stehen oben.',
    leadSent:
      'Im Entwicklungsmodus steht hier eine Kopie jeder E-Mail. Verschickt wird sie auch, über den Mailserver der Konfiguration.',
    empty: {
      title: 'Noch keine E-Mails',
      body: 'Fordern Sie ein neues Passwort an, erstellen Sie ein Konto oder laden Sie jemanden ein: Was dort ankäme, erscheint hier.',
    },
    to: 'An',
    from: 'Von',
    sent: 'Wann',
    subject: 'Betreff',
    back: 'Alle E-Mails',
    links: 'Links darin',
    formatted: 'Wie ein Mailprogramm sie zeigt',
    plain: 'Als reiner Text',
    gone: 'Diese E-Mail ist nicht oder nicht mehr hier.',
    states: { sent: 'Verschickt', waiting: 'Wartet', givenUp: 'Aufgegeben' },
    attempts: (count) => (count === 1 ? '1 Versuch' : `${count} Versuche`),
    exactly,
  },
};
