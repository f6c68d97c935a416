/** Of the browser, what this page uses: the project is checked without the types of a document. */
interface Browser {
  readonly document: {
    readonly body: BrowserElement;
    readonly activeElement: BrowserElement | null;
    querySelector(selector: string): BrowserElement | null;
    createElement(name: 'iframe'): BrowserFrame;
    addEventListener(type: 'submit', listener: (event: SubmitEvent) => void): void;
  };
  readonly location: {
    readonly origin: string;
    readonly pathname: string;
    readonly search: string;
    readonly hash: string;
    assign(url: string): void;
  };
  readonly history: { replaceState(data: null, unused: '', url: string): void };
  readonly sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  readonly parent: BrowserWindow;
  addEventListener(type: 'message', listener: (event: PostedMessage) => void): void;
  addEventListener(type: 'hashchange', listener: () => void): void;
  removeEventListener(type: 'message', listener: (event: PostedMessage) => void): void;
}

export interface BrowserElement {
  innerHTML: string;
  hidden: boolean;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  append(child: BrowserElement): void;
  remove(): void;
  focus(): void;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  closest(selector: string): BrowserElement | null;
  querySelector(selector: string): BrowserElement | null;
}

export interface BrowserFrame extends BrowserElement {
  src: string;
  readonly contentWindow: BrowserWindow | null;
}

interface BrowserWindow {
  postMessage(message: string, origin: string): void;
}

export interface PostedMessage {
  readonly data: unknown;
  readonly origin: string;
  readonly source: unknown;
}

interface SubmitEvent {
  readonly target: BrowserElement;
  preventDefault(): void;
}

export const browser = globalThis as unknown as Browser;

/** A frame that nobody sees. The caller removes it. */
export function hiddenFrame(src: string): BrowserFrame {
  const frame = browser.document.createElement('iframe');
  frame.hidden = true;
  frame.src = src;
  browser.document.body.append(frame);
  return frame;
}
