import type { ReactNode } from 'react'

/** What is wider than its place scrolls in it, by the keyboard too: so it takes the focus, and has a name. */
export function Scrolled({
  label,
  className,
  children,
}: {
  readonly label: string
  readonly className: string | undefined
  readonly children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys (WCAG 2.1.1)
    <section className={className} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
