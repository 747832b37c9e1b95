import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Hold, placeHold, readHolds, releaseHold } from '../api/duties.ts'
import { FreeText } from '../care/FreeText.tsx'
import { useMe } from '../session/me.ts'
import { useAsk } from '../shell/AskDialog.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePurpose } from '../shell/purpose.ts'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import type { InCase } from './inCase.ts'
import { Empty, Section } from './Section.tsx'

/** While one stands, nothing of the case is disposed of. */
export function Holds({ whole, refresh }: InCase) {
  const ask = useAsk()
  const [purpose] = usePurpose()
  const holds = useQuery({
    queryKey: ['case', whole.case_id, 'holds', purpose],
    queryFn: () => readHolds(whole.case_id, purpose),
  })
  const text = words.cases.holds
  const place = () =>
    ask({
      title: text.place,
      explains: text.explains,
      fields: [{ name: 'why', label: words.cases.why, kind: 'text' }],
      do: text.place,
      submit: async ({ why }) => {
        await placeHold(whole.case_id, why!)
        await refresh()
      },
    })
  return (
    <Section
      id="holds"
      title={text.title}
      count={holds.data?.items.length}
      actions={
        <Button variant="subtle" onClick={place}>
          {text.placeShort}
        </Button>
      }
    >
      {holds.isError && <ProblemNote problem={holds.error} again={holds.refetch} />}
      {holds.data?.items.length === 0 && <Empty>{text.none}</Empty>}
      <ul className={styles.plain}>
        {holds.data?.items.map(hold => (
          <HoldRow key={hold.hold_id} hold={hold} refresh={refresh} />
        ))}
      </ul>
    </Section>
  )
}

function HoldRow({ hold, refresh }: { readonly hold: Hold; readonly refresh: () => Promise<void> }) {
  const ask = useAsk()
  const { may } = useMe()
  const [zone] = useZone()
  const { nameOf } = useNames()
  const text = words.cases.holds
  const release = () =>
    ask({
      title: text.release,
      fields: [{ name: 'reason', label: words.cases.reason, kind: 'text' }],
      do: text.release,
      submit: async ({ reason }) => {
        await releaseHold(hold, reason!)
        await refresh()
      },
    })
  return (
    <li>
      <div>
        <FreeText text={hold.why} />
        <div className={styles.small}>{text.placed(nameOf(hold.placed_by), day(hold.placed_at, zone))}</div>
        {hold.released_at !== null && (
          <div className={styles.small}>
            {text.released(nameOf(hold.released_by), day(hold.released_at, zone), hold.release_reason ?? '')}
          </div>
        )}
      </div>
      {hold.released_at === null && may.includes('hold.release') && (
        <Button variant="subtle" size="compact-xs" className="no-print" onClick={release}>
          {text.release}
        </Button>
      )}
    </li>
  )
}
