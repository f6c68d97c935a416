import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from './token.ts';
import { TokenRequest, type TokenRequestProps } from './token-request.tsx';
import { Userinfo } from './userinfo.tsx';

interface TokensProps extends Omit<TokenRequestProps, 'onResponse'> {
  /** What is asked for, space-separated. */
  readonly scope: string;
}

/** A token request and what its tokens are good for: who it is, and new ones, as often as one likes. */
export function Tokens({ scope, ...request }: TokensProps) {
  const { t } = useTranslation('playground');
  const { play } = request;
  const [newest, setNewest] = useState<Json>({});
  const take = (response: Json) => {
    if (typeof response.access_token === 'string') setNewest((known) => ({ ...known, ...response }));
  };
  const { access_token, refresh_token } = newest;
  const granted = typeof newest.scope === 'string' ? newest.scope : scope;
  return (
    <>
      <TokenRequest {...request} onResponse={take} />
      {typeof access_token === 'string' ? (
        <Userinfo key={access_token} play={play} scope={granted} access_token={access_token} />
      ) : null}
      {typeof refresh_token === 'string' ? (
        <TokenRequest
          title={t('refresh')}
          lead={t('refreshLead')}
          play={play}
          parameters={{ grant_type: 'refresh_token', refresh_token }}
          onResponse={take}
        />
      ) : null}
    </>
  );
}
