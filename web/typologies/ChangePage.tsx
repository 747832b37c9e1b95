import { Anchor, Button, Title } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { decideApproval } from '../api/duties.ts'
import type { OwnCard } from '../api/ownCards.ts'
import { FreeText } from '../care/FreeText.tsx'
import { useMe } from '../session/me.ts'
import { AskProvider, useAsk } from '../shell/AskDialog.tsx'
import { useKeys } from '../shell/keys.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePageTitle } from '../shell/pageTitle.ts'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import { BackTestCounts } from './BackTestCounts.tsx'
import { differenceOf } from './difference.ts'
import { OwnCardState } from './OwnCardState.tsx'
import { TextDifference } from './TextDifference.tsx'
import styles from './Typologies.module.css'
import { useOwnCard } from './useOwnCard.ts'

/** What a second person decides on: why, what differs, what it would have found and on whom that falls. */
export default function ChangePage() {
  const { card = '' } = useParams({ strict: false }) as { readonly card?: string }
  const own = useOwnCard(card)
  usePageTitle(words.ownCards.change.of(card))
  if (own.error && own.data === undefined) return <ProblemNote problem={own.error} again={own.refetch} />
  if (own.data === undefined) return <PageSkeleton />
  return (
    <AskProvider>
      <Change own={own.data} refresh={own.refresh} />
    </AskProvider>
  )
}

function Change({ own, refresh }: { readonly own: OwnCard; readonly refresh: () => Promise<unknown> }) {
  const text = words.ownCards.change
  const navigate = useNavigate()
  const [zone] = useZone()
  const { nameOf } = useNames()
  const { card, draft, back_test: result, approval } = own
  useKeys(text.title, [{ keys: ['Escape'], says: text.back, run: () => void navigate({ to: '/approvals' }) }])
  const isWaiting = draft !== null && own.approval_is_of_draft && approval?.decision === null
  return (
    <div className={styles.wide}>
      <Anchor component={Link} to="/approvals" className="no-print">
        ← {text.back}
      </Anchor>
      <header className={styles.head}>
        <Title order={1}>{text.of(card)}</Title>
        <Anchor component={Link} to={`/typologies/${card}/text`} className="no-print">
          {text.toText}
        </Anchor>
      </header>
      <OwnCardState own={own} />
      {!isWaiting && <p>{text.none}</p>}
      {isWaiting && (
        <>
          <section className={styles.section}>
            <Title order={2}>{text.why}</Title>
            <p>
              <FreeText text={approval!.why} />
            </p>
            <p className={styles.soft}>
              {words.approvals.asked(nameOf(approval!.asked_by), instant(approval!.asked_at, zone))}
            </p>
          </section>
          <section className={styles.section}>
            <Title order={2}>{text.differs}</Title>
            {draft.text === null && <p>{text.withdraws}</p>}
            <TextDifference
              lines={differenceOf(own.in_use?.text ?? own.published_text, draft.text ?? own.published_text)}
            />
          </section>
          {result !== null && (
            <section className={styles.section}>
              <Title order={2}>{words.ownCards.backTest.title}</Title>
              <BackTestCounts result={result} />
            </section>
          )}
          <Decision own={own} refresh={refresh} />
        </>
      )}
    </div>
  )
}

/** Approve or decline, for whoever may; the others read who does. */
function Decision({ own, refresh }: { readonly own: OwnCard; readonly refresh: () => Promise<unknown> }) {
  const text = words.ownCards.change
  const { decide: titles, explains, do: doing, kinds } = words.approvals
  const me = useMe()
  const ask = useAsk()
  const approval = own.approval!
  const stops = !me.approvals.decides.includes('pack_change')
    ? text.others
    : approval.asked_by === me.user_id
      ? text.asked
      : own.draft!.authors.includes(me.user_id)
        ? text.yours
        : undefined
  const decide = (decision: 'approved' | 'refused') =>
    ask({
      title: titles[decision](kinds.pack_change),
      explains: explains[decision],
      fields: [{ name: 'reason', label: words.cases.reason, kind: 'text' }],
      do: doing[decision],
      version: approval.version,
      submit: async ({ reason }) => {
        await decideApproval(approval, { decision, reason: reason! })
        await refresh()
      },
    })
  useKeys(
    words.ownCards.approval.title,
    stops === undefined
      ? [
          { keys: ['a'], says: text.keys.approve, run: () => decide('approved') },
          { keys: ['r'], says: text.keys.refuse, run: () => decide('refused') },
        ]
      : [],
  )
  return (
    <div className={`${styles.actions} no-print`}>
      {stops !== undefined && <span className={styles.soft}>{stops}</span>}
      {stops === undefined && (
        <>
          <Button onClick={() => decide('approved')}>{doing.approved}</Button>
          <Button variant="default" onClick={() => decide('refused')}>
            {doing.refused}
          </Button>
        </>
      )}
    </div>
  )
}
