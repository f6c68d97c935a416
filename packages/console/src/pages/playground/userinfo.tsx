import { useTranslation } from 'react-i18next';
import { Section } from '../../components/page.tsx';
import { Exchange } from './exchange.tsx';
import { isHere, type Play } from './play.ts';
import { userinfoRequest } from './wire.ts';

interface UserinfoProps {
  readonly play: Play;
  /** Of the token, space-separated. */
  readonly scope: string;
  readonly access_token: string;
}

/** Who signed in, asked with the access token (OIDC Core §5.3). Nothing where it is no OpenID Connect. */
export function Userinfo({ play, scope, access_token }: UserinfoProps) {
  const { t } = useTranslation('playground');
  const { userinfo_endpoint } = play.dialect.endpoints;
  if (userinfo_endpoint === undefined || !isHere(userinfo_endpoint) || !scope.split(' ').includes('openid'))
    return null;
  return (
    <Section title={t('userinfo')} lead={t('userinfoLead')}>
      <Exchange outgoing={userinfoRequest(userinfo_endpoint, access_token)} isTraced={false} onToken={play.onToken} />
    </Section>
  );
}
