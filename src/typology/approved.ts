import { existsSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Folder, folderWithin } from './folder.ts'
import { ownPackFolder } from './overlay.ts'
import { readOverlayFolder } from './overlay-read.ts'
import { seal } from './seal.ts'

/** The institution's own cards that were approved in the workbench, as detection reads them: an overlay that holds a pack alone. */

/** Name of the pack; its version counts the changes that were approved. */
export const approvedPack = 'own-cards'

/** Where a data folder keeps them, sealed. */
export function approvedPlace(data: string): string {
  return join(data, `${approvedPack}.sealed`)
}

/** The pack of these texts by card. Families and sources are those of the pack that the cards come from. */
export function approvedFolder(
  texts: ReadonlyMap<string, string>,
  changes: number,
  published: Folder,
): Folder {
  const families = /^families:[^\n]*(?:\n[ -][^\n]*)*/m.exec(published.files.get('pack.yaml')!.toString())![0]
  const pack = `pack: ${approvedPack}\nversion: 1.0.${changes}\ntitle: Own cards, approved in the workbench\n${families}\n`
  const cards = [...texts].map(([card, text]) => [`cards/${card}.yaml`, Buffer.from(text)] as const)
  const files = [
    ['pack.yaml', Buffer.from(pack)] as const,
    ['sources.yaml', published.files.get('sources.yaml')!] as const,
    ...cards,
  ]
  return { place: approvedPack, files: new Map(files.sort(([one], [other]) => (one < other ? -1 : 1))) }
}

/**
 * The approved cards of a data folder; absent where there are none.
 * @throws LapwingError `overlay-sealed` where the passphrase is missing, and what `unseal` throws
 */
export async function readApproved(
  data: string,
  passphrase: string | undefined,
): Promise<Folder | undefined> {
  const place = approvedPlace(data)
  if (!existsSync(place)) return undefined
  const { folder } = await readOverlayFolder(place, passphrase)
  return folderWithin(folder, ownPackFolder)
}

/** Replaces them whole; without a pack, there are none from here on. @throws LapwingError `passphrase-short` */
export async function keepApproved(
  data: string,
  pack: Folder | undefined,
  { passphrase, random }: { readonly passphrase: string; readonly random: (bytes: number) => Buffer },
): Promise<void> {
  const place = approvedPlace(data)
  if (pack === undefined) return rm(place, { force: true })
  const files = [...pack.files].map(([path, bytes]) => [`${ownPackFolder}/${path}`, bytes] as const)
  const sealed = seal({ place, files: new Map(files) }, passphrase, { random })
  await writeFile(`${place}.unfinished`, sealed, { mode: 0o600 })
  await rename(`${place}.unfinished`, place)
}
