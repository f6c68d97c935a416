import { duration } from './de-times.ts';
import type { Messages } from './en.ts';

/** How an account is reached by mail, in German. */
export const links: Messages['links'] = {
  email: 'E-Mail-Adresse',
  toSignIn: 'Zur Anmeldung',
  wrongAddress: {
    title: 'Das ist keine E-Mail-Adresse.',
    body: 'Schreiben Sie sie wie name@example.com.',
    check: 'E-Mail-Adresse prüfen',
  },
  mailOff: {
    heading: 'Wir können hier keine E-Mails verschicken',
    body: (tenant) =>
      `${tenant} verschickt zurzeit keine E-Mails, deshalb geht das nicht. Bitten Sie ${tenant} um Hilfe.`,
  },
  ask: {
    sign_up: {
      heading: 'Konto erstellen',
      lead: 'Nennen Sie uns zuerst Ihre Adresse. Wir schicken einen Link dorthin, damit niemand sonst sie verwenden kann.',
      submit: 'Link schicken',
      back: 'Ich habe ein Konto',
    },
    recovery: {
      heading: 'Neues Passwort wählen',
      lead: 'Nennen Sie uns die Adresse Ihres Kontos. Wir schicken einen Link dorthin, mit dem Sie ein neues Passwort wählen.',
      submit: 'Link schicken',
      back: 'Zurück zur Anmeldung',
    },
    sign_in: {
      heading: 'Per E-Mail anmelden',
      lead: 'Wir schicken einen Link und einen Code an die Adresse Ihres Kontos. Ein Passwort brauchen Sie nicht.',
      submit: 'Link und Code schicken',
      back: 'Passwort verwenden',
    },
  },
  byInvitation: {
    heading: 'Sie brauchen eine Einladung',
    body: (tenant) =>
      `${tenant} vergibt Konten auf Einladung. Wenn Sie eine haben, öffnen Sie den Link in der E-Mail dazu.`,
  },
  sent: {
    heading: 'Sehen Sie in Ihren E-Mails nach',
    sign_up: (email) => `Wir haben eine E-Mail an ${email} geschickt. Öffnen Sie den Link darin, um weiterzumachen.`,
    recovery: (email) =>
      `Wenn es zu ${email} ein Konto gibt, ist eine E-Mail dorthin unterwegs. Öffnen Sie den Link darin, um ein neues Passwort zu wählen.`,
    sign_in: (email) =>
      `Wenn es zu ${email} ein Konto gibt, ist eine E-Mail dorthin unterwegs. Geben Sie den Code daraus hier ein, oder öffnen Sie den Link darin.`,
    sameBrowser: (app) => `Öffnen Sie den Link in diesem Browser: Dann kommen Sie direkt zurück zu ${app}.`,
    nothing: 'Nach ein paar Minuten noch keine E-Mail? Sehen Sie im Spam-Ordner nach, oder prüfen Sie die Adresse:',
    works: (seconds) => `Der Link gilt ${duration(seconds)}, und nur einmal.`,
    otherAddress: 'Andere Adresse verwenden',
  },
  code: {
    label: 'Code',
    hint: 'Sechs Ziffern aus der E-Mail',
    submit: 'Anmelden',
    check: 'Code prüfen',
    wrong: {
      title: 'Das ist nicht der Code.',
      body: 'Nehmen Sie den aus der neuesten E-Mail. Er gilt zehn Minuten, und nur in diesem Browser.',
    },
    throttled: (retryAfter) => ({
      title: 'Zu viele Versuche.',
      body: `Bitte warten Sie ${duration(retryAfter)} und versuchen Sie es dann noch einmal.`,
    }),
  },
  password: {
    label: 'Neues Passwort',
    ownLabel: 'Passwort',
    again: 'Noch einmal dasselbe',
    hint: (min) =>
      `Mindestens ${min} Zeichen. Lang ist besser als kompliziert: Ein paar Wörter, die nicht zusammengehören, genügen. Einfügen ist erlaubt.`,
    strengths: {
      fair: 'Ihr Passwort ist gerade schwer genug zu erraten.',
      good: 'Ihr Passwort ist schwer zu erraten.',
      strong: 'Ihr Passwort ist sehr schwer zu erraten.',
    },
    different: { title: 'Die Passwörter sind verschieden.', body: 'Geben Sie zweimal dasselbe Passwort ein.' },
    check: 'Passwort prüfen',
    problem: (found) => {
      switch (found.code) {
        case 'too_short':
          return { title: 'Das Passwort ist zu kurz.', body: `Es braucht mindestens ${found.min} Zeichen.` };
        case 'too_long':
          return { title: 'Das Passwort ist zu lang.', body: `Es darf höchstens ${found.max} Byte lang sein.` };
        case 'malformed':
          return {
            title: 'Das Passwort enthält ein beschädigtes Zeichen.',
            body: 'Tippen Sie es ein, statt es einzufügen.',
          };
        case 'guessable':
          return {
            title: 'Das Passwort ist zu leicht zu erraten.',
            body: 'Es besteht aus dem, was zuerst ausprobiert wird: häufigen Wörtern, benachbarten Tasten, Jahreszahlen, Wiederholungen. Fügen Sie Wörter hinzu, die niemand erwartet.',
          };
        case 'personal':
          return {
            title: 'Das Passwort ist zu leicht zu erraten.',
            body: 'Es besteht aus Ihrem Namen, Ihrer Adresse oder dem Namen dieses Dienstes. Fügen Sie Wörter hinzu, die niemand erwartet.',
          };
      }
    },
    busy: {
      title: 'Gerade ist sehr viel los.',
      body: 'Bitte warten Sie einen Moment und versuchen Sie es dann noch einmal.',
    },
  },
  name: 'Ihr Name',
  nameHint: 'So können Apps Sie nennen, wenn Sie ihnen erlauben, ihn zu sehen.',
  open: {
    sign_up: {
      heading: 'Konto erstellen',
      lead: 'Diese Adresse gehört Ihnen. Zwei Dinge fehlen noch.',
      submit: 'Konto erstellen',
    },
    invitation: {
      heading: 'Willkommen',
      lead: (tenant) => `Sie sind zu ${tenant} eingeladen. Zwei Dinge fehlen noch.`,
      submit: 'Konto erstellen',
    },
    reset_password: {
      heading: 'Neues Passwort wählen',
      lead: 'Sie werden überall abgemeldet und melden sich dann mit dem neuen Passwort an.',
      submit: 'Passwort festlegen',
    },
    verify_email: {
      heading: 'E-Mail-Adresse bestätigen',
      lead: 'Ist das Ihre Adresse? Dann bestätigen Sie sie.',
      submit: 'Adresse bestätigen',
    },
    change_email: {
      heading: 'Diese Adresse verwenden?',
      lead: (before) => `Sie tritt an die Stelle von ${before}, auch beim Anmelden.`,
      submit: 'Adresse verwenden',
    },
    sign_in: {
      heading: 'Anmelden',
      lead: (tenant) => `Sie werden in diesem Browser bei ${tenant} angemeldet.`,
      submit: 'Anmelden',
      notYou: 'Sie haben das nicht angefordert? Dann schließen Sie diese Seite. Es geschieht nichts.',
    },
  },
  signInFirst: {
    heading: 'Melden Sie sich zuerst an',
    body: 'Um Ihrem Konto eine andere Adresse zu geben, müssen Sie angemeldet sein. Kommen Sie dann auf diese Seite zurück.',
    other: (email) =>
      `Sie sind als ${email} angemeldet. Dieser Link ist für ein anderes Konto: Melden Sie sich ab, und öffnen Sie ihn noch einmal.`,
    signIn: 'Anmelden',
  },
  over: {
    used: {
      heading: 'Dieser Link wurde schon verwendet',
      body: 'Er gilt einmal. Wenn Sie das waren, ist alles erledigt.',
    },
    unknown: {
      heading: 'Dieser Link gilt nicht mehr',
      body: 'Er war zu lange offen, eine neuere E-Mail hat ihn abgelöst, oder Ihr Konto hat sich seitdem geändert. Es ist nichts geschehen.',
    },
    browser: {
      heading: 'Öffnen Sie den Link aus der E-Mail',
      body: 'Diese Seite gehört zu einem anderen Browser, oder Cookies sind hier ausgeschaltet. Öffnen Sie den Link in der E-Mail noch einmal.',
    },
    email_taken: {
      heading: 'Diese Adresse ist vergeben',
      body: 'Inzwischen hat sie ein anderes Konto. Wenn es Ihres ist, melden Sie sich damit an. Es hat sich nichts geändert.',
    },
    closed: {
      heading: 'Keine neuen Konten',
      body: 'Hier werden keine Konten mehr erstellt. Es ist nichts geschehen.',
    },
  },
  done: {
    signed_up: {
      heading: 'Ihr Konto ist bereit',
      body: 'Sie sind in diesem Browser angemeldet.',
    },
    reset_password: {
      heading: 'Ihr Passwort ist geändert',
      body: 'Sie wurden überall abgemeldet. Melden Sie sich mit dem neuen an.',
    },
    verify_email: {
      heading: 'Ihre E-Mail-Adresse ist bestätigt',
      body: 'Vielen Dank. Sie können diese Seite schließen.',
    },
    signed_in: { heading: 'Sie sind angemeldet', body: 'Sie sind in diesem Browser angemeldet.' },
    elsewhere:
      'Begonnen haben Sie in einem anderen Browser. Gehen Sie dorthin zurück und melden Sie sich an; dann geht es dort weiter.',
    toAccount: 'Ihr Konto',
    goOn: 'Weiter',
  },
  verifyFirst: {
    heading: 'E-Mail-Adresse bestätigen',
    lead: (email) =>
      `Bevor es weitergeht, müssen wir wissen, dass ${email} Ihnen gehört. Wir schicken einen Link dorthin; öffnen Sie ihn.`,
    send: 'Link schicken',
    goOn: 'Ich habe den Link geöffnet',
    sent: { title: 'Die E-Mail ist unterwegs.', body: 'Es kann ein paar Minuten dauern.' },
    tooMany: { title: 'Zu viele E-Mails.', body: 'Warten Sie eine Stunde, bevor Sie noch eine anfordern.' },
    not: { title: 'Noch nicht.', body: 'Die Adresse ist bisher nicht bestätigt.' },
  },
  account: {
    password: {
      title: 'Passwort',
      lead: (has) =>
        has
          ? 'Wählen Sie ein neues. Sie werden überall außer hier abgemeldet.'
          : 'Sie haben noch kein Passwort. Wählen Sie eines.',
      current: 'Jetziges Passwort',
      submit: 'Passwort ändern',
      checkCurrent: 'Jetziges Passwort prüfen',
      wrong: { title: 'Das Passwort ist falsch.', body: 'Es hat sich nichts geändert.' },
    },
    email: {
      title: 'E-Mail-Adresse',
      lead: (email, verified) => `${email}, ${verified ? 'bestätigt' : 'noch nicht bestätigt'}.`,
      heading: 'Andere Adresse verwenden',
      explanation: 'Wir schicken einen Link an die neue Adresse. Bis Sie ihn öffnen, bleibt die alte.',
      label: 'Neue E-Mail-Adresse',
      submit: 'Link schicken',
      own: { title: 'Das ist schon Ihre Adresse.', body: 'Geben Sie eine andere ein.' },
      verify: 'Diese Adresse bestätigen',
      verifyBody:
        'Noch nicht bestätigt: Wir können Ihnen nur über eine Adresse zurück in Ihr Konto helfen, von der wir wissen, dass sie Ihnen gehört.',
      sendVerification: 'Bestätigung schicken',
    },
    done: {
      password_changed: { title: 'Passwort geändert.', body: 'Alle anderen wurden abgemeldet.' },
      email_asked: {
        title: 'Sehen Sie in Ihren E-Mails nach.',
        body: 'Öffnen Sie den Link, den wir an die neue Adresse geschickt haben.',
      },
      email_changed: { title: 'E-Mail-Adresse geändert.', body: 'Melden Sie sich ab jetzt mit der neuen Adresse an.' },
      verification_sent: { title: 'Die E-Mail ist unterwegs.', body: 'Öffnen Sie den Link darin.' },
      too_many: { title: 'Zu viele E-Mails.', body: 'Warten Sie eine Stunde, bevor Sie noch eine anfordern.' },
    },
  },
};
