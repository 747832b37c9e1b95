import type { KeyObject } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LapwingError } from '../domain/errors.ts'
import { readPublicKey } from '../domain/keys.ts'
import { type Folder, readFolder } from '../typology/folder.ts'
import { checkOverlay, emptyOverlay, isOverlay, type Overlay, overlayIn } from '../typology/overlay.ts'
import { overlayProblems } from '../typology/overlay-check.ts'
import { readOverlay, readOverlayFolder } from '../typology/overlay-read.ts'
import { checkPack, type PackRead, readPack } from '../typology/pack.ts'
import { type Problem, sortProblems } from '../typology/problem.ts'
import { referencePack } from '../typology/referencePack.ts'
import { demandTrust } from '../typology/signature.ts'

/** How commands come by packs and overlay: read, held to the institution's policy, checked against each other. */

/** Where a passphrase is to be found. */
export interface Passphrase {
  readonly passphraseFile?: string | undefined
  readonly environment?: NodeJS.ProcessEnv
}

/** How private files are opened and what may be used, as options say. */
export interface Opening extends Passphrase {
  /** Folder of public keys; without it, unsigned packs are used too. */
  readonly requireSigned?: string | undefined
}

export interface PacksRead {
  readonly packs: readonly (PackRead & { readonly folder: Folder })[]
  readonly problems: readonly Problem[]
  /** Name of the pack of the institution's own cards, whose content is not to be shown; absent where there is none. */
  readonly ownPack?: string
}

/** Reads packs, the reference pack when none is named, and the cards of the overlay. */
export async function readPacks(
  directories: readonly string[],
  overlayPath: string | undefined,
  opening: Opening = {},
): Promise<PacksRead> {
  const overlay =
    overlayPath === undefined ? emptyOverlay : await readOverlay(overlayPath, await passphraseFrom(opening))
  const named = directories.length === 0 ? [referencePack] : directories
  const folders = await Promise.all(named.map(readFolder))
  if (opening.requireSigned !== undefined) {
    const keys = await readTrustedKeys(opening.requireSigned)
    for (const folder of folders) demandTrust(folder, keys)
    if (overlayPath !== undefined) demandTrust(folderOfOverlay(overlay, overlayPath), keys)
  }
  if (overlay.ownPack !== undefined) folders.push(overlay.ownPack)
  const packs = await Promise.all(
    folders.map(async folder => ({ ...(await readPack(folder, overlay)), folder })),
  )
  const cards = packs.flatMap(({ pack }) => pack.cards)
  const ownPack = overlay.ownPack === undefined ? undefined : packs.at(-1)?.pack.pack
  return {
    packs,
    problems: sortProblems([
      ...packs.flatMap(({ problems }) => problems),
      ...overlayProblems(overlay, cards),
    ]),
    ...(ownPack === undefined ? {} : { ownPack }),
  }
}

/** Every problem of packs and overlays, told apart by what is in them; an overlay is also held against the packs' cards. */
export async function checkPacks(
  paths: readonly string[],
  passphrase: string | undefined,
): Promise<readonly Problem[]> {
  const read = await Promise.all(
    paths.map(async path => {
      const isFile = await stat(path).then(
        found => found.isFile(),
        () => false,
      )
      return isFile ? readOverlayFolder(path, passphrase) : { folder: await readFolder(path), isWhole: true }
    }),
  )
  const folders = read.map(({ folder, isWhole }) => ({ folder, isPrivate: !isWhole || isOverlay(folder) }))
  const packs = folders.filter(({ isPrivate }) => !isPrivate).map(({ folder }) => folder)
  const beside = packs.length > 0 ? packs : [await readFolder(referencePack)]
  const problems = await Promise.all(packs.map(folder => checkPack(folder)))
  for (const { folder } of folders.filter(({ isPrivate }) => isPrivate)) {
    const wrong = checkOverlay(folder)
    problems.push(wrong)
    if (wrong.length > 0) continue
    const overlay = overlayIn(folder)
    const own = overlay.ownPack === undefined ? [] : [overlay.ownPack]
    const cards = await Promise.all([...beside, ...own].map(pack => readPack(pack, overlay)))
    problems.push(
      overlayProblems(
        overlay,
        cards.flatMap(({ pack }) => pack.cards),
      ),
    )
    for (const pack of own) problems.push(await checkPack(pack))
  }
  return sortProblems(problems.flat())
}

function folderOfOverlay({ folder }: Overlay, path: string): Folder {
  if (folder !== undefined) return folder
  throw new LapwingError('pack-not-trusted', 'an overlay of one file cannot be signed', {
    place: path,
    remedy: 'Put it into a folder as overlay.yaml and sign the folder with lapwing packs sign.',
  })
}

/** The keys of all `.pub` files of a folder. @throws LapwingError `no-keys`, `key-invalid` */
export async function readTrustedKeys(directory: string): Promise<readonly KeyObject[]> {
  const names = await readdir(directory).catch(() => [])
  const files = names.filter(name => name.endsWith('.pub')).sort()
  if (files.length === 0) {
    throw new LapwingError('no-keys', 'no trusted key is in this folder', {
      place: directory,
      remedy: 'Put the public keys of those who may release packs there, as files that end with .pub.',
    })
  }
  return Promise.all(files.map(name => readPublicKeyFile(join(directory, name))))
}

export async function readPublicKeyFile(path: string): Promise<KeyObject> {
  return readPublicKey(path, await readSecret(path, 'key'))
}

/** The passphrase in a file, or else in LAPWING_PASSPHRASE; absent where neither is given. */
export async function passphraseFrom({
  passphraseFile,
  environment,
}: Passphrase): Promise<string | undefined> {
  if (passphraseFile === undefined) return environment?.LAPWING_PASSPHRASE || undefined
  return (await readSecret(passphraseFile, 'passphrase')).replace(/\r?\n$/, '')
}

/** @throws LapwingError `no-file` */
export async function readSecret(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new LapwingError('no-file', `the ${what} cannot be read`, {
      place: path,
      remedy: 'Name a file that exists and that this account may read.',
      cause,
    })
  }
}
