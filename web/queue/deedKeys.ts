import { words } from '../words/words.ts'
import type { Asked } from './DeedDialog.tsx'
import type { Deed } from './deeds.ts'

/** The keys by which alerts are decided, the same wherever they are. Nothing happens while none is meant. */
export function deedKeys({
  isAnyMeant,
  run,
  ask,
  undo,
}: {
  readonly isAnyMeant: boolean
  readonly run: (deed: Deed) => void
  readonly ask: (asked: Asked) => void
  readonly undo: () => void
}) {
  const text = words.queue.keys
  const begin = (what: Asked) => () => {
    if (isAnyMeant) ask(what)
  }
  const does = (deed: Deed) => () => {
    if (isAnyMeant) run(deed)
  }
  return [
    { keys: ['c'], says: text.claim, run: does({ kind: 'claim' }) },
    { keys: ['r'], says: text.release, run: does({ kind: 'release' }) },
    { keys: ['a'], says: text.assign, run: begin('assign') },
    { keys: ['s'], says: text.snooze, run: begin('snooze') },
    { keys: ['d'], says: text.dismiss, run: begin('dismiss') },
    { keys: ['e'], says: text.escalate, run: begin('escalate') },
    { keys: ['u'], says: text.undo, run: undo },
  ]
}
