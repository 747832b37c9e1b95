import type { Colleague } from '../api/alerts.ts'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { DeedBar, DeedNote } from './DeedBar.tsx'
import { type Asked, DeedDialog } from './DeedDialog.tsx'
import type { Deed } from './deeds.ts'
import type { useDeeds } from './useDeeds.ts'
import type { Row } from './useQueue.ts'

/** Where alerts are decided: what can be done with those that are meant, what it needs, and what came of it. */
export function DeedPanel({
  deeds,
  rows,
  hasSelection,
  colleagues,
  asked,
  onAsk,
  onDeed,
  onUndo,
  onNone,
}: {
  readonly deeds: ReturnType<typeof useDeeds>
  readonly rows: readonly Row[]
  readonly hasSelection: boolean
  readonly colleagues: readonly Colleague[]
  readonly asked: Asked | undefined
  readonly onAsk: (asked: Asked | undefined) => void
  readonly onDeed: (deed: Deed) => void
  readonly onUndo: () => void
  readonly onNone: () => void
}) {
  return (
    <>
      {deeds.problem !== undefined && <ProblemNote problem={deeds.problem} />}
      {deeds.told && <DeedNote {...deeds.told} onUndo={onUndo} onClose={deeds.forget} />}
      <DeedBar
        rows={rows}
        hasSelection={hasSelection}
        isBusy={deeds.isBusy}
        onClaim={() => onDeed({ kind: 'claim' })}
        onAsk={onAsk}
        onNone={onNone}
      />
      <DeedDialog
        asked={asked}
        rows={rows}
        colleagues={colleagues}
        onDeed={onDeed}
        onClose={() => onAsk(undefined)}
      />
    </>
  )
}
