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
  async run(work: Work, given: OneCase & { readonly text: string }) {
    const { caseId } = await lockCase(work, given)
    const [note] = await work.transaction
      .insert(caseNotes)
      .values({
        noteId: newId(work.random),
        caseId,
        text: given.text,
        writtenAt: work.now,
        writtenBy: actorOf(work.caller),
      })
      .returning()
    return shownNote(note!)
  },
  detail: (_, { note_id }) => ({ note_id }),
})

export function shownNote(row: typeof caseNotes.$inferSelect) {
  return {
    note_id: row.noteId,
    written_at: formatInstant(row.writtenAt),
    written_by: row.writtenBy,
    text: row.text,
  }
}
