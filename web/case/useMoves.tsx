import type { Outcome } from '../api/alerts.ts'
import { changeCase, moveCase, readCase, readTimeline, type WholeCase } from '../api/cases.ts'
import { useAsk } from '../shell/AskDialog.tsx'
import { usePurpose } from '../shell/purpose.ts'
import { useNames } from '../shell/useNames.ts'
import { words } from '../words/words.ts'
import { ChangeList } from './ChangeList.tsx'
import { differencesBetween, versionsOf } from './differences.ts'

/** What is done with the case as a whole, each with its question. */
export function useMoves(whole: WholeCase, refresh: () => Promise<void>) {
  const ask = useAsk()
  const { options } = useNames()
  const [purpose] = usePurpose()
  const id = whole.case_id
  const text = words.cases.move

  /** What others did since this version was read: by how many versions the case has moved on. */
  const meanwhile = async () => {
    const [now, { items }] = await Promise.all([readCase(id, purpose), readTimeline(id, purpose)])
    const versions = versionsOf(items)
    const counted = versions.flatMap(({ kind }, at) => (kind === 'changed' || kind === 'moved' ? [at] : []))
    const first = counted.at(-(now.version - whole.version)) ?? 0
    return {
      version: now.version,
      shown: <ChangeList differences={differencesBetween(versions, first - 1, versions.length - 1)} />,
    }
  }

  const move = (name: string) => {
    const isClosing = name === 'close'
    const outcomes = words.cases.outcomes[whole.path]
    ask({
      title: text.names[name as keyof typeof text.names] ?? name,
      explains: isClosing ? text.closing : undefined,
      fields: [
        ...(isClosing
          ? [
              {
                name: 'outcome',
                label: text.outcome,
                kind: 'choice',
                options: Object.entries(outcomes).map(([value, label]) => ({ value, label })),
              } as const,
            ]
          : []),
        {
          name: 'reason',
          label: words.cases.reason,
          kind: 'text',
          optional: !isClosing && name !== 'reopen',
        },
      ],
      do: text.names[name as keyof typeof text.names] ?? name,
      version: whole.version,
      submit: async ({ reason, outcome }, version) => {
        await moveCase(id, version, {
          move: name,
          ...(reason ? { reason } : {}),
          ...(outcome ? { outcome: outcome as Outcome } : {}),
        })
        await refresh()
      },
      meanwhile,
    })
  }

  const handOver = () =>
    ask({
      title: words.cases.handOver.title,
      explains: words.cases.handOver.explains,
      fields: [
        {
          name: 'lead',
          label: words.cases.handOver.to,
          kind: 'choice',
          options: options.filter(({ value }) => value !== whole.lead),
        },
        { name: 'note', label: words.cases.handOver.note, kind: 'text', hint: words.cases.handOver.noteHint },
      ],
      do: words.cases.handOver.do,
      version: whole.version,
      submit: async ({ lead, note }, version) => {
        await changeCase(id, version, { lead: lead!, note: note! })
        await refresh()
      },
      meanwhile,
    })

  return { move, handOver }
}
