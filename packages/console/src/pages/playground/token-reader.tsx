import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/code-block.tsx';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import type { Tone } from '../../components/state-badge.tsx';
import { When } from '../../components/when.tsx';
import { useConsole } from '../../console-context.tsx';
import type { IconName } from '../../look/icons.tsx';
import type { Metadata } from './dialect.ts';
import { PastedField } from './pasted-field.tsx';
import { type DecodedToken, decodeToken, kindOf, type Verdict, verifyToken } from './token.ts';

/** What is in a token, and whether it is ours. It never leaves the page. */
export function TokenReader({ field, metadata, token, onChange }: TokenReaderProps) {
  const { t } = useTranslation('playground');
  return (
    <Section title={t('token')} lead={t('tokenLead')}>
      <PastedField ref={field} label={t('tokenLabel')} value={token} rows={5} onChange={onChange} />
      {token.trim() === '' ? null : <Reading metadata={metadata} token={token} />}
    </Section>
  );
}

export interface TokenReaderProps {
  /** Where the token stands, to be shown to who chose to read one. */
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly metadata: Metadata;
  readonly token: string;
  onChange(token: string): void;
}

function Reading({ metadata, token }: Pick<TokenReaderProps, 'metadata' | 'token'>) {
  const { t } = useTranslation('playground');
  const decoded = decodeToken(token);
  if (decoded === null) {
    return (
      <Notice tone="plain" icon="key" title={t('opaque')}>
        <p>{t('opaqueLead')}</p>
      </Notice>
    );
  }
  return (
    <>
      <Signature decoded={decoded} token={token} metadata={metadata} />
      <Facts
        facts={[
          [t('kind'), t(`kindName.${kindOf(decoded)}`)],
          ...Object.entries(decoded.claims).map(
            ([name, value]) => [name, <Claim key={name} name={name} value={value} />] as const,
          ),
        ]}
      />
      <CodeBlock title={t('header')} code={JSON.stringify(decoded.header, null, 2)} />
      <CodeBlock title={t('claims')} code={JSON.stringify(decoded.claims, null, 2)} />
    </>
  );
}

const VERDICTS: Readonly<Record<Verdict | 'foreign' | 'expired', readonly [tone: Tone, icon: IconName]>> = {
  verified: ['good', 'check'],
  wrongSignature: ['danger', 'warning'],
  unknownKey: ['danger', 'warning'],
  unknownAlgorithm: ['danger', 'warning'],
  foreign: ['danger', 'warning'],
  expired: ['caution', 'clock'],
};

function Signature({
  decoded,
  token,
  metadata,
}: { readonly decoded: DecodedToken } & Pick<TokenReaderProps, 'metadata' | 'token'>) {
  const { t } = useTranslation('playground');
  const { clock } = useConsole();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is decoded is another object each time; the token says when it is another one
  useEffect(() => {
    let isCurrent = true;
    setVerdict(null);
    void verifyToken(decoded, metadata.jwks.keys)
      .catch(() => 'unknownKey' as const)
      .then((found) => isCurrent && setVerdict(found));
    return () => {
      isCurrent = false;
    };
  }, [token, metadata]);
  if (verdict === null) return null;
  const { iss, exp } = decoded.claims;
  const shown = verdict === 'verified' && iss !== metadata.issuer ? 'foreign' : verdict;
  const isExpired = shown === 'verified' && typeof exp === 'number' && exp <= clock();
  return (
    <>
      <Verdicts verdict={shown} about={t(`verdictLead.${shown}`)} />
      {isExpired ? <Verdicts verdict="expired" about={t('verdictLead.expired')} /> : null}
    </>
  );
}

function Verdicts({ verdict, about }: { readonly verdict: keyof typeof VERDICTS; readonly about: string }) {
  const { t } = useTranslation('playground');
  const [tone, icon] = VERDICTS[verdict];
  return (
    <Notice tone={tone} icon={icon} title={t(`verdict.${verdict}`)}>
      <p>{about}</p>
    </Notice>
  );
}

/** Claims that are a NumericDate (RFC 7519 §2). */
const TIMES = ['exp', 'iat', 'nbf', 'auth_time', 'updated_at'];
/** Farther away nothing is a time that a Date could hold. */
const LAST_SECOND = 8_640_000_000_000;

function Claim({ name, value }: { readonly name: string; readonly value: unknown }) {
  const isTime = TIMES.includes(name) && typeof value === 'number' && Math.abs(value) <= LAST_SECOND;
  if (!isTime) return <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>;
  return (
    <>
      <When at={value} /> <code className="muted">{value}</code>
    </>
  );
}
