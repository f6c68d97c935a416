import 'swagger-ui-dist/swagger-ui.css';
import './reference.css';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import swaggerUi from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import { Page } from '../../components/page.tsx';
import { useConsole } from '../../console-context.tsx';

/** The management API, made of its OpenAPI document, to be read and to be tried out as who is signed in. */
export function Reference() {
  const { t } = useTranslation('reference');
  const place = useRef<HTMLDivElement>(null);
  const { environment, session } = useConsole();
  useEffect(() => {
    const domNode = place.current;
    if (domNode === null) return;
    swaggerUi({
      url: `${environment.issuer}/api/v1/openapi.json`,
      domNode,
      docExpansion: 'none',
      filter: true,
      tryItOutEnabled: true,
      displayRequestDuration: true,
      // Otherwise it shows the document to a service on the internet.
      validatorUrl: null,
      persistAuthorization: false,
      async requestInterceptor(request) {
        const headers = { authorization: `Bearer ${await session.accessToken()}`, ...request.headers };
        return Object.assign(request, { headers });
      },
    });
    return () => domNode.replaceChildren();
  }, [environment, session]);
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className="reference" ref={place} />
    </Page>
  );
}
