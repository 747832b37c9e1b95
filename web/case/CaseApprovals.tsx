import { Button } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { askApproval, readApprovals } from '../api/duties.ts'
import { ApprovalCard } from '../approvals/ApprovalCard.tsx'
import { useMe } from '../session/me.ts'
import { useAsk } from '../shell/AskDialog.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { words } from '../words/words.ts'
import { useFiles } from './Files.tsx'
import type { InCase } from './inCase.ts'
import { Empty, Section } from './Section.tsx'

const ofCases = ['report', 'exit', 'release'] as const

/** What was asked of a second person in this case. */
export function CaseApprovals({ whole, refresh }: InCase) {
  const ask = useAsk()
  const { approvals } = useMe()
  const drafts = useFiles(whole.case_id, 'files')
  const kinds = ofCases.filter(kind => approvals.sees.includes(kind))
  const lists = useQueries({
    queries: kinds.map(kind => ({
      queryKey: ['case', whole.case_id, 'approvals', kind],
      queryFn: () => readApprovals(kind, { waiting: false, case_id: whole.case_id }),
    })),
  })
  const text = words.cases.approvals
  const failed = lists.find(({ error }) => error !== null)
  const items = lists
    .flatMap(({ data }) => data?.items ?? [])
    .sort((one, other) => other.asked_at.localeCompare(one.asked_at))
  const files = drafts.data?.items ?? []
  const release = () =>
    ask({
      title: text.release,
      explains: text.releaseExplains,
      fields: [
        {
          name: 'file_id',
          label: text.file,
          kind: 'choice',
          hint: files.length === 0 ? text.noFile : text.fileHint,
          options: files.map(({ file_id, name }) => ({ value: file_id, label: name })),
        },
        { name: 'why', label: text.whom, kind: 'text' },
      ],
      do: text.releaseDo,
      submit: async ({ file_id, why }) => {
        const file = files.find(each => each.file_id === file_id)!
        await askApproval({
          kind: 'release',
          object_id: file.file_id,
          content_hash: file.hash,
          case_id: whole.case_id,
          why: why!,
        })
        await refresh()
      },
    })
  return (
    <Section
      id="approvals"
      title={text.title}
      count={items.length}
      actions={
        <Button variant="subtle" onClick={release}>
          {text.releaseShort}
        </Button>
      }
    >
      {failed && <ProblemNote problem={failed.error} again={failed.refetch} />}
      {items.length === 0 && <Empty>{text.none}</Empty>}
      {items.map(approval => (
        <ApprovalCard key={approval.approval_id} approval={approval} refresh={refresh} inCase />
      ))}
    </Section>
  )
}
