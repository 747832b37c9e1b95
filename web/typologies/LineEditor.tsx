import type { Ref } from 'react'
import type { TextProblem } from '../api/typologies.ts'
import styles from './Typologies.module.css'

/** Plain text with the numbers of its lines; a line with a problem is marked, in words for those who point at it. */
export function LineEditor({
  label,
  text,
  onText,
  problems,
  area,
}: {
  readonly label: string
  readonly text: string
  readonly onText: (text: string) => void
  readonly problems: readonly TextProblem[]
  readonly area: Ref<HTMLTextAreaElement>
}) {
  const lines = text.split('\n')
  const byLine = Map.groupBy(problems, each => each.line)
  return (
    <div className={styles.editor}>
      <div className={styles.gutter} aria-hidden="true">
        {lines.map((_, at) => {
          const of = byLine.get(at + 1)
          const severity = of?.some(each => each.severity === 'error') ? 'error' : of && 'warning'
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <span key={at} data-severity={severity} title={of?.map(each => each.message).join('\n')}>
              {at + 1}
            </span>
          )
        })}
      </div>
      <textarea
        ref={area}
        className={styles.text}
        rows={lines.length}
        value={text}
        onChange={event => onText(event.currentTarget.value)}
        aria-label={label}
        aria-invalid={problems.some(each => each.severity === 'error')}
        spellCheck={false}
        autoComplete="off"
        wrap="off"
      />
    </div>
  )
}
