import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../../frame/mark.tsx';
import { previewColours } from './preview-colours.ts';

export interface SignInPreviewProps {
  readonly display_name: string;
  readonly accentColor: string;
  readonly logoUri: string;
}

/** The sign-in page in miniature, in both modes. A picture: nothing in it can be pressed or is read out piece by piece. */
export function SignInPreview({ display_name, accentColor, logoUri }: SignInPreviewProps) {
  const { t } = useTranslation('tenant');
  const colours = previewColours(accentColor);
  return (
    <div className="previews">
      {(['light', 'dark'] as const).map((mode) => (
        <figure key={mode}>
          <div
            className="preview"
            role="img"
            aria-label={t('preview')}
            // A custom property is no style attribute: React sets it through the object model, which the policy allows.
            style={colours[mode] as CSSProperties}
          >
            <div className="preview-brand">
              <Mark name={display_name} image={logoUri} key={logoUri} />
              <span>{display_name}</span>
            </div>
            <div className="preview-card">
              <strong>{t('previewTitle')}</strong>
              <span className="preview-label">{t('previewEmail')}</span>
              <span className="preview-field" />
              <span className="preview-button">{t('previewContinue')}</span>
              <span className="preview-link">{t('previewForgot')}</span>
            </div>
          </div>
          <figcaption className="small muted">{t(mode === 'light' ? 'inLight' : 'inDark')}</figcaption>
        </figure>
      ))}
    </div>
  );
}
