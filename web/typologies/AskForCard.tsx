import { Anchor, Button, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { withdrawApproval } from '../api/duties.ts'
import { askForCard, type OwnCard } from '../api/ownCards.ts'
import { FreeText } from '../care/FreeText.tsx'
import { useMe } from '../session/me.ts'
import { useAsk } from '../shell/AskDialog.tsx'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Typologies.module.css'

/** Asks a second person for the draft, and says what became of it. `isSaved` is false while the text on the page is another. */
export function AskForCard({
  own,
  isSaved,
  refresh,
}: {
  readonly own: OwnCard
  readonly isSaved: boolean
  readonly refresh: () => Promise<unknown>
}) {
  const text = words.ownCards.approval
  const me = useMe()
  const ask = useAsk()
  const [zone] = useZone()
  const { nameOf } = useNames()
  const { card, version, draft, back_test: result, approval } = own
  const isWaiting = approval?.decision === null
  const isDecided = own.approval_is_of_draft && (approval?.decision ?? 'withdrawn') !== 'withdrawn'
  const start = () =>
    ask({
      title: text.ask,
      explains: text.askExplains,
      fields: [{ name: 'why', label: text.why, kind: 'text' }],
      do: text.ask,
      submit: async ({ why }) => {
        await askForCard(card, version, why!)
        await refresh()
      },
    })
  const takeBack = () =>
    ask({
      title: text.takeBack,
      explains: text.takeBackExplains,
      fields: [],
      do: text.takeBack,
      submit: async () => {
        await withdrawApproval(approval!)
        await refresh()
      },
    })
  return (
    <section className={styles.section}>
      <Title order={2}>{text.title}</Title>
      <p className={styles.soft}>{text.about}</p>
      {isWaiting && (
        <p>
          {text.waits(nameOf(approval.asked_by), instant(approval.asked_at, zone))}{' '}
          <Anchor component={Link} to={`/typologies/${card}/change`}>
            {text.see}
          </Anchor>
        </p>
      )}
      {approval !== null && (approval.decision === 'refused' || approval.decision === 'approved') && (
        <p>
          {text[approval.decision](nameOf(approval.decided_by), instant(approval.decided_at!, zone))}{' '}
          <FreeText text={approval.decision_reason ?? ''} />{' '}
          {approval.decision === 'approved' ? text.next : draft !== null && text.refusedThen}
        </p>
      )}
      <div className={`${styles.actions} no-print`}>
        {!isWaiting && (
          <Button
            size="xs"
            disabled={draft === null || result === null || !isSaved || isDecided}
            onClick={start}
          >
            {text.ask}
          </Button>
        )}
        {isWaiting && approval.asked_by === me.user_id && (
          <Button size="xs" variant="default" onClick={takeBack}>
            {text.takeBack}
          </Button>
        )}
        {!isWaiting && draft !== null && (result === null || !isSaved) && (
          <span className={styles.soft}>{text.needsBackTest}</span>
        )}
      </div>
    </section>
  )
}
