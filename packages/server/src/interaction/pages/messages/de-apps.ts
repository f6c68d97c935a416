import { before, day, exactly, roughly } from './de-times.ts';
import type { Messages } from './en.ts';

const DAY = 86_400;

/** The pages where a user sees and uninstalls what they allowed, in German. */
export const apps: Messages['apps'] = {
  heading: 'Apps mit Zugriff',
  lead: (tenant) => `Diese Apps dürfen Ihr Konto bei ${tenant} nutzen. Entfernen Sie, was Sie nicht mehr brauchen.`,
  empty: {
    title: 'Keine App hat Zugriff',
    body: (tenant) => `Niemand außer Ihnen kann Ihr Konto bei ${tenant} nutzen.`,
    next: 'Wenn eine App Ihr Konto nutzen möchte, entscheiden Sie, was sie darf. Was Sie erlaubt haben, steht dann hier, und Sie können es jederzeit beenden.',
  },
  active: 'Mit Zugriff',
  dormant: 'Zurzeit ohne Zugriff',
  dormantHint: 'Was diese Apps tun durften, ist abgelaufen. Wir merken uns Ihre Antwort, bis Sie die Apps entfernen.',
  managed: 'Von der Verwaltung eingerichtet',
  managedHint: (tenant) =>
    `Diese Apps haben nicht Sie selbst erlaubt, und nur die Verwaltung von ${tenant} kann sie beenden. Wenden Sie sich dorthin, wenn Sie eine davon nicht möchten.`,
  verified: 'Geprüft',
  unverified: 'Nicht geprüft',
  allowed: 'Erlaubt',
  on: (organization: string) => `Für ${organization}`,
  lastUsed: 'Zuletzt genutzt',
  neverUsed: 'Noch nicht genutzt',
  setUp: 'Eingerichtet',
  sees: 'Über Sie',
  does: 'Für Sie',
  nothing: 'Die App weiß nur, dass Sie hier ein Konto haben.',
  ago: (at, now) => {
    const passed = now - at;
    if (passed >= DAY) return `am ${day(at)}`;
    return passed < 60 ? 'gerade eben' : before(passed);
  },
  exactly,
  untilEnded: 'Hat Zugriff, bis Sie ihn beenden',
  untilEndedByAdministrator: 'Hat Zugriff, bis die Verwaltung ihn beendet',
  until: (at, now) => (at - now >= DAY ? `Hat Zugriff bis zum ${day(at)}` : `Hat noch ${roughly(at - now)} Zugriff`),
  atTheLatest: (at) => `spätestens bis zum ${day(at)}`,
  noAccess: 'Hat zurzeit keinen Zugriff',
  disabled: (tenant) => `Von ${tenant} abgeschaltet: Die App kann Ihr Konto nicht nutzen.`,
  notOpen: (tenant) => `Kann Ihr Konto zurzeit nicht nutzen: ${tenant} hat die App nicht für Sie freigegeben.`,
  managedBy: (tenant) =>
    `Von der Verwaltung von ${tenant} eingerichtet; die App handelt in Ihrem Namen, ohne zu fragen.`,
  account: 'Ihr Konto',
  back: 'Alle Apps mit Zugriff',
  seesAboutYou: 'Was die App über Sie erfährt',
  mayDo: 'Was die App für Sie tun kann',
  each: {
    heading: 'Die Zugriffe im Einzelnen',
    one: 'Beim Beenden endet dieser Zugriff. Beim Entfernen vergessen wir auch, dass Sie ihn erlaubt haben.',
    many: 'Jede Anmeldung und jedes Gerät hat einen eigenen Zugriff. Sie können einen beenden und die anderen behalten.',
    given: 'Erlaubt',
    forScopes: (names) => `Für: ${names}`,
    forAll: 'Für alles oben Genannte',
    end: 'Zugriff beenden',
    endOf: (when) => `${when} erlaubt`,
    none: 'Zurzeit gilt nichts. Wenn Sie die App wieder öffnen, muss sie für dasselbe vielleicht nicht noch einmal fragen.',
  },
  ended: { title: 'Dieser Zugriff ist beendet.', body: 'Die App kann ihn nicht mehr nutzen.' },
  changed: {
    title: 'Berechtigung entzogen.',
    body: 'Die App hat sie nicht mehr und müsste Sie noch einmal fragen.',
  },
  change: {
    button: 'Berechtigungen ändern',
    heading: (app) => `Was darf ${app}?`,
    lead: (app) =>
      `Entfernen Sie das Häkchen bei allem, was ${app} verlieren soll. Um mehr kann Sie nur die App selbst bitten.`,
    save: 'Speichern',
    keep: 'So lassen',
  },
  leave: {
    heading: 'Zugriff entziehen',
    body: (app) => `${app} verliert sofort den Zugriff, überall, wo Sie ihn erlaubt haben.`,
    forget: (app) =>
      `${app} hat zurzeit keinen Zugriff. Beim Entfernen vergessen wir auch, was Sie der App erlaubt haben.`,
    uninstall: (app) => `${app} entfernen`,
    managedHeading: 'Wer das beenden kann',
    managedBody: (tenant) =>
      `Das kann nur die Verwaltung von ${tenant}, die es eingerichtet hat. Wenden Sie sich dorthin, wenn Sie es nicht möchten.`,
  },
  confirm: {
    heading: (app) => `${app} entfernen?`,
    atOnce: (app, tenant) => `${app} verliert sofort den Zugriff auf Ihr Konto bei ${tenant}, auf allen Ihren Geräten.`,
    keeps: 'Was die App kopiert hat, behält sie. Bitten Sie die Hersteller, es zu löschen, wenn Sie das möchten.',
    again: 'Sie können den Zugriff später wieder erlauben. Die App muss Sie dann fragen.',
    keep: 'Behalten',
    uninstall: 'Entfernen',
  },
  uninstalled: {
    title: (app) => `${app} ist entfernt.`,
    body: 'Die App hat keinen Zugriff mehr auf Ihr Konto. Was sie kopiert hat, behält sie.',
  },
  gone: {
    heading: 'Diese App hat keinen Zugriff',
    body: 'Sie wurde schon entfernt oder gehört nicht zu diesem Konto. Es gibt nichts mehr zu tun.',
    back: 'Apps mit Zugriff ansehen',
  },
};
