/**
 * ECDSA signatures on P-256 in their two spellings: r and s side by side, 32 bytes each (RFC 7518 §3.4), and the DER sequence
 * that OpenSSL works with (RFC 3279 §2.2.3). Node can convert too (`dsaEncoding`), but looks into the key for it each time, which
 * takes longer than the signature itself.
 */
const SIZE = 32;

/** DER as OpenSSL made it, to r and s side by side. */
export function concatenatedFromDer(der: Buffer): Buffer {
  const signature = Buffer.alloc(2 * SIZE);
  const lengthOfR = der[3] ?? 0;
  copyInteger(der.subarray(4, 4 + lengthOfR), signature, SIZE);
  copyInteger(der.subarray(6 + lengthOfR), signature, 2 * SIZE);
  return signature;
}

/** r and s side by side to DER; null for any other length. */
export function derFromConcatenated(signature: Uint8Array): Buffer | null {
  if (signature.length !== 2 * SIZE) return null;
  const content = [...derInteger(signature.subarray(0, SIZE)), ...derInteger(signature.subarray(SIZE))];
  return Buffer.from([0x30, content.length, ...content]);
}

/** Right-aligned: DER drops leading zeros and adds one before a first bit that is set. */
function copyInteger(integer: Buffer, target: Buffer, end: number): void {
  const start = Math.max(0, integer.length - SIZE);
  integer.copy(target, end - (integer.length - start), start);
}

function derInteger(bytes: Uint8Array): number[] {
  let start = 0;
  while (start < SIZE - 1 && bytes[start] === 0) start += 1;
  const digits = bytes.subarray(start);
  const padding = (digits[0] ?? 0) >= 0x80 ? [0] : [];
  return [0x02, padding.length + digits.length, ...padding, ...digits];
}
