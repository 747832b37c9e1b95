import { words } from '../words/words.ts'
import { KindMark } from './KindMark.tsx'
import styles from './Network.module.css'

const kinds = ['customer', 'counterparty', 'device', 'identifier', 'group'] as const
const states = ['alerted', 'protect', 'opened', 'ordinary'] as const
const ties = ['payments', 'device', 'identifier'] as const

/** What the shapes, borders and lines of the chart mean. */
export function Legend() {
  const text = words.network
  return (
    <details className={styles.legend}>
      <summary>{text.tools.legend}</summary>
      <ul>
        {kinds.map(kind => (
          <li key={kind}>
            <KindMark kind={kind} /> {text.kinds[kind]}
          </li>
        ))}
        {states.map(state => (
          <li key={state}>
            <KindMark kind="customer" state={state} /> {text.legend[state]}
          </li>
        ))}
        {ties.map(tie => (
          <li key={tie}>
            <svg width="22" height="12" aria-hidden="true" className={styles.tie} data-tie={tie}>
              <path d={tie === 'payments' ? 'M1 6H20M15 2l5 4-5 4' : 'M1 6H21'} />
            </svg>{' '}
            {text.legend[tie]}
          </li>
        ))}
      </ul>
    </details>
  )
}
