/** What the product keeps for its users. In memory: a restart brings back what everybody starts with. */

export interface Widget {
  readonly widget_id: string;
  readonly brand: string;
  readonly greeting: string;
}

export interface Faq {
  readonly question: string;
  readonly answer: string;
}

export interface Contact {
  readonly name: string;
  readonly email: string;
}

export interface Message {
  readonly from: 'customer' | 'account';
  readonly text: string;
  /** The app that wrote it; null: a person. */
  readonly written_by: string | null;
}

export interface Conversation {
  readonly conversation_id: string;
  readonly customer: string;
  readonly messages: readonly Message[];
}

export interface Account {
  readonly widgets: readonly Widget[];
  readonly faqs: readonly Faq[];
  readonly contacts: readonly Contact[];
  readonly conversations: readonly Conversation[];
}

export interface Chat {
  of(sub: string): Account;
  /** The conversation with its new message; null: there is no such conversation. */
  answer(sub: string, conversation_id: string, message: Pick<Message, 'text' | 'written_by'>): Conversation | null;
}

const MOST_ACCOUNTS = 1000;
const MOST_MESSAGES = 12;

export function openChat(): Chat {
  const accounts = new Map<string, Account>();
  function of(sub: string): Account {
    const account = accounts.get(sub) ?? WELCOME;
    keep(sub, account);
    return account;
  }
  function keep(sub: string, account: Account): void {
    accounts.set(sub, account);
    const [oldest] = accounts.keys();
    if (accounts.size > MOST_ACCOUNTS && oldest !== undefined) accounts.delete(oldest);
  }
  return {
    of,
    answer(sub, conversation_id, message) {
      const account = of(sub);
      const before = account.conversations.find((one) => one.conversation_id === conversation_id);
      if (before === undefined) return null;
      const messages = [...before.messages, { from: 'account' as const, ...message }].slice(-MOST_MESSAGES);
      const after = { ...before, messages };
      const conversations = account.conversations.map((one) => (one === before ? after : one));
      keep(sub, { ...account, conversations });
      return after;
    },
  };
}

const asked = (text: string): Message => ({ from: 'customer', text, written_by: null });

/** What every account starts with. */
const WELCOME: Account = {
  widgets: [{ widget_id: 'w_1', brand: 'Phaeacian Sails', greeting: 'Welcome ashore. What are you looking for?' }],
  faqs: [
    { question: 'How long does delivery take?', answer: 'Three days, with a fair wind.' },
    { question: 'Do you ship to islands?', answer: 'To every one that is on a chart.' },
    { question: 'May I return a sail?', answer: 'Within thirty days, if it has not seen a storm.' },
  ],
  contacts: [
    { name: 'Odysseus', email: 'nobody@ithaca.example' },
    { name: 'Eurylochus', email: 'second@ithaca.example' },
  ],
  conversations: [
    {
      conversation_id: 'c_1',
      customer: 'Odysseus',
      messages: [asked('My raft is lost. Do you have anything that floats?'), asked('Preferably by tomorrow.')],
    },
    {
      conversation_id: 'c_2',
      customer: 'Eurylochus',
      messages: [asked('We opened the bag and all the wind got out. Is that covered?')],
    },
  ],
};
