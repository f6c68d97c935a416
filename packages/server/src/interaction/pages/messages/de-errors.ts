import type { Messages } from './en.ts';

/** The error page, in German. */
export const errors: Messages['error'] = {
  kinds: {
    client_unknown: {
      title: 'Diese App kennen wir nicht',
      body: 'Sie kommen von einer App, die nicht oder nicht mehr registriert ist. Wir haben Sie dort nicht angemeldet.',
    },
    app_suspended: {
      title: 'Diese App ist gesperrt',
      body: 'Wir haben sie abgeschaltet. Bis das aufgehoben wird, kann niemand sie nutzen, und was sie von Ihrem Konto hatte, gilt nicht.',
    },
    app_not_approved: {
      title: 'Diese App ist noch nicht freigegeben',
      body: 'Bis wir sie geprüft haben, kann sie nur nutzen, wer sie herstellt oder testet. Es wurde nichts weitergegeben.',
    },
    app_internal: {
      title: 'Diese App ist nicht für dieses Konto',
      body: 'Nur wer hier arbeitet, kann sie nutzen. Wenn das auf Sie zutrifft, melden Sie sich mit dem Konto an, das Sie dafür haben.',
    },
    redirect_uri: {
      title: 'Wir können Sie nicht zurückschicken',
      body: 'Die App wollte Sie an eine Adresse schicken lassen, die sie nicht registriert hat. Um Ihr Konto zu schützen, haben wir hier angehalten.',
    },
    request: {
      title: 'Diese Anfrage der App verstehen wir nicht',
      body: 'In dem Link, der Sie hierher gebracht hat, fehlt etwas oder ist etwas falsch. Es wurde nichts weitergegeben.',
    },
    expired: {
      title: 'Diese Seite ist abgelaufen',
      body: 'Sie war zu lange geöffnet oder wurde in einem anderen Browser geöffnet. Es wurde nichts weitergegeben.',
    },
    not_found: {
      title: 'Hier ist nichts',
      body: 'Vielleicht ist die Adresse falsch geschrieben, oder die Seite ist umgezogen.',
    },
    unavailable: {
      title: 'Das geht gerade nicht',
      body: 'Ein Teil unseres Dienstes antwortet nicht. Es ist nichts verloren gegangen.',
    },
    forbidden: {
      title: 'Das wurde nicht hier begonnen',
      body: 'Die Anfrage kam nicht von einer unserer Seiten in diesem Browser. Deshalb haben wir sie nicht ausgeführt.',
    },
    method: {
      title: 'So lässt sich diese Seite nicht öffnen',
      body: 'Sie erwartet ein Formular, keinen Link. Es ist nichts geschehen.',
    },
    server: {
      title: 'Bei uns ist etwas schiefgegangen',
      body: 'Wir konnten nicht zu Ende führen, worum Sie gebeten haben. Es wurde nichts weitergegeben.',
    },
  },
  moves: {
    you: { title: 'Sie sind am Zug', body: 'Gehen Sie zurück zur App und beginnen Sie noch einmal.' },
    app: {
      title: 'Das müssen die Hersteller der App beheben',
      body: 'Sie haben nichts falsch gemacht, und ein neuer Versuch hilft nicht. Sagen Sie den Herstellern Bescheid, und nennen Sie die Vorgangsnummer unten.',
    },
    operator: {
      title: 'Wir sind am Zug',
      body: 'Sie haben nichts falsch gemacht. Versuchen Sie es etwas später noch einmal; wenn es so bleibt, nennen Sie uns die Vorgangsnummer unten.',
    },
  },
  retry: 'Erneut versuchen',
  reference: 'Vorgangsnummer',
  referenceHint: 'Nennen Sie sie, wenn Sie um Hilfe bitten: Damit finden wir, was geschehen ist.',
  forDevelopers: 'Für Entwickler',
  trace: 'Sie entwickeln diese App: ansehen, warum',
};
