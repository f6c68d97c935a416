import { day } from './de-times.ts';
import type { Messages } from './en.ts';

/** The terms of an app, and the directory of apps, in German. */
export const appPages: Pick<Messages, 'appTerms' | 'directory'> = {
  appTerms: {
    heading: (app) => `Nutzungsbedingungen von ${app}`,
    lead: (app) => `Wer ${app} herstellt, möchte, dass Sie dem zustimmen, bevor es weitergeht.`,
    changed: {
      title: 'Die Nutzungsbedingungen haben sich geändert.',
      body: 'Sie haben einer früheren Fassung zugestimmt.',
    },
    version: (version, at) => `Fassung ${version}, ${day(at)}`,
    text: 'Text der Nutzungsbedingungen',
    read: 'Nutzungsbedingungen lesen',
    noted: 'Wenn Sie zustimmen, halten wir fest, dass Sie es getan haben und wann.',
    accept: 'Zustimmen und weiter',
    decline: 'Nicht zustimmen',
    accepted: (version, at) => `Sie haben der Fassung ${version} der Nutzungsbedingungen am ${day(at)} zugestimmt`,
  },
  directory: {
    heading: 'App-Verzeichnis',
    lead: (tenant) => `Diese Apps arbeiten mit ${tenant} zusammen und sind von ${tenant} geprüft.`,
    search: 'Suche',
    submit: 'Finden',
    empty: { title: 'Noch gibt es keine App', body: 'Sobald eine App geprüft ist, steht sie hier.' },
    nothing: {
      title: (words) => `Nichts passt zu ${words}`,
      body: 'Versuchen Sie ein anderes Wort, oder sehen Sie alle an.',
    },
    all: 'Alle Apps zeigen',
    more: 'Weitere Apps zeigen',
    about: (app) => `Mehr über ${app}`,
    categories: {
      accounting: 'Buchhaltung',
      analytics: 'Auswertung',
      commerce: 'Handel',
      communication: 'Kommunikation',
      customers: 'Kunden',
      developer_tools: 'Werkzeuge für Entwickler',
      documents: 'Dokumente',
      education: 'Bildung',
      finance: 'Geld',
      marketing: 'Werbung',
      people: 'Menschen und Teams',
      productivity: 'Arbeit erledigen',
      security: 'Sicherheit',
      other: 'Sonstiges',
    },
  },
};
