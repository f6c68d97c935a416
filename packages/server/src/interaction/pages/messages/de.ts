import { account } from './de-account.ts';
import { appPages } from './de-app-pages.ts';
import { apps } from './de-apps.ts';
import { errors } from './de-errors.ts';
import { links } from './de-links.ts';
import { mail } from './de-mail.ts';
import { organizationChoice } from './de-organization-choice.ts';
import { organizations } from './de-organizations.ts';
import { scopes } from './de-scopes.ts';
import { security } from './de-security.ts';
import { setup } from './de-setup.ts';
import { duration } from './de-times.ts';
import { upstream } from './de-upstream.ts';
import type { Messages } from './en.ts';

const wait = (retryAfter: number | undefined): string =>
  retryAfter === undefined
    ? 'Bitte warten Sie einen Moment und versuchen Sie es dann noch einmal.'
    : `Bitte warten Sie ${duration(retryAfter)} und versuchen Sie es dann noch einmal.`;

/** Every text that a page shows, in German, with the formal address. */
export const de: Messages = {
  lang: 'de',
  dir: 'ltr',
  frame: {
    help: 'Hilfe',
    privacy: 'Datenschutz',
    terms: 'Nutzungsbedingungen',
    errorTitle: (title) => `Fehler: ${title}`,
  },
  login: {
    heading: 'Anmelden',
    forApp: (app) => `weiter zu ${app}`,
    forTenant: (tenant) => `mit Ihrem Konto bei ${tenant}`,
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    submit: 'Anmelden',
    cancel: (app) => `Abbrechen und zurück zu ${app}`,
    recovery: 'Passwort vergessen?',
    newHere: 'Neu hier?',
    signUp: 'Konto erstellen',
    or: 'oder',
    forget: 'Vergessen',
    passkey: 'Mit Passkey anmelden',
    byMail: 'Link per E-Mail erhalten',
    provider: (name) => `Weiter mit ${name}`,
    checkEmail: 'E-Mail-Adresse prüfen',
    checkPassword: 'Passwort prüfen',
    errors: {
      credentials: () => ({
        title: 'Die Angaben stimmen nicht.',
        body: 'E-Mail-Adresse oder Passwort ist falsch.',
      }),
      throttled: (retryAfter) => ({ title: 'Zu viele Versuche.', body: wait(retryAfter) }),
      busy: (retryAfter) => ({ title: 'Gerade ist sehr viel los.', body: wait(retryAfter) }),
      expired: () => ({
        title: 'Diese Seite war zu lange geöffnet.',
        body: 'Es ist nichts verloren gegangen. Bitte melden Sie sich noch einmal an.',
      }),
      outdated: () => ({
        title: 'Ihre Anmeldung wurde gerade geändert.',
        body: 'Während Sie sich angemeldet haben, wurde Ihr Passwort oder ein zweiter Schritt geändert. Bitte melden Sie sich noch einmal an.',
      }),
    },
  },
  consent: {
    heading: (app, tenant) => `Darf ${app} auf Ihr Konto bei ${tenant} zugreifen?`,
    verified: (tenant) => `Von ${tenant} geprüft`,
    unverified: (tenant) => `Von ${tenant} nicht geprüft.`,
    unverifiedHint: 'Erlauben Sie es nur, wenn Sie wissen, von wem die App stammt.',
    returnsTo: 'Führt Sie zurück zu',
    thisDevice: (host) => `diesem Gerät (${host})`,
    startedByYou: (app) =>
      `Die App läuft auf einem Gerät, und dort könnte sich jedes Programm als ${app} ausgeben. Fahren Sie nur fort, wenn Sie ${app} gerade selbst geöffnet haben.`,
    account: 'Ihr Konto',
    switchAccount: 'Wechseln',
    aboutYou: 'Was die App über Sie erfährt',
    mayDo: 'Was die App für Sie tun kann',
    nothing: 'Die App erfährt nur, dass Sie hier ein Konto haben, und sonst nichts über Sie.',
    emphasised: 'Sensibel',
    remembered: 'Schon einmal erlaubt',
    required: '(erforderlich)',
    howLong: 'Wie lange das gilt',
    untilRevoked: 'Bis Sie es widerrufen. Die App kann es auch nutzen, während Sie nicht da sind.',
    forAWhile: (seconds) => `Für ${duration(seconds)}. Danach kommt die App ohne Sie nicht weiter.`,
    takeBack: 'Widerrufen können Sie das jederzeit unter',
    yourApps: 'Apps mit Zugriff',
    askTenant: (tenant) => `Widerrufen können Sie das jederzeit: Wenden Sie sich an ${tenant}.`,
    allow: 'Erlauben',
    deny: 'Nicht erlauben',
    ownTerms: (app) => `Wenn Sie es erlauben, gelten für das, was ${app} erhält, die Bedingungen der App:`,
    website: 'Website',
    privacy: 'Datenschutzerklärung',
    terms: 'Nutzungsbedingungen',
  },
  answered: {
    heading: 'Sie haben schon geantwortet',
    explanation: (app) =>
      `Das Formular wurde zweimal abgeschickt. Ihre erste Antwort gilt, und ${app} hat sie bekommen.`,
    allowed: {
      heading: (app) => `Sie haben ${app} erlaubt`,
      explanation: (app) =>
        `Sie haben zweimal geklickt; einmal genügt. Gehen Sie zurück zu ${app}. Weiß die App noch nichts davon, melden Sie sich dort noch einmal an.`,
    },
    back: (app) => `Zurück zu ${app}`,
  },
  selectAccount: {
    heading: 'Konto auswählen',
    other: 'Anderes Konto verwenden',
  },
  error: errors,
  documentedError: {
    status: (status) => `HTTP-Status ${status}`,
    remedy: 'Was zu tun ist',
  },
  logout: {
    heading: (tenant) => `Von ${tenant} abmelden?`,
    explanation: (tenant) => `Sie werden in diesem Browser von ${tenant} abgemeldet.`,
    askedBy: (app, tenant) => `${app} möchte Sie abmelden. Sie werden in diesem Browser von ${tenant} abgemeldet.`,
    signOut: 'Abmelden',
    stay: 'Angemeldet bleiben',
  },
  signedOut: {
    heading: 'Sie sind abgemeldet',
    explanation: (tenant) =>
      `Niemand kann Ihr Konto bei ${tenant} in diesem Browser nutzen, bis Sie sich wieder anmelden.`,
    alsoApps: 'Auch von den Apps, die Sie damit genutzt haben, werden Sie gerade abgemeldet.',
    back: (app) => `Zurück zu ${app}`,
    signIn: 'Wieder anmelden',
  },
  scopes,
  ...appPages,
  apps,
  links,
  setup,
  security,
  account,
  mail,
  organizationChoice,
  organizations,
  upstream,
  formPost: {
    heading: (app) => (app === undefined ? 'Sie werden zur App zurückgeleitet' : `Sie werden zu ${app} zurückgeleitet`),
    explanation: 'Wenn in ein paar Sekunden nichts geschieht, klicken Sie auf die Schaltfläche.',
    submit: 'Weiter',
  },
  start: {
    lead: 'Apps von anderen können jetzt um die Erlaubnis Ihrer Nutzer bitten, und eine API kann prüfen, was sie bekommen hat. Hier ist der ganze Weg, bereit zum Ausprobieren.',
    tryIt: 'Beispiel-App ausprobieren',
    steps: [
      { title: 'App öffnen', body: 'Sie weiß nichts über Sie und schickt Sie zum Anmelden hierher.' },
      { title: 'Anmelden und erlauben', body: 'Sie sehen, wer worum bittet, und entscheiden.' },
      { title: 'Ergebnis ansehen', body: 'Die App ruft die Beispiel-API mit genau dem auf, was Sie erlaubt haben.' },
    ],
    demoUser: 'Als Demo-Nutzer anmelden',
    demoUserHint: 'Diesen Nutzer gibt es nur im Entwicklungsmodus.',
    products: 'Drei Produkte, jedes mit eigenen Gepflogenheiten',
    productsHint:
      'Jedes hat einen eigenen Issuer, eine eigene API und eigene Beispiel-Apps. Der Demo-Nutzer ist in allen zu Hause.',
    running: 'Was läuft',
    forDevelopers: 'Die eigene App verbinden',
    discoveryHint:
      'Die meisten Bibliotheken für OAuth und OpenID Connect brauchen nur den Issuer: Den Rest lesen sie aus seinem Discovery-Dokument.',
    issuer: 'Issuer',
    discovery: 'Discovery-Dokument',
    cli: 'App registrieren',
  },
};
