import { before, day, duration, exactly } from './de-times.ts';
import type { Messages } from './en.ts';

const DAY = 86_400;

const wait = (retryAfter: number | undefined): string =>
  retryAfter === undefined
    ? 'Bitte warten Sie einen Moment und versuchen Sie es dann noch einmal.'
    : `Bitte warten Sie ${duration(retryAfter)} und versuchen Sie es dann noch einmal.`;

/** Ways to prove who one is besides a password, in German. */
export const security: Messages['security'] = {
  again: {
    heading: 'Bestätigen Sie, dass Sie es sind',
    lead: 'Sie möchten etwas Wichtiges ändern. Bitte melden Sie sich dafür noch einmal an.',
  },
  passkey: {
    add: 'Passkey hinzufügen',
    failed: 'Ihr Gerät hat nicht geantwortet. Versuchen Sie es noch einmal, oder machen Sie auf andere Weise weiter.',
    exists: 'Dieses Gerät hat schon einen Passkey für Ihr Konto.',
    noScript: 'Passkeys brauchen JavaScript, und das ist in diesem Browser ausgeschaltet.',
    impossible: 'Dieser Browser kann hier keine Passkeys verwenden.',
  },
  loginErrors: {
    passkey: () => ({
      title: 'Dieser Passkey hat nicht funktioniert.',
      body: 'Vielleicht wurde er aus Ihrem Konto entfernt, oder die Seite war zu lange geöffnet. Versuchen Sie es noch einmal, oder verwenden Sie Ihr Passwort.',
    }),
  },
  secondFactor: {
    heading: 'Noch ein Schritt',
    lead: {
      totp: 'Geben Sie den Code ein, den Ihre Authenticator-App jetzt zeigt.',
      other: 'Zeigen Sie auf einem zweiten Weg, dass Sie es sind.',
      wanted: (app) => `${app} verlangt einen stärkeren Nachweis, dass Sie es sind.`,
    },
    code: 'Code',
    codeHint: '6 Ziffern',
    submit: 'Weiter',
    or: 'oder',
    passkey: 'Passkey verwenden',
    lost: 'Kein Zugang zu Ihrer App?',
    recoveryCode: 'Wiederherstellungscode',
    recoveryHint: 'Einer der zehn, die Sie aufbewahrt haben. Jeder gilt einmal.',
    useRecovery: 'Wiederherstellungscode verwenden',
    decline: 'Ohne fortfahren',
    restart: 'Von vorn beginnen',
    checkCode: 'Code prüfen',
    errors: {
      code: () => ({
        title: 'Dieser Code stimmt nicht.',
        body: 'Vielleicht hat er sich inzwischen geändert. Jeder Code gilt einmal.',
      }),
      recovery_code: () => ({
        title: 'Dieser Wiederherstellungscode stimmt nicht.',
        body: 'Vielleicht wurde er schon verwendet oder durch neuere ersetzt.',
      }),
      passkey: () => ({
        title: 'Dieser Passkey hat nicht funktioniert.',
        body: 'Vielleicht wurde er aus Ihrem Konto entfernt, oder die Seite war zu lange geöffnet. Bitte versuchen Sie es noch einmal.',
      }),
      throttled: (retryAfter) => ({ title: 'Zu viele Versuche.', body: wait(retryAfter) }),
    },
  },
  page: {
    title: 'Anmeldung und Sicherheit',
    lead: 'Wie Sie zeigen, dass Sie es sind.',
    ago: (at, now) => {
      const passed = now - at;
      if (passed >= DAY) return day(at);
      return passed < 60 ? 'gerade eben' : before(passed);
    },
    exactly,
    password: {
      heading: 'Passwort',
      set: 'Sie melden sich mit E-Mail-Adresse und Passwort an.',
      none: 'Sie haben kein Passwort.',
      change: 'Passwort ändern',
      create: 'Passwort festlegen',
    },
    passkeys: {
      heading: 'Passkeys',
      about:
        'Melden Sie sich mit Fingerabdruck, Gesicht oder dem Entsperrcode Ihres Geräts an. Ein Passkey lässt sich nicht erraten und funktioniert nicht auf einer gefälschten Kopie dieser Seite.',
      added: 'Hinzugefügt',
      used: 'Zuletzt verwendet',
      unused: 'Noch nicht verwendet',
      synced: 'Wird zwischen Ihren Geräten abgeglichen',
      rename: 'Umbenennen',
      renameOf: (name) => `Passkey ${name}`,
      remove: 'Entfernen',
      name: 'Name',
      save: 'Speichern',
    },
    totp: {
      heading: 'Authenticator-App',
      about:
        'Nach dem Passwort geben Sie auch einen Code aus einer App auf Ihrem Telefon ein. Wer nur Ihr Passwort kennt, bleibt draußen.',
      on: 'Eingeschaltet. Nach dem Passwort werden Sie nach einem Code gefragt.',
      since: 'Seit',
      setUp: 'Authenticator-App einrichten',
      remove: 'Ausschalten',
    },
    recovery: {
      heading: 'Wiederherstellungscodes',
      about: 'Für den Tag, an dem Ihr Telefon oder Passkey weg ist. Jeder Code gilt einmal, nach Ihrem Passwort.',
      left: (count) =>
        count === 1 ? 'Ein Code ist übrig.' : count === 0 ? 'Sie haben keine Codes.' : `${count} Codes sind übrig.`,
      few: 'Erstellen Sie neue, bevor sie ausgehen.',
      make: 'Wiederherstellungscodes erstellen',
      renew: 'Neue Wiederherstellungscodes erstellen',
    },
    done: {
      passkey_added: { title: 'Der Passkey ist hinzugefügt.', body: 'Ab jetzt können Sie sich damit anmelden.' },
      passkey_renamed: { title: 'Der Passkey hat einen neuen Namen.', body: '' },
      passkey_removed: {
        title: 'Der Passkey ist entfernt.',
        body: 'Er meldet Sie nicht mehr an. Vielleicht zeigt Ihr Gerät ihn noch: Löschen Sie ihn auch dort.',
      },
      totp_removed: {
        title: 'Die Authenticator-App ist ausgeschaltet.',
        body: 'Zum Anmelden genügt wieder Ihr Passwort, und Ihre Wiederherstellungscodes gelten nicht mehr.',
      },
    },
  },
  addPasskey: {
    title: 'Passkey hinzufügen',
    lead: 'Ihr Gerät fragt gleich nach Fingerabdruck, Gesicht oder Entsperrcode.',
    name: 'Name',
    nameHint: 'Damit Sie ihn später wiedererkennen, zum Beispiel „Mein Telefon“.',
    defaultName: 'Passkey',
    error: {
      title: 'Der Passkey wurde nicht hinzugefügt.',
      body: 'Ihr Gerät hat nicht wie erwartet geantwortet, oder die Seite war zu lange geöffnet. Bitte versuchen Sie es noch einmal.',
    },
    many: {
      title: 'Sie haben so viele Passkeys, wie ein Konto haben kann.',
      body: 'Entfernen Sie einen, den Sie nicht mehr verwenden.',
    },
  },
  removePasskey: {
    title: (name) => `Passkey ${name} entfernen?`,
    facts: {
      out: 'Er meldet Sie dann nicht mehr an.',
      left: (count) =>
        count === 1 ? 'Sie haben noch einen Passkey, der bleibt.' : `Ihre ${count} anderen Passkeys bleiben.`,
      password: 'Mit Ihrem Passwort können Sie sich weiter anmelden.',
      providers: (names) =>
        `Mit ${new Intl.ListFormat('de', { type: 'disjunction' }).format(names)} können Sie sich weiter anmelden.`,
      last: 'Er ist Ihre einzige Möglichkeit, sich anzumelden.',
    },
    keep: 'Behalten',
    remove: 'Entfernen',
    only: 'Dieser Passkey ist Ihre einzige Möglichkeit, sich anzumelden. Legen Sie zuerst ein Passwort fest, oder fügen Sie einen anderen Passkey hinzu.',
  },
  setUpTotp: {
    title: 'Authenticator-App einrichten',
    lead: 'Sie brauchen eine App, die Codes erzeugt. Ihr Telefon oder Ihr Passwortmanager bringt meist eine mit.',
    scan: 'Diesen Code mit der App scannen',
    scanHint: 'Mit der Kamera der App, auf dem Telefon, das Ihnen die Codes zeigen soll.',
    scanLabel: 'QR-Code mit dem Schlüssel, der weiter unten auch ausgeschrieben ist.',
    open: 'In der App auf diesem Gerät öffnen',
    openHint: 'Das geht, wenn so eine App auf dem Gerät installiert ist, auf dem Sie das lesen.',
    type: 'Oder geben Sie diesen Schlüssel in die App ein',
    typeHint: 'Zeitbasiert, 6 Ziffern, alle 30 Sekunden. Zeigen Sie den Schlüssel niemandem.',
    key: 'Schlüssel',
    code: 'Code, den die App jetzt zeigt',
    submit: 'Einschalten',
    others:
      'In anderen Browsern, in denen Sie angemeldet sind, werden Sie abgemeldet: Dort wurde noch kein Code eingegeben.',
    errors: {
      code: {
        title: 'Dieser Code stimmt nicht.',
        body: 'Geben Sie den neuesten ein. Wenn er immer noch nicht stimmt, prüfen Sie die Uhrzeit Ihres Telefons.',
      },
      expired: {
        title: 'Diese Seite war zu lange geöffnet.',
        body: 'Hier ist ein neuer Schlüssel. Entfernen Sie den vorigen aus Ihrer App.',
      },
      exists: {
        title: 'Es ist schon eine Authenticator-App eingeschaltet.',
        body: 'Schalten Sie sie zuerst aus, wenn Sie eine andere verwenden möchten.',
      },
    },
    checkCode: 'Code prüfen',
  },
  removeTotp: {
    title: 'Authenticator-App ausschalten?',
    facts: {
      alone: 'Zum Anmelden genügt dann Ihr Passwort.',
      codes: 'Ihre Wiederherstellungscodes gelten nicht mehr.',
      passkeys: 'Ihre Passkeys bleiben.',
    },
    keep: 'Eingeschaltet lassen',
    remove: 'Ausschalten',
  },
  recoveryCodes: {
    title: 'Ihre Wiederherstellungscodes',
    lead: 'Sie werden nur dieses eine Mal gezeigt. Bewahren Sie sie dort auf, wo Sie sie auch ohne Ihr Telefon finden.',
    on: {
      title: 'Die Authenticator-App ist eingeschaltet.',
      body: 'Ab jetzt werden Sie nach dem Passwort nach einem Code gefragt.',
    },
    replaced: { title: 'Diese Codes sind neu.', body: 'Die vorigen gelten nicht mehr.' },
    download: 'Als Textdatei sichern',
    fileName: 'wiederherstellungscodes.txt',
    file: (tenant, email, at) =>
      `Wiederherstellungscodes für ${email} bei ${tenant}\nErstellt am ${exactly(at)}. Jeder gilt einmal, nach Ihrem Passwort.\n`,
    kept: 'Ich habe sie aufbewahrt',
    heading: 'Neue Wiederherstellungscodes erstellen?',
    confirm: 'Die jetzigen Codes gelten dann sofort nicht mehr.',
    make: 'Neue Codes erstellen',
    keep: 'Alte behalten',
  },
};
