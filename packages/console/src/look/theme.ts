import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** A colour of tokens.css in all of Mantine's shades: which one is meant is decided by the mode, not by a number. */
function token(name: string): MantineColorsTuple {
  const value = `var(--${name})`;
  return [value, value, value, value, value, value, value, value, value, value];
}

/** Text on a fill of each colour; in dark mode the fills are light. */
const ON: Readonly<Record<string, string>> = { accent: 'var(--on-accent)', danger: 'var(--surface)' };

const variantColorResolver: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  const on = ON[input.color ?? ''];
  return input.variant === 'filled' && on !== undefined ? { ...resolved, color: on } : resolved;
};

/** The head of a dialog is no banner of the page, which the element would make it (ARIA in HTML). */
const attributes = { header: { role: 'presentation' } };

/** Mantine as the server's pages look: few sizes, one accent, everything else from tokens.css. */
export const theme = createTheme({
  primaryColor: 'accent',
  colors: { accent: token('accent-text'), danger: token('danger'), gray: token('muted'), red: token('danger') },
  variantColorResolver,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: {
    xs: 'var(--text-small)',
    sm: 'var(--text-small)',
    md: 'var(--text-base)',
    lg: 'var(--text-large)',
    xl: 'var(--text-title)',
  },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.4', xl: '1.25' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '14px', xl: '20px' },
  defaultRadius: 'md',
  shadows: { xs: 'none', sm: 'var(--shadow)', md: 'var(--shadow)', lg: 'var(--shadow)', xl: 'var(--shadow)' },
  respectReducedMotion: true,
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'md' } },
    Modal: { defaultProps: { centered: true, radius: 'lg', transitionProps: { duration: 120 }, attributes } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 }, attributes } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    Tooltip: { defaultProps: { transitionProps: { duration: 0 }, withArrow: true } },
  },
});

function shadesOf(color: string, fill: string, text: string): Record<string, string> {
  const of = (name: string) => `--mantine-color-${color}-${name}`;
  return {
    [of('text')]: text,
    [of('filled')]: fill,
    [of('filled-hover')]: `color-mix(in srgb, ${fill}, var(--accent-shade) 14%)`,
    [of('light')]: `color-mix(in srgb, ${text} 9%, var(--surface))`,
    [of('light-hover')]: `color-mix(in srgb, ${text} 12%, var(--surface))`,
    [of('light-color')]: text,
    [of('outline')]: text,
    [of('outline-hover')]: 'var(--sunken)',
  };
}

const colours: Record<string, string> = {
  ...shadesOf('accent', 'var(--accent)', 'var(--accent-text)'),
  ...shadesOf('danger', 'var(--danger)', 'var(--danger)'),
  ...shadesOf('red', 'var(--danger)', 'var(--danger)'),
  ...shadesOf('gray', 'var(--muted)', 'var(--text)'),
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--muted)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-success': 'var(--good)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--sunken)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--field-line)',
  '--mantine-color-disabled': 'var(--sunken)',
  '--mantine-color-disabled-color': 'var(--muted)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
};

/** In both modes the same names: tokens.css and the tenant's theme know the mode themselves. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: colours, dark: colours });
