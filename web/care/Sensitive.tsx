import { useEffect, useState } from 'react'
import { words } from '../words/words.ts'
import styles from './Care.module.css'
import { FreeText } from './FreeText.tsx'
import { useCareSettings } from './settings.ts'

/**
 * Wording that can weigh: covered until it is asked for. Covered, it is not on the page at all, so that neither a glance, a screen
 * reader nor a printer gives it. `shown` is of a page that shows all of its wording at once.
 */
export function Sensitive({ text, shown = false }: { readonly text: string; readonly shown?: boolean }) {
  const [{ covers }] = useCareSettings()
  const [isAsked, setAsked] = useState(false)
  // What is shown all at once is covered all at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each change of it
  useEffect(() => setAsked(false), [shown])
  if (text === '') return null
  if (!covers || shown || isAsked) return <FreeText text={text} />
  return (
    <button type="button" className={styles.cover} onClick={() => setAsked(true)}>
      <span>{words.care.covered(text.length)}</span>
    </button>
  )
}

/** Whether a page shows its sensitive wording, with the switch for it. */
export function useShown(): readonly [boolean, () => void] {
  const [shown, setShown] = useState(false)
  return [shown, () => setShown(was => !was)]
}
