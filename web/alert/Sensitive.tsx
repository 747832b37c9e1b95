import { Button } from '@mantine/core'
import { useState } from 'react'
import { words } from '../words/words.ts'
import styles from './Payments.module.css'

/** Wording of customers, which may distress whoever reads it: covered until it is asked for. Links in it stay text. */
export function Sensitive({ text: given }: { readonly text: string }) {
  const text = words.alert.payments.sensitive
  const [isShown, setIsShown] = useState(false)
  return (
    <>
      {isShown ? <span>{given}</span> : <span className={styles.soft}>{text.what}</span>}{' '}
      <Button variant="subtle" size="compact-xs" className="no-print" onClick={() => setIsShown(!isShown)}>
        {isShown ? text.hide : text.show}
      </Button>
    </>
  )
}
