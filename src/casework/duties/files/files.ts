import { actorOf } from '../../../access/caller.ts'
import { defineOperation, type Work } from '../../../access/operation.ts'
import { newId } from '../../../access/secrets.ts'
import { nonceBytes } from '../../../domain/encryption.ts'
import { LapwingError } from '../../../domain/errors.ts'
import { sha256 } from '../../../domain/hash.ts'
import { formatInstant } from '../../../domain/time.ts'
import { and, asc, eq } from '../../../store/drizzle.ts'
import { caseFiles } from '../../../store/tables/obligations.ts'
import { changesCase, readsCase } from '../../walls.ts'
import { decryptFile, encryptFile, type FileKeys } from './encryption.ts'
import { type MediaType, mediaTypeOf } from './mediaType.ts'

/**
 * Files of a case: encrypted before they come to the store, given back as they were, never opened for show. A draft or
 * copy of a report would betray it, so such files are kept apart for those who may know: `report-file`.
 */
export type FileKind = 'file' | 'report-file'

export interface FileRules {
  /** Absent while none is configured: then no file is taken. */
  readonly keys: FileKeys | undefined
  readonly bytesMax: number
}
export const fileBytesMaxByDefault = 10 * 1_024 * 1_024
const nameCharactersMax = 200

/** All but the content. */
const described = {
  fileId: caseFiles.fileId,
  caseId: caseFiles.caseId,
  name: caseFiles.name,
  mediaType: caseFiles.mediaType,
  sizeBytes: caseFiles.sizeBytes,
  hash: caseFiles.hash,
  addedAt: caseFiles.addedAt,
  addedBy: caseFiles.addedBy,
}
type Described = Pick<typeof caseFiles.$inferSelect, keyof typeof described>

/** @throws LapwingError `file-key-missing`, `file-large`, `file-name`, `file-type`, `file-picture`, `file-archive` */
export function addFile(kind: FileKind, rules: FileRules) {
  return defineOperation({
    action: `${kind}.add`,
    ...changesCase,
    async run(
      { transaction, now, caller, random }: Work,
      {
        case_id,
        name,
        content,
      }: { readonly case_id: string; readonly name: string; readonly content: Buffer },
    ) {
      const keys = configured(rules)
      refuseLarge(content, rules)
      refuseName(name)
      const file = {
        fileId: newId(random),
        caseId: case_id,
        name,
        mediaType: mediaTypeOf(name, content),
        sizeBytes: content.length,
        hash: sha256(content),
        ofReport: kind === 'report-file',
        addedAt: now,
        addedBy: actorOf(caller),
      }
      const encrypted = encryptFile(keys, random(nonceBytes), content, boundTo(file))
      await transaction.insert(caseFiles).values({ ...file, ...encrypted })
      return shown(file)
    },
    detail: (_, { file_id, media_type, size_bytes, hash }) => ({ file_id, media_type, size_bytes, hash }),
  })
}

export function listFiles(kind: FileKind) {
  return defineOperation({
    action: `${kind}.list`,
    ...readsCase,
    async run({ transaction }: Work, { case_id }: { readonly case_id: string }) {
      const rows = await transaction
        .select(described)
        .from(caseFiles)
        .where(and(eq(caseFiles.caseId, case_id), eq(caseFiles.ofReport, kind === 'report-file')))
        .orderBy(asc(caseFiles.addedAt), asc(caseFiles.fileId))
      return { items: rows.map(shown) }
    },
  })
}

/** With its content, whole or not at all. @throws LapwingError `not-found`, `file-key-missing`, `file-damaged` */
export function readFile(kind: FileKind, rules: FileRules) {
  return defineOperation({
    action: `${kind}.read`,
    ...readsCase,
    async run(
      { transaction }: Work,
      { case_id, file_id }: { readonly case_id: string; readonly file_id: string },
    ) {
      const [row] = await transaction
        .select()
        .from(caseFiles)
        .where(
          and(
            eq(caseFiles.fileId, file_id),
            eq(caseFiles.caseId, case_id),
            eq(caseFiles.ofReport, kind === 'report-file'),
          ),
        )
      if (row === undefined) {
        throw new LapwingError('not-found', 'There is no such file in this case.', { place: 'file_id' })
      }
      return { ...shown(row), content: decryptFile(configured(rules), row, boundTo(row)) }
    },
    detail: (_, { file_id }) => ({ file_id }),
  })
}

/** Where it belongs and what it is said to be: in another case, or under another name, it does not open. */
function boundTo({
  caseId,
  fileId,
  name,
  mediaType,
  hash,
}: Omit<Described, 'sizeBytes' | 'addedAt' | 'addedBy'>) {
  return { case_id: caseId, file_id: fileId, name, media_type: mediaType, hash }
}

function configured({ keys }: FileRules): FileKeys {
  if (keys !== undefined) return keys
  throw new LapwingError(
    'file-key-missing',
    'No key is configured, and no file is kept without encryption.',
    {
      place: 'file_keys',
      remedy:
        'Set LAPWING_FILE_KEYS_FILE to a file with a line: an id, a space, and 32 random bytes in base64.',
    },
  )
}

function refuseLarge({ length }: Buffer, { bytesMax }: FileRules): void {
  if (length <= bytesMax) return
  throw new LapwingError(
    'file-large',
    `This file has ${length} bytes; a case takes files of up to ${bytesMax}.`,
    {
      place: 'content',
      remedy: 'Add the pages that matter, and note where the whole is kept.',
    },
  )
}

function refuseName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a name must not have.
  if (name.length > 0 && name.length <= nameCharactersMax && !/[\u0000-\u001f\u007f/\\]/.test(name)) return
  throw new LapwingError('file-name', 'This is no name of a file.', {
    place: 'name',
    remedy: `Use up to ${nameCharactersMax} characters, without folders.`,
  })
}

function shown(row: Described) {
  return {
    file_id: row.fileId,
    case_id: row.caseId,
    name: row.name,
    media_type: row.mediaType as MediaType,
    size_bytes: row.sizeBytes,
    hash: row.hash,
    added_at: formatInstant(row.addedAt),
    added_by: row.addedBy,
  }
}
