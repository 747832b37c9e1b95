import { Sensitive } from '../care/Sensitive.tsx'
import { useNames } from '../shell/useNames.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import type { Difference } from './differences.ts'
import { momentName } from './momentName.ts'

/** What is another, before and after. */
export function ChangeList({ differences }: { readonly differences: readonly Difference[] }) {
  const text = words.cases.compare
  if (differences.length === 0) return <p className={styles.empty}>{text.none}</p>
  return (
    <table className={`${styles.table} ${styles.changes}`}>
      <thead>
        <tr>
          <th scope="col">{text.what}</th>
          <th scope="col">{text.was}</th>
          <th scope="col">{text.is}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(each => (
          <tr key={`${each.of} ${each.id}`}>
            <th scope="row">
              {text.of[each.of]}{' '}
              {each.of === 'other' || each.of === 'task' || each.of === 'note' ? '' : each.id}
            </th>
            <td>
              <Side difference={each} value={each.was} />
            </td>
            <td>
              <Side difference={each} value={each.is} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Side({
  difference,
  value,
}: {
  readonly difference: Difference
  readonly value: string | undefined
}) {
  const { nameOf } = useNames()
  const text = words.cases
  if (value === undefined) {
    return <span className={styles.soft}>{difference.of === 'other' ? '–' : text.compare.absent}</span>
  }
  switch (difference.of) {
    case 'state':
      return text.states[value as keyof typeof text.states] ?? value
    case 'lead':
      return value === 'null' ? text.noLead : nameOf(value)
    case 'members':
      return value === '' ? text.compare.nobody : value.split(', ').map(nameOf).join(', ')
    case 'restricted':
      return value === 'true' ? text.walled : text.unwalled
    case 'note':
      return difference.sensitive ? <Sensitive text={value} /> : value
    case 'task':
      return text.compare.task[value as keyof typeof text.compare.task] ?? value
    case 'other':
      return momentName(value)
    default:
      return value === '' ? text.compare.there : value
  }
}
