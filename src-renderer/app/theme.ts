import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  Skeleton,
  Switch,
  Tooltip,
} from '@mantine/core'

const emerald: MantineColorsTuple = [
  '#ecfdf5',
  '#d1fae5',
  '#a7f3d0',
  '#6ee7b7',
  '#34d399',
  '#10b981',
  '#059669',
  '#047857',
  '#065f46',
  '#064e3b',
]

/** Mantine's own neutrals, given the same hint of green as `tokens.css`. */
const gray: MantineColorsTuple = [
  '#fafcfb',
  '#f2f5f3',
  '#eaefec',
  '#e1e7e4',
  '#c8d1cc',
  '#a3b0a9',
  '#7d8b84',
  '#51605a',
  '#34403a',
  '#15201b',
]
const dark: MantineColorsTuple = [
  '#e6ece9',
  '#c4cfc9',
  '#a2b0a9',
  '#8b9a93',
  '#3a4740',
  '#242e29',
  '#1a221e',
  '#141a17',
  '#0e1311',
  '#0a0f0d',
]

/** Lost and failed. White on 7 is AA. */
const red: MantineColorsTuple = [
  '#fff6f6',
  '#fdeaea',
  '#f5a9a9',
  '#f18888',
  '#ec6565',
  '#e34848',
  '#dc2626',
  '#b91c1c',
  '#991b1b',
  '#7f1d1d',
]

/** What needs a person. */
const yellow: MantineColorsTuple = [
  '#fffaf0',
  '#fdf3dd',
  '#f7d17f',
  '#f3bb45',
  '#f0a63a',
  '#d97706',
  '#b45309',
  '#975a06',
  '#7a4708',
  '#5c3607',
]

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  colors: { emerald, gray, dark, red, yellow },
  primaryColor: 'emerald',
  // White on 7 is AA in both schemes; a brighter green would need dark letters.
  primaryShade: 7,
  autoContrast: true,
  defaultRadius: 8,
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontSizes: { xs: '12.5px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px', lineHeight: '28px' }, h2: { fontSize: '16px', lineHeight: '24px' }, h3: { fontSize: '14px' } },
  },
  shadows: { md: '0 1px 2px rgb(10 25 18 / 6%), 0 12px 32px rgb(10 25 18 / 14%)' },
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' }, styles: { root: { fontWeight: 550 } } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } }),
    Input: Input.extend({ defaultProps: { size: 'sm' } }),
    InputWrapper: Input.Wrapper.extend({
      styles: {
        label: { fontWeight: 550, marginBottom: 4 },
        description: { color: 'var(--text-2)', fontSize: 12.5, lineHeight: 1.45, marginBottom: 6 },
      },
    }),
    // The placeholder that takes the first focus is not a menu item, which screen readers stumble over.
    Menu: Menu.extend({
      defaultProps: { shadow: 'md', radius: 8, transitionProps: { duration: 120 }, withInitialFocusPlaceholder: false },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        radius: 12,
        shadow: 'md',
        transitionProps: { duration: 140 },
        overlayProps: { backgroundOpacity: 0.4 },
      },
      styles: {
        title: { fontSize: 16, fontWeight: 600 },
        content: { border: '1px solid var(--border)', background: 'var(--surface)' },
        header: { background: 'var(--surface)' },
      },
    }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 6 } }),
    Switch: Switch.extend({ defaultProps: { withThumbIndicator: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, transitionProps: { duration: 100 }, fz: 12.5, multiline: true, maw: 320 } }),
  },
})

const surfaces = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-2)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-border': 'var(--border-strong)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-error': 'var(--bad-text)',
  '--mantine-color-anchor': 'var(--info-text)',
}

/** Mantine's components take their surfaces from `tokens.css`, so that both schemes are designed in one place. */
export const resolveVariables: CSSVariablesResolver = () => ({ variables: {}, light: surfaces, dark: surfaces })
