import type { Messages } from './en.ts';

/** Signing in through other OpenID Providers, in German. */
export const upstream: Messages['upstream'] = {
  notSignedIn: {
    declined: (name) => ({
      title: `Sie haben sich nicht mit ${name} angemeldet.`,
      body: 'Es wurde nichts weitergegeben. Versuchen Sie es noch einmal, oder melden Sie sich auf andere Weise an.',
    }),
    unreachable: (name) => ({
      title: `${name} ist nicht erreichbar.`,
      body: 'Es ist nichts verloren gegangen. Versuchen Sie es gleich noch einmal, oder melden Sie sich auf andere Weise an.',
    }),
    failed: (name) => ({
      title: `Die Anmeldung mit ${name} hat nicht funktioniert.`,
      body: 'Mit der Antwort konnten wir nichts anfangen. Es ist nichts verloren gegangen: Versuchen Sie es noch einmal, oder melden Sie sich auf andere Weise an.',
    }),
    stale: (name) => ({
      title: `${name} hat Sie nicht noch einmal nach Ihrer Anmeldung gefragt.`,
      body: 'Wir müssen wissen, dass Sie es noch sind. Melden Sie sich dort zuerst ab, oder melden Sie sich hier auf andere Weise an.',
    }),
  },
  over: {
    heading: 'Diese Anmeldung ist vorbei',
    body: 'Sie wurde schon benutzt, hat zu lange gedauert oder begann in einem anderen Browser. Es ist nichts geschehen.',
    again: 'Zur Anmeldung',
  },
  signInFirst: {
    heading: (name) => `Melden Sie sich zuerst an, um ${name} zu verbinden`,
    body: (name, tenant) =>
      `Wenn Sie ein Konto bei ${tenant} haben, melden Sie sich so an wie sonst auch. Danach fragen wir Sie, ob ${name} damit verbunden werden soll.`,
    onward: 'Zur Anmeldung',
  },
  noAccount: {
    heading: (tenant) => `Sie haben noch kein Konto bei ${tenant}`,
    closed: (name, tenant) =>
      `${name} hat uns gesagt, wer Sie sind, aber es gibt für Sie kein Konto bei ${tenant}, und auf diesem Weg entsteht auch keines. Wenden Sie sich an ${tenant}.`,
    noEmail: (name, tenant) =>
      `${name} hat uns Ihre E-Mail-Adresse nicht mitgeteilt, und ohne sie können wir kein Konto bei ${tenant} anlegen.`,
    onward: 'Auf andere Weise anmelden',
  },
  offer: {
    heading: (name) => `${name} verbinden?`,
    body: (name, tenant) =>
      `Danach können Sie sich bei ${tenant} auch mit ${name} anmelden. Verbinden Sie nur ein Konto, das Ihnen allein gehört.`,
    there: (name) => `Ihr Konto bei ${name}`,
    here: (tenant) => `Ihr Konto bei ${tenant}`,
    connect: 'Verbinden',
    skip: 'Nicht jetzt',
  },
  page: {
    heading: 'Verbundene Anmeldungen',
    about: 'Konten bei anderen, mit denen Sie sich hier anmelden können.',
    connected: 'Verbunden',
    used: 'Zuletzt benutzt',
    unused: 'Noch nicht benutzt',
    off: 'Zurzeit nicht nutzbar',
    connect: (name) => `${name} verbinden`,
    disconnect: 'Trennen',
  },
  disconnect: {
    title: (name) => `Verbindung zu ${name} trennen?`,
    facts: {
      out: (name) => `Mit ${name} können Sie sich hier dann nicht mehr anmelden.`,
      there: (name) => `Ihr Konto bei ${name} bleibt, wie es ist.`,
      last: 'Das ist Ihre einzige Art, sich anzumelden.',
    },
    only: 'Legen Sie zuerst ein Passwort fest, oder fügen Sie einen Passkey hinzu.',
    keep: 'Behalten',
    remove: 'Trennen',
  },
  done: {
    provider_connected: { title: 'Verbunden.', body: 'Sie können sich ab jetzt damit anmelden.' },
    provider_disconnected: { title: 'Getrennt.', body: 'Damit können Sie sich hier nicht mehr anmelden.' },
  },
  notDone: {
    provider_declined: { title: 'Es wurde nichts verbunden.', body: 'Sie haben es dort nicht abgeschlossen.' },
    provider_unreachable: {
      title: 'Der Anbieter ist nicht erreichbar.',
      body: 'Es hat sich nichts geändert. Versuchen Sie es gleich noch einmal.',
    },
    provider_failed: {
      title: 'Das hat nicht funktioniert.',
      body: 'Mit der Antwort konnten wir nichts anfangen. Es hat sich nichts geändert.',
    },
    provider_taken: {
      title: 'Dieses Konto gehört hier jemand anderem.',
      body: 'Es ist mit einem anderen Konto bei uns verbunden. Es hat sich nichts geändert.',
    },
    provider_has_another: {
      title: 'Sie haben dort schon ein anderes Konto verbunden.',
      body: 'Trennen Sie zuerst dieses. Es hat sich nichts geändert.',
    },
  },
};
