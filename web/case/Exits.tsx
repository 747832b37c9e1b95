import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { proposeExit, readExits } from '../api/duties.ts'
import { FreeText } from '../care/FreeText.tsx'
import { useAsk } from '../shell/AskDialog.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePurpose } from '../shell/purpose.ts'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import { customerOf } from './customerOf.ts'
import type { InCase } from './inCase.ts'
import { Empty, Section } from './Section.tsx'

/** Ending a customer relation: proposed here, decided by a second person, done nowhere in Lapwing. Never of a possible victim. */
export function Exits({ whole, refresh }: InCase) {
  const ask = useAsk()
  const [purpose] = usePurpose()
  const [zone] = useZone()
  const { nameOf } = useNames()
  const exits = useQuery({
    queryKey: ['case', whole.case_id, 'exits', purpose],
    queryFn: () => readExits(whole.case_id, purpose),
  })
  const text = words.cases.exits
  const propose = () =>
    ask({
      title: text.propose,
      explains: text.explains,
      fields: [
        customerOf(whole),
        { name: 'why', label: words.cases.why, kind: 'text' },
        {
          name: 'police_contact',
          label: text.police,
          kind: 'choice',
          options: Object.entries(text.contacts).map(([value, label]) => ({ value, label })),
        },
        { name: 'police_contact_note', label: text.policeNote, kind: 'line' },
      ],
      do: text.proposeDo,
      submit: async ({ customer_id, why, police_contact, police_contact_note }) => {
        await proposeExit(whole.case_id, {
          customer_id: customer_id!,
          why: why!,
          police_contact: police_contact!,
          police_contact_note: police_contact_note!,
        })
        await refresh()
      },
    })
  return (
    <Section
      id="exits"
      title={text.title}
      count={exits.data?.items.length}
      actions={
        whole.state !== 'closed' && (
          <Button variant="subtle" onClick={propose}>
            {text.proposeShort}
          </Button>
        )
      }
    >
      {exits.isError && <ProblemNote problem={exits.error} again={exits.refetch} />}
      {exits.data?.items.length === 0 && <Empty>{text.none}</Empty>}
      <ul className={styles.plain}>
        {exits.data?.items.map(exit => (
          <li key={exit.exit_id}>
            <div>
              <strong className={styles.break}>{exit.customer_id}</strong>{' '}
              {exit.decision === null ? text.waits : words.approvals.decisions[exit.decision]}
              <div>
                <FreeText text={exit.why} />
              </div>
              <div className={styles.small}>
                {text.contacts[exit.police_contact]}: <FreeText text={exit.police_contact_note} />
              </div>
              <div className={styles.small}>
                {text.by(nameOf(exit.proposed_by), day(exit.proposed_at, zone))}
              </div>
              {exit.kept_open_now && <div className={styles.note}>{text.keptOpen}</div>}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
