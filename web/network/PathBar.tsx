import { Button } from '@mantine/core'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { words } from '../words/words.ts'
import styles from './Network.module.css'
import type { PathState } from './usePath.ts'

/** Says how the search for a path stands. */
export function PathBar({
  path,
  nameOf,
}: {
  readonly path: PathState
  readonly nameOf: (key: string) => string
}) {
  const text = words.network.path
  const [from, to] = path.ends
  if (from === undefined) return null
  const isFound = path.keys.length > 0
  return (
    <div className={styles.path} role="status">
      {path.problem !== undefined && <ProblemNote problem={path.problem} />}
      {to === undefined ? (
        <span>{text.marked(nameOf(from))}</span>
      ) : isFound ? (
        <>
          <strong>{text.found(path.keys.length - 1)}</strong>
          <span>{path.keys.map(nameOf).join(' – ')}</span>
        </>
      ) : path.far === 'looking' || path.far === 'found' ? (
        <span>{text.looking}</span>
      ) : path.far === 'none' ? (
        <span>{text.nowhere}</span>
      ) : (
        <>
          <span>{text.none}</span>
          <Button size="compact-xs" variant="default" onClick={() => void path.further()}>
            {text.further}
          </Button>
        </>
      )}
      <Button size="compact-xs" variant="subtle" onClick={path.clear}>
        {text.clear}
      </Button>
    </div>
  )
}
