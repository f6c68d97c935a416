import { before, day, exactly } from './de-times.ts';
import type { Messages } from './en.ts';

const DAY = 86_400;

const count = (value: number, one: string, many: string) => `${value} ${value === 1 ? one : many}`;

const list = (items: readonly string[]) => new Intl.ListFormat('de', { type: 'conjunction' }).format(items);

const all = (names: readonly string[], more: number) => list(more > 0 ? [...names, `${more} weitere`] : names);

/** The pages where a user keeps their account, in German. */
export const account: Messages['account'] = {
  sections: {
    overview: { title: 'Ihr Konto', about: '' },
    profile: { title: 'Profil', about: 'Name, Bild, Telefonnummer und Anschrift' },
    security: { title: 'Anmeldung und Sicherheit', about: 'Wie Sie zeigen, dass Sie es sind' },
    devices: { title: 'Geräte', about: 'Wo Sie angemeldet sind' },
    apps: { title: 'Apps mit Zugriff', about: 'Was Apps von anderen für Sie tun dürfen' },
    organizations: { title: 'Organisationen', about: 'Firmen und Teams, zu denen Sie gehören' },
    data: { title: 'Ihre Daten', about: 'Daten herunterladen oder Konto löschen' },
  },
  exactly,
  ago: (at, now) => {
    const passed = now - at;
    if (passed >= 7 * DAY) return `am ${day(at)}`;
    return passed < 60 ? 'gerade eben' : before(passed);
  },
  list,
  overview: {
    signedIn: (tenant) => `Sie sind bei ${tenant} angemeldet.`,
    devices: (sessions) => `Auf ${count(sessions, 'Gerät', 'Geräten')} angemeldet`,
    apps: (apps) => (apps === 0 ? 'Keine App hat Zugriff' : `${count(apps, 'App hat', 'Apps haben')} Zugriff`),
    factors: {
      password: 'Passwort',
      passkeys: (passkeys) => count(passkeys, 'Passkey', 'Passkeys'),
      totp: 'Authenticator-App',
      none: 'Anmeldeart hinzufügen',
    },
  },
  profile: {
    lead: 'Alle Angaben sind freiwillig. Eine App sieht etwas davon nur, wenn Sie es ihr erlaubt haben.',
    saved: {
      title: 'Gespeichert.',
      body: 'Apps, mit denen Sie es teilen, sehen es, wenn sie das nächste Mal danach fragen.',
    },
    wrong: { title: 'Es ist noch nichts gespeichert.', body: 'Manches kann so nicht bleiben.' },
    groups: {
      profile: 'Über Sie',
      phone: 'Telefon',
      address: 'Anschrift',
    },
    email: {
      heading: 'E-Mail-Adresse',
      verified: 'Bestätigt',
      unverified: 'Nicht bestätigt',
      change: 'Ändern',
      changeWhat: 'der E-Mail-Adresse',
    },
    released: (permission) => `Sichtbar für Apps, denen Sie „${permission}“ erlaubt haben.`,
    seenBy: (apps) => `Zurzeit: ${list(apps)}.`,
    seenByMany: (apps, more) => `Zurzeit: ${apps.join(', ')} und ${more} weitere.`,
    seenByNobody: 'Zurzeit sieht es keine App.',
    labels: {
      name: 'Vollständiger Name',
      given_name: 'Vorname',
      family_name: 'Nachname',
      nickname: 'Spitzname',
      preferred_username: 'Benutzername, den Apps zeigen dürfen',
      picture: 'Adresse eines Bildes von Ihnen',
      website: 'Website',
      birthdate: 'Geburtsdatum',
      gender: 'Geschlecht',
      zoneinfo: 'Zeitzone',
      locale: 'Sprache',
      phone_number: 'Telefonnummer',
      street_address: 'Straße und Hausnummer',
      locality: 'Ort',
      region: 'Bundesland oder Region',
      postal_code: 'Postleitzahl',
      country: 'Land',
    },
    hints: {
      picture: 'Beginnt mit https://',
      birthdate: 'Zum Beispiel 1990-02-28, oder nur das Jahr',
      phone_number: 'Mit der Ländervorwahl, zum Beispiel +49 30 90820',
    },
    unset: 'Keine Angabe',
    save: 'Speichern',
    problems: {
      too_long: (limit) => `Verwenden Sie höchstens ${limit} Zeichen.`,
      invisible: () =>
        'Darin sind unsichtbare Zeichen, die die Reihenfolge der anderen ändern. Geben Sie den Text neu ein.',
      space: () => 'Lassen Sie die Leerzeichen weg.',
      https_url: () => 'Geben Sie eine vollständige Adresse an, die mit https:// beginnt.',
      web_url: () => 'Geben Sie eine vollständige Adresse an, die mit https:// oder http:// beginnt.',
      date: () => 'Schreiben Sie es wie 1990-02-28, oder nur das Jahr.',
      future: () => 'Dieser Tag liegt in der Zukunft.',
      phone: () => 'Beginnen Sie mit + und der Ländervorwahl, dann folgen Ziffern: +49 30 90820.',
      choice: () => 'Wählen Sie etwas aus der Liste.',
    },
  },
  devices: {
    lead: (tenant) => `Browser, in denen jemand mit Ihrem Konto bei ${tenant} angemeldet ist.`,
    here: 'Dieses Gerät',
    unknownDevice: 'Unbekanntes Gerät',
    on: (browser, system) => `${browser} auf ${system}`,
    from: (address) => `Von ${address}`,
    fromNowhere: 'Von einer unbekannten Adresse',
    signedIn: 'Angemeldet',
    lastActive: 'Zuletzt aktiv',
    active: 'Jetzt aktiv',
    signOut: 'Abmelden',
    signOutOf: (device, when) => `${device}, angemeldet ${when}`,
    unsure: 'Gehört eines davon nicht Ihnen? Melden Sie es ab und ändern Sie Ihr Passwort.',
    all: {
      heading: 'Überall auf einmal',
      body: 'Apps, bei denen Sie sich von diesen Geräten aus angemeldet haben, erfahren es, damit auch sie Sie abmelden können. Was Apps nur dürfen, solange Sie angemeldet sind, endet; was Sie ihnen auch für die Zeit erlaubt haben, in der Sie nicht da sind, gilt weiter, bis Sie die Apps entfernen.',
      others: 'Überall sonst abmelden',
      everywhere: 'Überall abmelden, auch hier',
      onlyHere: 'Sie sind nur auf diesem Gerät angemeldet.',
    },
    done: {
      one: { title: 'Das Gerät ist abgemeldet.', body: 'Wer es benutzt, muss sich neu anmelden.' },
      others: (devices) => ({
        title: `${count(devices, 'Gerät ist', 'Geräte sind')} abgemeldet.`,
        body: 'Hier sind Sie weiter angemeldet.',
      }),
    },
    gone: {
      title: 'Dieses Gerät ist nicht angemeldet.',
      body: 'Es wurde schon abgemeldet oder ist keines von Ihren.',
    },
  },
  data: {
    lead: (tenant) => `Was ${tenant} über Sie speichert und wie Sie es beenden.`,
    download: {
      heading: 'Ihre Daten herunterladen',
      body: 'Eine Datei, die Menschen und Programme lesen können (JSON). Sie enthält keine Passwörter und keine Schlüssel.',
      contents: [
        'Ihr Profil und Ihre E-Mail-Adresse',
        'Die Geräte, auf denen Sie angemeldet sind',
        'Die Apps, denen Sie etwas erlaubt haben, und was',
        'Die Namen Ihrer Passkeys',
        'Was mit Ihrem Konto getan wurde, und wann',
      ],
      button: 'Herunterladen',
    },
    deletion: {
      heading: 'Konto löschen',
      body: 'Ihr Konto, Ihr Profil und alle Anmeldearten werden endgültig entfernt. Nur das Protokoll dessen, was getan wurde, bleibt.',
      button: 'Konto löschen',
    },
  },
  deletion: {
    heading: 'Ihr Konto löschen?',
    lead: 'Das lässt sich nicht rückgängig machen. Niemand kann das Konto zurückholen, auch nicht für Sie.',
    breaks: 'Was sofort geschieht',
    apps: (names, more) =>
      more > 0
        ? `${names.join(', ')} und ${more} weitere verlieren den Zugriff.`
        : `${list(names)} ${names.length === 1 ? 'verliert' : 'verlieren'} den Zugriff.`,
    noApps: 'Keine App hat Zugriff, also verliert ihn auch keine.',
    organizations: {
      inherited: (names, more) =>
        `${all(names, more)}: Außer Ihnen ${names.length === 1 ? 'gehört die Organisation' : 'gehören diese Organisationen'} niemandem. Neuer Inhaber wird, wer dort am längsten Administrator ist; wo es keinen gibt, wer am längsten Mitglied ist.`,
      deleted: (names, more) =>
        `${all(names, more)}: Außer Ihnen gehört niemand dazu. ${names.length === 1 ? 'Die Organisation wird' : 'Diese Organisationen werden'} gelöscht, mit jedem Zugriff von Apps.`,
    },
    copies: 'Was Apps kopiert haben, behalten sie. Bitten Sie die Hersteller, es zu löschen, wenn Sie das möchten.',
    sessions: (sessions) =>
      sessions === 1
        ? 'Sie werden auf diesem Gerät abgemeldet, ebenso von den Apps, bei denen Sie sich von hier aus angemeldet haben.'
        : `Sie werden auf allen ${sessions} Geräten abgemeldet, ebenso von den Apps, bei denen Sie sich von dort aus angemeldet haben.`,
    all: (tenant) =>
      `Ihr Profil, Ihre Passwörter und Ihre Passkeys werden entfernt. Bei ${tenant} können Sie sich nicht mehr anmelden.`,
    again: 'Ein neues Konto mit derselben E-Mail-Adresse wäre für jede App ein fremdes.',
    confirm: 'Sind Sie es wirklich?',
    password: 'Ihr Passwort',
    button: 'Mein Konto löschen',
    keep: 'Behalten',
    signInFirst:
      'Melden Sie sich zuerst noch einmal an, damit niemand sonst das an einem Browser tun kann, den Sie offen gelassen haben.',
    signIn: 'Noch einmal anmelden',
    errors: {
      credentials: { title: 'Das stimmt nicht.', body: 'Das Passwort ist falsch. Es wurde nichts gelöscht.' },
      last_operator: {
        title: 'Nur Sie verwalten diese Installation.',
        body: 'Geben Sie zuerst jemand anderem die Rolle operator. Es wurde nichts gelöscht.',
      },
    },
    checkPassword: 'Passwort prüfen',
    wrongPassword: 'Das ist nicht Ihr Passwort.',
    deleted: {
      heading: 'Ihr Konto ist gelöscht',
      body: (tenant) =>
        `Bei ${tenant} ist nichts mehr gespeichert, womit Sie sich anmelden können, und keine App hat mehr Zugriff.`,
      apps: 'Die Apps, die Sie damit genutzt haben, erfahren es gerade.',
      next: 'Sie können dieses Fenster schließen.',
    },
  },
};
