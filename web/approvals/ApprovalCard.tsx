import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type Approval, decideApproval, withdrawApproval } from '../api/duties.ts'
import { FreeText } from '../care/FreeText.tsx'
import { useMe } from '../session/me.ts'
import { useAsk } from '../shell/AskDialog.tsx'
import { useNow } from '../shell/now.ts'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { age, instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Approvals.module.css'

/** One approval: what, why, by whom, and what this person may do with it. Whoever asked sees that somebody else decides. */
export function ApprovalCard({
  approval,
  refresh,
  inCase = false,
}: {
  readonly approval: Approval
  readonly refresh: () => Promise<unknown>
  readonly inCase?: boolean
}) {
  const me = useMe()
  const ask = useAsk()
  const now = useNow(60_000)
  const [zone] = useZone()
  const { nameOf } = useNames()
  const text = words.approvals
  const isOwn = approval.asked_by === me.user_id
  const mayDecide = me.approvals.decides.includes(approval.kind)
  // A change of a card is decided on where all of it is seen.
  const decidesHere = approval.kind !== 'pack_change'
  const decide = (decision: 'approved' | 'refused') =>
    ask({
      title: text.decide[decision](text.kinds[approval.kind]),
      explains: text.explains[decision],
      fields: [{ name: 'reason', label: words.cases.reason, kind: 'text' }],
      do: text.do[decision],
      version: approval.version,
      submit: async ({ reason }) => {
        await decideApproval(approval, { decision, reason: reason! })
        await refresh()
      },
    })
  const withdraw = () =>
    ask({
      title: text.withdraw,
      explains: text.withdrawExplains,
      fields: [],
      do: text.withdraw,
      submit: async () => {
        await withdrawApproval(approval)
        await refresh()
      },
    })
  return (
    <article className={styles.card} data-decision={approval.decision ?? 'waiting'}>
      <header>
        <strong>{text.kinds[approval.kind]}</strong>
        <span className={styles.state}>
          {approval.decision === null
            ? text.waits(age(approval.asked_at, now))
            : text.decisions[approval.decision]}
        </span>
      </header>
      <p>
        <FreeText text={approval.why} />
      </p>
      <p className={styles.soft}>
        {text.asked(nameOf(approval.asked_by), instant(approval.asked_at, zone))}
        {approval.decided_by !== null && approval.decided_at !== null && (
          <>
            <br />
            {text.decided(
              text.decisions[approval.decision!],
              nameOf(approval.decided_by),
              instant(approval.decided_at, zone),
            )}
            {approval.decision_reason && (
              <>
                : <FreeText text={approval.decision_reason} />
              </>
            )}
          </>
        )}
      </p>
      <p className={styles.hash} title={approval.content_hash}>
        {text.of(approval.object_id)} · {words.digest(approval.content_hash)}
      </p>
      {!inCase && approval.case_id !== null && (
        <Link to="/cases/$id" params={{ id: approval.case_id }}>
          {text.openCase}
        </Link>
      )}
      {approval.kind === 'pack_change' && (
        <Link to="/typologies/$card/change" params={{ card: approval.object_id }}>
          {words.ownCards.approval.see}
        </Link>
      )}
      {approval.decision === null && (
        <div className={`${styles.actions} no-print`}>
          {isOwn && <span className={styles.soft}>{text.notYours}</span>}
          {isOwn && (
            <Button variant="default" onClick={withdraw}>
              {text.withdraw}
            </Button>
          )}
          {!isOwn && mayDecide && decidesHere && (
            <>
              <Button onClick={() => decide('approved')}>{text.do.approved}</Button>
              <Button variant="default" onClick={() => decide('refused')}>
                {text.do.refused}
              </Button>
            </>
          )}
          {!isOwn && !mayDecide && <span className={styles.soft}>{text.others}</span>}
        </div>
      )}
    </article>
  )
}
