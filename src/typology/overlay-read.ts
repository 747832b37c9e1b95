import { readFile, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { LapwingError } from '../domain/errors.ts'
import { type Folder, readFolder } from './folder.ts'
import { type Overlay, overlayIn } from './overlay.ts'
import { isSealed, unseal } from './seal.ts'

/**
 * Reads an overlay from a folder, a single YAML file, or a sealed file, for which the passphrase is needed. Throws
 * `overlay-invalid` with every problem in it, and what `readOverlayFolder` throws.
 */
export async function readOverlay(path: string, passphrase?: string): Promise<Overlay> {
  const { folder, isWhole } = await readOverlayFolder(path, passphrase)
  const { folder: _, ...overlay } = overlayIn(folder)
  return isWhole ? { ...overlay, folder } : overlay
}

/**
 * The files of an overlay. Of a single YAML file it is a folder that holds no other, and not whole: it has no place for a
 * signature. Throws `overlay-unreadable`, `overlay-sealed` where the passphrase is missing, and what `unseal` throws.
 */
export async function readOverlayFolder(
  path: string,
  passphrase?: string,
): Promise<{ readonly folder: Folder; readonly isWhole: boolean }> {
  let isFolder: boolean
  let bytes: Buffer
  try {
    isFolder = (await stat(path)).isDirectory()
    bytes = isFolder ? Buffer.alloc(0) : await readFile(path)
  } catch (cause) {
    throw new LapwingError('overlay-unreadable', 'the overlay cannot be read', {
      place: path,
      remedy: 'Name an overlay that exists and that this account may read.',
      cause,
    })
  }
  if (isFolder) return { folder: await readFolder(path), isWhole: true }
  if (!isSealed(bytes)) {
    return { folder: { place: dirname(path), files: new Map([[basename(path), bytes]]) }, isWhole: false }
  }
  if (passphrase !== undefined) return { folder: unseal(path, bytes, passphrase), isWhole: true }
  throw new LapwingError('overlay-sealed', 'this overlay is sealed, and there is no passphrase to open it', {
    place: path,
    remedy: 'Give --passphrase-file FILE, or set LAPWING_PASSPHRASE.',
  })
}
