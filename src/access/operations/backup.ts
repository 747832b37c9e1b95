import type { Manifest } from '../../store/backup/dump.ts'
import { defineOperation } from '../operation.ts'

/** Recorded before a backup is made, so that the backup has the link too: it holds everything that the store does. */
export const beginBackup = defineOperation({
  action: 'backup.make',
  resource: 'Store',
  personal: true,
  changes: false,
  run: async (_, _input: object) => ({}),
})

/** Recorded in a store that was made from a backup: what comes before in its chain was written elsewhere. */
export const finishRestore = defineOperation({
  action: 'backup.restore',
  resource: 'Store',
  personal: true,
  changes: true,
  run: async (_, { head }: Manifest) => ({ head }),
  detail: (_, { head }) => ({ sequence: head?.sequence ?? 0, hash: head?.hash ?? null }),
})
