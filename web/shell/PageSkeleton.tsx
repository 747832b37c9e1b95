import { Skeleton, VisuallyHidden } from '@mantine/core'
import { words } from '../words/words.ts'
import styles from './PageFrame.module.css'

const widths = ['30%', '92%', '86%', '90%', '78%', '88%']

/** What is coming has about this shape. */
export function PageSkeleton() {
  return (
    <div className={styles.note} role="status">
      <VisuallyHidden>{words.shell.loading}</VisuallyHidden>
      {widths.map(width => (
        <Skeleton key={width} height={18} width={width} />
      ))}
    </div>
  )
}
