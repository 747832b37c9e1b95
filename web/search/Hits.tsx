import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Hit, HitKind } from '../api/search.ts'
import { words } from '../words/words.ts'
import { addressOf } from './hit.ts'
import styles from './Search.module.css'

/** Hits in their groups; the one that Enter opens is marked. */
export function Hits({
  groups,
  at,
  more,
  isShown,
  onPoint,
}: {
  readonly groups: readonly (readonly [HitKind, readonly Hit[]])[]
  readonly at: number
  readonly more: readonly HitKind[]
  /** Whether wording of customers is. */
  readonly isShown: boolean
  readonly onPoint: (at: number) => void
}) {
  const text = words.search
  useEffect(() => document.getElementById(`hit-${at}`)?.scrollIntoView({ block: 'nearest' }), [at])
  const starts = groups.map((_, group) => groups.slice(0, group).reduce((sum, [, of]) => sum + of.length, 0))
  if (groups.length === 0) return null
  return (
    <div id="hits" role="listbox" aria-label={text.title}>
      {groups.map(([kind, hits], group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
        <div key={kind} role="group" aria-labelledby={`hits-${kind}`} className={styles.group}>
          <div id={`hits-${kind}`} role="presentation" className={styles.kind}>
            {text.kinds[kind]} {more.includes(kind) && <span>{text.more}</span>}
          </div>
          {hits.map((hit, place) => {
            const index = starts[group]! + place
            const address = addressOf(hit) ?? { to: '/search' }
            return (
              <Link
                key={hit.id}
                to={address.to}
                {...(address as object)}
                id={`hit-${index}`}
                role="option"
                aria-selected={index === at}
                tabIndex={-1}
                preload={false}
                className={styles.hit}
                onPointerEnter={() => onPoint(index)}
              >
                <HitText hit={hit} isShown={isShown} />
              </Link>
            )
          })}
        </div>
      ))}
    </div>
  )
}

function HitText({ hit, isShown }: { readonly hit: Hit; readonly isShown: boolean }) {
  const text = words.search
  const { kind, id, label, match, count } = hit
  const isCovered = kind === 'reference' && !isShown
  const title = kind === 'case' || kind === 'payee' ? (label ?? id) : id
  const besides = title === id ? (kind === 'identifier' ? null : label) : id
  return (
    <>
      <strong data-covered={isCovered || undefined}>{isCovered ? text.wording.covered : title}</strong>
      <span>{besides}</span>
      <span>{count !== null && (kind === 'reference' ? text.payments(count) : text.shared(count))}</span>
      <span>{text.match[match]}</span>
    </>
  )
}
