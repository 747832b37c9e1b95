import { defineOperation, type Work } from '../../access/operation.ts'
import { LapwingError } from '../../domain/errors.ts'
import { askFor } from '../duties/approvals/approval.ts'
import { backTestOf, type CardToChange, cardToChange, changeHash, draftOf, textOf } from './one.ts'

/**
 * Asks for the approval of the draft as it is now: it needs a back-test of exactly this text.
 *
 * @throws LapwingError `changed-meanwhile`, `no-draft`, `back-test-missing`, `asked-already`
 */
export const askForCard = defineOperation({
  action: 'approval.ask',
  resource: 'Approval',
  personal: false,
  changes: true,
  find: async () => ({
    id: 'new',
    attributes: { kind: 'pack_change', restricted: false, members: [] },
  }),
  async run(work: Work, { why, ...given }: CardToChange & { readonly why: string }) {
    const row = await cardToChange(work, given)
    const text = await textOf(work, given.card, draftOf(row))
    if ((await backTestOf(work, given.card, text.number)) === undefined) {
      throw new LapwingError('back-test-missing', 'This text was not back-tested as it is now.', {
        place: 'card',
        remedy: 'Back-test it, look at what it gains and loses and on whom that falls, then ask.',
      })
    }
    const contentHash = changeHash(text)
    return askFor(work, { kind: 'pack_change', objectId: given.card, contentHash, caseId: null, why })
  },
  detail: (_, { approval_id, kind, object_id, content_hash }) => ({
    approval_id,
    kind,
    card: object_id,
    content_hash,
  }),
})
