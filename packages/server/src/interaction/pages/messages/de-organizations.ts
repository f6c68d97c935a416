import { day, roughly } from './de-times.ts';
import type { Messages } from './en.ts';

const DAY = 86_400;

const count = (value: number, one: string, many: string) => `${value} ${value === 1 ? one : many}`;

/** The pages of organizations, in German. */
export const organizations: Messages['organizations'] = {
  lead: 'Firmen und Teams, zu denen Sie gehören. Apps können dort für Sie arbeiten.',
  roles: { owner: 'Inhaber', admin: 'Administrator', member: 'Mitglied' },
  youAre: { owner: 'Sie gehört Ihnen.', admin: 'Sie sind Administrator.', member: 'Sie sind Mitglied.' },
  abilities: {
    owner: 'Alles, auch wer Administrator oder Inhaber ist, der Name und das Ende.',
    admin: 'Lädt Mitglieder ein, entfernt sie und entscheidet über Apps.',
    member: 'Nutzt Apps für die Organisation.',
  },
  yourApps: (apps) => (apps === 0 ? 'Keine Apps von Ihnen' : `${count(apps, 'App', 'Apps')} von Ihnen`),
  theirApps: (apps) => (apps === 0 ? 'Keine Apps installiert' : `${count(apps, 'App', 'Apps')} installiert`),
  installedBy: (members) =>
    members === 0 ? 'Niemand hat sie installiert' : `Von ${count(members, 'Mitglied', 'Mitgliedern')} installiert`,
  waiting: (apps) => `${apps} offen`,
  switchedOff: 'Abgeschaltet',
  switchedOffBy: (tenant) => `${tenant} hat sie abgeschaltet. Keine App arbeitet für sie.`,
  empty: {
    title: 'Sie gehören zu keiner Organisation',
    body: 'Eine Organisation ist eine Firma oder ein Team, das mehrere Menschen teilen und für das Apps arbeiten können.',
    make: 'Gründen Sie eine, oder bitten Sie jemanden, der eine hat, um eine Einladung.',
    ask: 'Bitten Sie einen ihrer Administratoren um eine Einladung: Er braucht dazu Ihre E-Mail-Adresse.',
  },
  make: {
    title: 'Organisation gründen',
    lead: 'Sie wird Ihnen gehören. Andere können Sie dazu einladen.',
    label: 'Wie sie heißt',
    hint: 'So kennt man sie, etwa der Name Ihrer Firma.',
    submit: 'Gründen',
    tooMany: {
      title: 'Ihnen gehören so viele Organisationen, wie einer Person gehören dürfen.',
      body: (most) =>
        `${count(most, 'Organisation', 'Organisationen')}. Um noch eine zu gründen, geben Sie eine an jemand anderen ab, oder löschen Sie eine.`,
      back: 'Zu Ihren Organisationen',
    },
  },
  pending: {
    heading: 'Sie sind eingeladen',
    lead: (email) => `Verschickt an ${email}. Sie haben diese Adresse bestätigt.`,
    accept: 'Beitreten',
    decline: 'Ablehnen',
  },
  nameWrong: {
    title: 'So kann sie nicht heißen.',
    body: 'Schreiben Sie einen Namen mit höchstens 80 Zeichen.',
    check: 'Name prüfen',
  },
  doors: {
    members: { title: 'Mitglieder', about: 'Wer dazugehört und wer eingeladen ist' },
    apps: { title: 'Apps im Einsatz', about: 'Was Mitglieder für sie installiert haben' },
  },
  mine: { heading: 'Ihre Apps hier', none: 'Sie haben noch keine App für sie installiert.' },
  leaders: {
    heading: 'Wer hier entscheidet',
    lead: 'Diese Mitglieder laden ein, entfernen und entscheiden über Apps.',
  },
  rename: { label: 'Name der Organisation', submit: 'Speichern' },
  leave: {
    heading: 'Verlassen',
    body: 'Ihre Apps verlieren hier den Zugriff. Ihr Konto behalten Sie.',
    lastOwner:
      'Sie gehört niemandem außer Ihnen, darum können Sie sie noch nicht verlassen. Machen Sie zuerst ein anderes Mitglied zum Inhaber, oder löschen Sie die Organisation.',
    button: 'Verlassen',
    where: 'Zur Organisation',
    question: (name) => `${name} verlassen?`,
    apps: (apps) =>
      apps === 0
        ? 'Sie haben keine App für sie installiert.'
        : `${count(apps, 'App von Ihnen verliert', 'Apps von Ihnen verlieren')} sofort den Zugriff.`,
    again: 'Zurückkommen können Sie nur mit einer Einladung.',
    keep: 'Bleiben',
    confirm: 'Verlassen',
  },
  delete: {
    heading: 'Organisation löschen',
    body: 'Alle Apps verlieren den Zugriff auf sie, und niemand gehört mehr dazu.',
    button: 'Löschen',
    question: (name) => `${name} löschen?`,
    apps: (apps) =>
      apps === 0
        ? 'Für sie ist keine App installiert.'
        : `${count(apps, 'App verliert', 'Apps verlieren')} sofort den Zugriff.`,
    members: (members) =>
      members === 1
        ? 'Sie sind ihr einziges Mitglied. Ihr Konto behalten Sie.'
        : `${members} Menschen gehören nicht mehr dazu. Ihre Konten behalten sie.`,
    never: 'Niemand kann sie zurückholen. Gründen Sie eine neue, ist das für jede App eine andere.',
    label: (name) => `Schreiben Sie zur Sicherheit, wie sie heißt: ${name}`,
    wrong: {
      title: 'So heißt sie nicht.',
      body: 'Schreiben Sie den Namen genau so, wie er oben steht.',
      check: 'Name prüfen',
    },
    keep: 'Behalten',
    confirm: 'Löschen',
  },
  ends: 'Was sofort geschieht',
  members: {
    lead: (name) =>
      `Wer zu ${name} gehört. Öffnen Sie ein Mitglied, um zu ändern, was es darf, oder um es zu entfernen.`,
    heading: 'Wer dazugehört',
    invite: 'Einladen',
    since: 'Beigetreten',
    you: 'Sie',
    switchedOff: 'Konto abgeschaltet',
    pages: 'Weitere Mitglieder',
    first: 'Zu den ersten',
    next: 'Mehr anzeigen',
  },
  role: {
    heading: 'Aufgabe',
    label: 'Was das Mitglied ist',
    submit: 'Ändern',
    lastOwner:
      'Der einzige Inhaber bleibt es: Irgendwem muss sie gehören. Machen Sie zuerst ein anderes Mitglied zum Inhaber.',
  },
  remove: {
    heading: 'Aus der Organisation entfernen',
    body: 'Die Apps des Mitglieds verlieren hier den Zugriff. Das Konto bleibt.',
    byOwner: 'Administratoren und Inhaber kann nur ein Inhaber entfernen.',
    button: 'Entfernen',
    question: (name) => `${name} entfernen?`,
    apps: (apps) =>
      apps === 0
        ? 'Das Mitglied hat keine App für sie installiert.'
        : `${count(apps, 'App des Mitglieds verliert', 'Apps des Mitglieds verlieren')} sofort den Zugriff.`,
    again: 'Das Mitglied gehört nicht mehr dazu. Sie können es wieder einladen.',
    keep: 'Behalten',
    confirm: 'Entfernen',
  },
  invitations: {
    heading: 'Offene Einladungen',
    lead: 'Verschickt und noch nicht angenommen.',
    until: (at, now) => (at - now >= DAY ? `Offen bis ${day(at)}` : `Noch ${roughly(at - now)} offen`),
    withdraw: 'Zurückziehen',
  },
  invite: {
    title: 'Jemanden einladen',
    lead: (name) =>
      `Wir schicken einen Link, mit dem man ${name} beitritt. Er gilt 7 Tage, nur einmal und nur für diese Adresse.`,
    hint: 'Die Adresse des Kontos, oder die, mit der eines entstehen soll.',
    role: 'Als',
    roleHint: 'Administratoren laden Mitglieder ein, entfernen sie und entscheiden über Apps.',
    submit: 'Einladung senden',
    check: 'E-Mail-Adresse prüfen',
    problems: {
      already_member: { title: 'Diese Person gehört schon dazu.', body: 'Es wurde nichts verschickt.' },
      not_an_address: { title: 'Das ist keine E-Mail-Adresse.', body: 'Schreiben Sie sie wie name@example.com.' },
      too_many: { title: 'Zu viele Mails.', body: 'Warten Sie eine Stunde, bevor Sie die nächste senden.' },
    },
  },
  apps: {
    lead: (name) => `Was Mitglieder für ${name} installiert haben, und was es darf.`,
    leadApproval: (name) => `Mitglieder von ${name} nutzen nur Apps, die ein Administrator freigegeben hat.`,
    waiting: 'Wartet auf einen Administrator',
    waitingLead: 'Ein Mitglied möchte sie nutzen. Entschieden hat noch niemand.',
    installed: 'Installiert',
    approved: 'Freigegeben, nicht installiert',
    refused: 'Abgelehnt',
    may: 'Sie darf',
    sees: 'Was sie über Mitglieder sieht',
    does: 'Was sie für sie tun kann',
    empty: {
      title: 'Noch keine Apps',
      body: 'Sobald ein Mitglied eine für die Organisation installiert, steht sie hier.',
    },
  },
  people: {
    heading: 'Wer sie hat',
    lead: 'Alle haben sie für sich selbst erlaubt. Sie können eine Erlaubnis beenden und die anderen lassen.',
    end: 'Beenden',
    endOf: (member) => `für ${member}`,
    more: (people) => `Und ${people} weitere.`,
  },
  uninstall: {
    button: 'Für alle deinstallieren',
    question: (app) => `${app} für alle deinstallieren?`,
    members: (members) =>
      members === 0
        ? 'Niemand hat sie installiert.'
        : `${count(members, 'Mitglied verliert', 'Mitglieder verlieren')} sie.`,
    atOnce: 'Sie verliert sofort den Zugriff. Was sie kopiert hat, behält sie.',
    again: 'Mitglieder können sie wieder installieren, wenn sie wollen.',
    notAgain: 'Mitglieder können sie nur wieder installieren, wenn ein Administrator sie freigibt.',
    keep: 'Behalten',
    confirm: 'Deinstallieren',
  },
  standing: {
    heading: 'Freigabe',
    bodies: {
      waiting: 'Ein Mitglied bittet um sie.',
      undecided: 'Kein Administrator hat entschieden. Wer sie hat, behält sie; sonst kann sie niemand installieren.',
      approved: 'Mitglieder dürfen sie installieren, und zwar hierfür. Mit „Sie“ ist jedes Mitglied gemeint.',
      refused: 'Ein Administrator hat abgelehnt. Mitglieder können sie nicht installieren und nicht um sie bitten.',
    },
    quote: (words) => `„${words}“`,
    look: 'Entscheiden',
    change: 'Doch freigeben',
    withdraw: 'Freigabe zurückziehen',
  },
  withdraw: {
    question: (app) => `Freigabe von ${app} zurückziehen?`,
    notAgain:
      'Mitglieder können sie nicht installieren und nicht um sie bitten, bis ein Administrator sie wieder freigibt.',
    keep: 'Freigegeben lassen',
    confirm: 'Zurückziehen',
  },
  decide: {
    question: (app) => `${app} freigeben?`,
    asker: 'Wer darum bittet',
    covers:
      'Mitglieder dürfen ihr dann dies erlauben, jedes für sich selbst, und nicht mehr. Mit „Sie“ ist jedes Mitglied gemeint.',
    reason: 'Ihre Worte dazu (freiwillig)',
    reasonHint: 'Sie stehen in der Mail an die Person, die darum bittet.',
    approve: 'Freigeben',
    refuse: 'Ablehnen',
    changed: {
      title: 'Sehen Sie noch einmal hin.',
      body: 'Inzwischen hat jemand um mehr gebeten. Es wurde nichts entschieden.',
    },
  },
  done: {
    created: { title: 'Sie ist gegründet.', body: 'Laden Sie ein, wer noch dazugehören soll.' },
    renamed: { title: 'Gespeichert.', body: 'Alle sehen den neuen Namen.' },
    left: { title: 'Sie gehören nicht mehr dazu.', body: 'Ihre Apps haben dort keinen Zugriff mehr.' },
    deleted: { title: 'Sie ist gelöscht.', body: 'Keine App hat mehr Zugriff auf sie.' },
    declined: { title: 'Sie haben abgelehnt.', body: 'Man kann Sie wieder einladen.' },
    invitation_over: {
      title: 'Diese Einladung gilt nicht mehr.',
      body: 'Sie wurde beantwortet, zurückgezogen oder zu lange liegen gelassen. Bitten Sie um eine neue.',
    },
    joined: { title: 'Willkommen.', body: 'Sie gehören jetzt dazu.' },
    already_member: { title: 'Sie gehörten schon dazu.', body: 'Es hat sich nichts geändert.' },
    invited: { title: 'Einladung verschickt.', body: 'Sie steht unten, bis sie angenommen wird.' },
    withdrawn: { title: 'Einladung zurückgezogen.', body: 'Ihr Link gilt nicht mehr.' },
    removed: { title: 'Entfernt.', body: 'Die Apps des Mitglieds haben hier keinen Zugriff mehr.' },
    role_changed: { title: 'Aufgabe geändert.', body: 'Es gilt von jetzt an.' },
    last_owner: { title: 'Es hat sich nichts geändert.', body: 'Irgendwem muss die Organisation gehören.' },
    unknown: { title: 'Es wurde nichts verschickt.', body: 'Die Organisation hat sich inzwischen geändert.' },
    uninstalled: {
      title: 'Für alle deinstalliert.',
      body: 'Sie hat keinen Zugriff mehr. Was sie kopiert hat, behält sie.',
    },
    ended: { title: 'Dieser Zugriff ist beendet.', body: 'Die App kann ihn nicht mehr nutzen.' },
    approved: { title: 'Freigegeben.', body: 'Mitglieder können sie jetzt installieren.' },
    refused: { title: 'Abgelehnt.', body: 'Sie bekommt nichts von dem, worum sie bat.' },
    approval_withdrawn: { title: 'Freigabe zurückgezogen.', body: 'Die App hat keinen Zugriff mehr.' },
  },
  join: {
    heading: (name) => `${name} beitreten`,
    roles: {
      owner: (name) => `Sie sind eingeladen, Inhaber von ${name} zu sein.`,
      admin: (name) => `Sie sind als Administrator zu ${name} eingeladen: Sie entscheiden über Mitglieder und Apps.`,
      member: (name) => `Sie sind als Mitglied zu ${name} eingeladen: Sie können Apps damit nutzen.`,
    },
    email: (email) => `Die Einladung gilt für ${email}.`,
    sees: (name) =>
      `Die Administratoren von ${name} sehen Ihren Namen, Ihre Adresse und welche Apps Sie dafür installieren.`,
    accept: 'Beitreten',
    other: {
      title: 'Sie gilt für ein anderes Konto.',
      body: (signedInAs, email) =>
        `Sie sind als ${signedInAs} angemeldet. Melden Sie sich ab und als ${email} wieder an. Die Einladung bleibt offen.`,
    },
    switch: 'Abmelden',
    signInFirst: 'Melden Sie sich an, um sie anzunehmen.',
    signIn: 'Anmelden',
    signUpFirst: (tenant) =>
      `Mit dieser Adresse haben Sie noch kein Konto bei ${tenant}. Legen Sie eines an und nehmen Sie dann an.`,
    signUp: 'Konto anlegen',
    noAccount: {
      title: 'Sie brauchen erst ein Konto.',
      body: (tenant) =>
        `Mit dieser Adresse gibt es keines. Bitten Sie ${tenant} um eines und öffnen Sie dann den Link noch einmal.`,
    },
    used: {
      heading: 'Diese Einladung ist angenommen',
      body: (name) => `Sie gilt nur einmal. Wenn Sie das waren, gehören Sie schon zu ${name}.`,
      onward: 'Ihre Organisationen',
    },
  },
};
