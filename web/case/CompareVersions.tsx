import { Modal, NativeSelect, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Moment } from '../api/cases.ts'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import { ChangeList } from './ChangeList.tsx'
import { differencesBetween, versionsOf } from './differences.ts'
import { momentName } from './momentName.ts'

/** Two versions of a case side by side: what is another between them. */
export function CompareVersions({
  moments,
  opened,
  close,
}: {
  readonly moments: readonly Moment[]
  readonly opened: boolean
  readonly close: () => void
}) {
  const text = words.cases.compare
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={text.title}
      size="xl"
      closeButtonProps={{ 'aria-label': words.ask.cancel }}
    >
      <Chosen moments={moments} />
    </Modal>
  )
}

function Chosen({ moments }: { readonly moments: readonly Moment[] }) {
  const versions = versionsOf(moments)
  const [from, setFrom] = useState(0)
  // The latest until another is chosen: what somebody did a moment ago may still be on its way.
  const [chosen, setTo] = useState<number>()
  const to = chosen ?? versions.length - 1
  const [zone] = useZone()
  const { nameOf } = useNames()
  const text = words.cases.compare
  const options = versions.map(({ at, kind, actor }, place) => ({
    value: String(place),
    label: text.version(place + 1, instant(at, zone), momentName(kind), nameOf(actor)),
  }))
  const [earlier, later] = [Math.min(from, to), Math.max(from, to)]
  return (
    <Stack gap="md">
      <div className={styles.pair}>
        <NativeSelect
          label={text.from}
          data={options}
          value={String(from)}
          onChange={event => setFrom(Number(event.currentTarget.value))}
        />
        <NativeSelect
          label={text.to}
          data={options}
          value={String(to)}
          onChange={event => setTo(Number(event.currentTarget.value))}
        />
      </div>
      <ChangeList differences={differencesBetween(versions, earlier, later)} />
    </Stack>
  )
}
