import type { Jurisdiction } from '../casework/clocks/jurisdiction.ts'
import { jurisdictionsWith } from '../casework/clocks/jurisdictions.ts'
import { readFileKeys } from '../casework/duties/files/encryption.ts'
import { type FileRules, fileBytesMaxByDefault } from '../casework/duties/files/files.ts'
import { approvalRoutes } from './approvals.ts'
import type { Settings } from './configuration.ts'
import { exitRoutes } from './exits.ts'
import { fileRoutes } from './files.ts'
import { retentionRoutes } from './retention.ts'
import type { DeskRoute } from './route.ts'
import { suspicionRoutes } from './suspicions.ts'

/** By whose law an institution works, and how it keeps files. */
export interface Duties {
  readonly jurisdictions: ReadonlyMap<string, Jurisdiction>
  readonly files: FileRules
}

/** @throws LapwingError `jurisdictions-missing`, `jurisdiction-invalid`, `file-key-invalid` */
export function dutiesOf(
  settings: Pick<Settings, 'jurisdictions_folder' | 'file_keys'> & { readonly file_bytes_max?: number },
): Duties {
  const { jurisdictions_folder, file_keys, file_bytes_max = fileBytesMaxByDefault } = settings
  const keys = file_keys === undefined ? undefined : readFileKeys('file_keys', file_keys)
  return { jurisdictions: jurisdictionsWith(jurisdictions_folder), files: { keys, bytesMax: file_bytes_max } }
}

/** What the law and good order ask of a case. */
export function dutyRoutes({ jurisdictions, files }: Duties): readonly DeskRoute[] {
  return [
    ...suspicionRoutes(jurisdictions),
    ...approvalRoutes,
    ...exitRoutes,
    ...retentionRoutes(jurisdictions),
    ...fileRoutes(files),
  ]
}
