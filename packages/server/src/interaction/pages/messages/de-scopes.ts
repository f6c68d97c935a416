import type { Messages } from './en.ts';

/** What an app may ask of every tenant's users, in German. */
export const scopes: Messages['scopes'] = {
  openid: {
    display_name: 'Wissen, dass Sie es sind',
    description: 'Eine Kennung, die bei jeder Anmeldung in dieser App dieselbe bleibt.',
  },
  profile: {
    display_name: 'Ihr Profil sehen',
    description: 'Ihren Namen, Ihr Bild, Ihre Sprache und andere Angaben in Ihrem Profil.',
  },
  email: {
    display_name: 'Ihre E-Mail-Adresse sehen',
    description: 'Ihre E-Mail-Adresse und ob sie bestätigt ist.',
  },
  address: {
    display_name: 'Ihre Postanschrift sehen',
    description: 'Straße, Ort, Postleitzahl und Land aus Ihrem Profil.',
  },
  phone: {
    display_name: 'Ihre Telefonnummer sehen',
    description: 'Ihre Telefonnummer und ob sie bestätigt ist.',
  },
  offline_access: {
    display_name: 'In Ihrer Abwesenheit zugreifen',
    description: 'Was Sie hier erlauben, kann die App auch nutzen, wenn sie nicht geöffnet ist, bis Sie sie entfernen.',
  },
};
