import type { ReactNode } from 'react'

/** What is known of something, each fact with its name. */
export type Fact = readonly [name: string, value: ReactNode]

export function FactList({
  facts,
  className,
}: {
  readonly facts: readonly Fact[]
  readonly className: string | undefined
}) {
  return (
    <dl className={className}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
