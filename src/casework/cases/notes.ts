import { actorOf } from '../../access/caller.ts'
import { defineOperation, type Work } from '../../access/operation.ts'
import { newId } from '../../access/secrets.ts'
import { formatInstant } from '../../domain/time.ts'
import { caseNotes } from '../../store/tables/casework.ts'
import { changesCase } from '../walls.ts'
import { lockCase, type OneCase } from './one.ts'

/** Adds a note, also to a closed case. What was written stays: a mistake is put right by another note. */
export const addNote = defineOperation({
  action: 'case.add-note',
  ...changesCase,
  async run(work: Work, given: OneCase & NewNote) {
    const { caseId } = await lockCase(work, given)
    return writeNote(work, caseId, given)
  },
  detail: (_, { note_id }) => ({ note_id }),
})

export interface NewNote {
  readonly text: string
  /** Its words can weigh on whoever reads them: a screen shows them when it is asked to. */
  readonly sensitive?: boolean | undefined
}

/** Within the transaction of what the note goes with. */
export async function writeNote(work: Work, caseId: string, { text, sensitive = false }: NewNote) {
  const [note] = await work.transaction
    .insert(caseNotes)
    .values({
      noteId: newId(work.random),
      caseId,
      text,
      sensitive,
      writtenAt: work.now,
      writtenBy: actorOf(work.caller),
    })
    .returning()
  return shownNote(note!)
}

export function shownNote(row: typeof caseNotes.$inferSelect) {
  return {
    note_id: row.noteId,
    written_at: formatInstant(row.writtenAt),
    written_by: row.writtenBy,
    text: row.text,
    sensitive: row.sensitive,
  }
}
