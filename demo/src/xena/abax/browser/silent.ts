import { browser } from './browser.ts';

/** The end of a silent renewal: hands the answer to the page that holds this frame, if that is our own. */
browser.parent.postMessage(browser.location.hash, browser.location.origin);
