import { encode } from 'uqr';
import { describe, expect, test } from 'vitest';
import { qrCode } from '../../src/interaction/pages/qr-code.ts';
import { describeServer } from '../support/databases.ts';
import { aPerson } from './person.ts';

/** The dark modules that an SVG of our own draws, as rows of 0 and 1. */
function modulesOf(svg: string): string[] {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => '0'));
  const path = /<path fill="#000" d="([^"]+)"/.exec(svg)?.[1] ?? '';
  expect(path.replaceAll(/M\d+ \d+h(\d+)v1h-\1z/g, '')).toBe('');
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    rows[Number(y)]?.splice(Number(x), Number(length), ...'1'.repeat(Number(length)));
  }
  return rows.map((row) => row.join(''));
}

function expected(text: string, border: number): string[] {
  return encode(text, { ecc: 'M', border }).data.map((row) => row.map((dark) => (dark ? '1' : '0')).join(''));
}

describeServer('the QR code of an authenticator app', {}, (server) => {
  test('is the very URI that the page links to, module by module', async () => {
    const { agent } = await aPerson(server());
    const page = await (await agent.visit('/account/security/authenticator')).text();
    const uri = (/href="(otpauth:[^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&');
    expect(uri).toMatch(/^otpauth:\/\/totp\/Demo:/);
    const [svg = ''] = /<svg class="qr"[\s\S]*?<\/svg>/.exec(page) ?? [];
    expect(modulesOf(svg)).toEqual(expected(uri, 4));
    expect(svg).toMatch(/role="img" aria-label="QR code with the key\. [^"]+"/);
    expect(page).not.toMatch(/<script[^>]*>[^<]*otpauth/);
  });
});

describe('ISO/IEC 18004', () => {
  const text = 'otpauth://totp/Demo:ada%40example.com?issuer=Demo&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

  test('§6.3.8: four modules of white surround the symbol', async () => {
    const modules = modulesOf(String(await qrCode(text, 'Key')));
    const bare = expected(text, 0);
    const blank = '0'.repeat(bare.length + 8);
    expect(modules).toEqual([...Array(4).fill(blank), ...bare.map((row) => `0000${row}0000`), ...Array(4).fill(blank)]);
  });

  test('§6.2: dark on white, in colours of its own, whatever the page around it has', async () => {
    expect(String(await qrCode(text, 'a "label" <b>'))).toMatch(
      /aria-label="a &quot;label&quot; &lt;b&gt;"[^>]*>\s*<rect width="(\d+)" height="\1" fill="#fff"\/><path fill="#000"/,
    );
  });
});
