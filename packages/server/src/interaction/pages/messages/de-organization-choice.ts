import type { Messages } from './en.ts';

export const organizationChoice: Messages['organizationChoice'] = {
  legend: 'Für welche Organisation?',
  only: 'Für Ihre Organisation',
  roles: {
    owner: 'Sie gehört Ihnen.',
    admin: 'Sie sind Administrator.',
    member: 'Sie sind Mitglied.',
  },
  installed: 'Dort im Einsatz',
  gives: 'Wenn Sie es hier erlauben, dürfen alle Mitglieder die App installieren.',
  asks: 'Ein Administrator muss die App erst freigeben.',
  given: (app, organization) =>
    `Sie entscheiden für alle: Wenn Sie es erlauben, dürfen alle Mitglieder von ${organization} auch ${app} installieren.`,
  found: {
    title: 'Für welche Organisation?',
    lead: (app) =>
      `${app} arbeitet für eine Organisation, etwa Ihre Firma oder Ihr Team. Sie gehören noch zu keiner: Geben Sie ihr einen Namen, und sie gehört Ihnen.`,
    label: 'Name Ihrer Organisation',
  },
  errors: {
    organization: {
      title: 'Wählen Sie eine Ihrer Organisationen.',
      body: 'Zu der gewählten gehören Sie nicht oder nicht mehr. Es wurde nichts weitergegeben.',
    },
    organization_name: {
      title: 'Ihre Organisation braucht einen Namen.',
      body: 'Schreiben Sie einen Namen mit höchstens 80 Zeichen.',
    },
    too_many: {
      title: 'Ihnen gehören so viele Organisationen, wie einer Person gehören dürfen.',
      body: 'Sie alle sind abgeschaltet. Wenden Sie sich an den Betreiber. Es wurde nichts weitergegeben.',
    },
  },
  select: {
    heading: 'Organisation auswählen',
    lead: (app) => `${app} arbeitet dann für die gewählte Organisation und für keine andere.`,
  },
  none: {
    heading: 'Sie brauchen erst eine Organisation',
    body: (app, tenant) => [
      `${app} arbeitet für Organisationen bei ${tenant}, und Sie gehören noch zu keiner.`,
      `Ist Ihre Firma schon bei ${tenant}, bitten Sie dort einen Administrator um eine Einladung. Wenn nicht, wenden Sie sich an ${tenant}.`,
    ],
    notYet: { title: 'Noch nicht.', body: 'Sie gehören noch immer zu keiner Organisation.' },
  },
  ask: {
    headings: {
      missing: (app) => `Bitten Sie um die Freigabe von ${app}`,
      waiting: (app) => `${app} wartet auf die Freigabe`,
      refused: (app) => `${app} wurde nicht freigegeben`,
    },
    lead: (app, organization) =>
      `Bei ${organization} nutzen Mitglieder nur Apps, die ein Administrator für alles freigegeben hat, worum sie bitten. Dafür ist ${app} nicht freigegeben.`,
    message: 'Nachricht (freiwillig)',
    messageHint: 'Wofür Sie die App nutzen möchten.',
    send: 'Um Freigabe bitten',
    sent: {
      title: 'Die Administratoren wissen Bescheid.',
      body: 'Kommen Sie wieder, sobald jemand die App freigegeben hat.',
    },
    notYet: 'Bisher hat niemand die App freigegeben.',
    refused: {
      title: 'Ein Administrator hat abgelehnt.',
      body: 'Sprechen Sie darüber, wenn Sie die App brauchen.',
      quote: (words) => `Die Begründung: „${words}“`,
    },
  },
  other: 'Andere Organisation auswählen',
  lookAgain: 'Noch einmal nachsehen',
};
