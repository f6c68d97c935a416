import type { Messages } from './en.ts';

/** Becoming an operator with the link that the command line printed, in German. */
export const setup: Messages['setup'] = {
  heading: 'Richten Sie die Verwaltung ein',
  lead: (tenant) =>
    `Noch verwaltet niemand diese Installation. Das Konto, das Sie hier erstellen, darf alles, in ${tenant} und darüber hinaus.`,
  submit: 'Verwalter erstellen',
  addAnother: {
    heading: 'Erstellen Sie einen Verwalter',
    lead: (tenant) =>
      `Das Konto, das Sie hier erstellen, darf alles, in ${tenant} und darüber hinaus. Wer schon verwaltet, behält sein Konto.`,
  },
  restore: {
    heading: 'Zurück in Ihr Konto',
    lead: 'Wählen Sie ein neues Passwort. Sie werden überall sonst abgemeldet und dürfen alles verwalten.',
    submit: 'Passwort setzen',
  },
  emailHint: 'Damit melden Sie sich an. Jetzt wird nichts dorthin geschickt.',
  taken: {
    title: 'Diese Adresse ist vergeben.',
    body: 'Ein Nutzer hat sie schon. Nennen Sie eine andere Adresse, oder geben Sie ihm die Rolle auf der Kommandozeile:',
  },
};
