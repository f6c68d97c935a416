import { type FileHandle, open } from 'node:fs/promises';
import { parseJsonObject } from '@xenia/protocol/json-object';
import { type AuditVerification, checkChain } from '../management/audit-chain-check.ts';
import { readChainPoint } from '../management/audit-verification.ts';
import { auditEventResult } from '../management/operations/audit.ts';
import { CliError } from './cli-error.ts';

interface Points {
  after?: string | undefined;
  expect?: string | undefined;
}

/** Checks an export, which has no seals: that it is whole in itself. Throws CliError and ManagementError. */
export async function verifyAuditFile(file: string, { after, expect }: Points): Promise<AuditVerification> {
  const check = checkChain({
    ...{ after: readChainPoint('after', after), expect: readChainPoint('expect', expect), sealKey: null },
  });
  let number = 0;
  for await (const line of (await openFile(file)).readLines()) {
    number += 1;
    if (line === '') continue;
    const parsed = auditEventResult.safeParse(parseJsonObject(line));
    if (!parsed.success) {
      throw new CliError(
        1,
        `Line ${number} of ${file} is no event of an audit log.`,
        'Was it exported by xenia audit export?',
      );
    }
    check.take(parsed.data);
  }
  return check.finish();
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new CliError(1, `${file} cannot be read: ${code}.`, 'Name a file that xenia audit export has written.');
  }
}
