import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** Slate teal, after the bird's back: for what can be done. */
const teal: MantineColorsTuple = [
  '#eef6f7',
  '#d9eaed',
  '#b3d5dc',
  '#86bcc7',
  '#5fa3b1',
  '#3f8a9a',
  '#2a7081',
  '#1f5a68',
  '#184954',
  '#103741',
]
/** Indigo: somebody to protect. Used for nothing else. */
const protect: MantineColorsTuple = [
  '#eef0fc',
  '#dce0f8',
  '#b9c1f1',
  '#97a3ea',
  '#7a88df',
  '#5f6fd0',
  '#4a5abd',
  '#3c4aa6',
  '#313d8a',
  '#252f6b',
]
/** Rust: evidence. */
const evidence: MantineColorsTuple = [
  '#fcf1ea',
  '#f6dfd0',
  '#ecbf9f',
  '#e09a6a',
  '#d57d45',
  '#c7662c',
  '#b3541e',
  '#964517',
  '#783712',
  '#57270c',
]
/** A grey with a little green in it, from paper to ink. */
const gray: MantineColorsTuple = [
  '#f7f7f4',
  '#eff0ec',
  '#e2e5e1',
  '#d0d5d1',
  '#b2bab7',
  '#8a9694',
  '#64716f',
  '#4a5856',
  '#303c3c',
  '#1b2426',
]
const dark: MantineColorsTuple = [
  '#e8ecea',
  '#c3ccca',
  '#a6b2b1',
  '#7f8d92',
  '#4b575c',
  '#354044',
  '#2a3337',
  '#1e2528',
  '#171c1f',
  '#101416',
]

/** Dense and calm: small type, quiet lines, one colour for what can be done. Contrast is WCAG 2.2 AA; test/e2e holds it. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  colors: { teal, protect, evidence, gray, dark },
  black: '#1b2426',
  fontFamily: 'ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.3' },
  spacing: { xs: '0.375rem', sm: '0.625rem', md: '0.875rem', lg: '1.25rem', xl: '2rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 } } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
  },
})
