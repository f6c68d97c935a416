import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Nothing that a person would walk past is so long. */
const MOST_STOPS = 60;

interface Stop {
  /** What the control is called: by its label, or by what stands in it. */
  readonly name: string;
  readonly control: string;
  /** Width of the ring around it, in pixels; 0 for none. */
  readonly ring: number;
  readonly seen: boolean;
}

/** What has the focus, read in the page: as text, since it runs there. A ring may be drawn around all of a card whose link has the focus. */
const FOCUS = `(() => {
  const element = document.activeElement;
  const label = element.labels?.[0]?.textContent ?? element.getAttribute('aria-label') ?? element.textContent;
  const ringOf = (style) => style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
  const { top, bottom, left, right } = element.getBoundingClientRect();
  return {
    name: label.replace(/\\s+/g, ' ').trim(),
    control: element.localName,
    ring: Math.max(ringOf(getComputedStyle(element)), ringOf(getComputedStyle(element, '::after'))),
    seen: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth && bottom > top && right > left,
  };
})()`;

export async function focusOf(page: Page): Promise<Stop> {
  return (await page.evaluate(FOCUS)) as Stop;
}

/** WCAG 2.2 §2.4.7 Focus Visible, §2.4.11 Focus Not Obscured, §2.4.13 Focus Appearance: at least two pixels. */
function expectVisible(stop: Stop): void {
  expect(stop.seen, `${stop.name} is out of sight`).toBe(true);
  expect(stop.ring, `${stop.name} has no ring`).toBeGreaterThanOrEqual(2);
}

/** Goes on with Tab to the control with this name. At every stop on the way the focus is seen; the names of those stops. */
export async function tabTo(page: Page, name: string): Promise<string[]> {
  await page.waitForLoadState('load');
  const passed: string[] = [];
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await focusOf(page);
    if (stop.control === 'body') continue;
    expectVisible(stop);
    if (stop.name === name) return passed;
    passed.push(stop.name);
  }
  throw new Error(`Tab never reaches ${name}, only: ${passed.join(' | ')}`);
}

/** Goes there with Tab and presses a key. */
export async function pressAt(page: Page, name: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

/** The control that the page has put the focus on. */
export async function expectFocusOn(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('load');
  await page.locator(':focus').waitFor();
  const stop = await focusOf(page);
  expect(stop.name).toBe(name);
  expectVisible(stop);
}
