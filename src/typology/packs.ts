import type { KeyObject } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { LapwingError } from '../domain/errors.ts'
import { type Folder, readFolder } from './folder.ts'
import { checkOverlay, emptyOverlay, isOverlay, type Overlay, overlayIn } from './overlay.ts'
import { overlayProblems } from './overlay-check.ts'
import { readOverlay, readOverlayFolder } from './overlay-read.ts'
import { checkPack, type PackRead, readPack } from './pack.ts'
import type { Plan } from './plan.ts'
import { type Problem, sortProblems } from './problem.ts'
import { referencePack } from './referencePack.ts'
import { plansReplaced, replacementProblems } from './replacing.ts'
import { demandTrust } from './signature.ts'

/** How packs, the overlay and cards approved in the workbench come together: read, held to the institution's policy, checked against each other. */

/** How private files are opened and what may be used. */
export interface Opening {
  /** Opens a sealed overlay. */
  readonly passphrase?: string | undefined
  /** Whoever may sign; without them, unsigned packs are used too. */
  readonly trusted?: readonly KeyObject[] | undefined
  /** Own cards that were approved in the workbench: a pack whose cards go before all others. */
  readonly approved?: Folder | undefined
}

export interface PacksRead {
  /** Each as it is by itself. */
  readonly packs: readonly (PackRead & { readonly folder: Folder })[]
  /** Of all packs, without those whose place another took. */
  readonly plans: readonly Plan[]
  readonly problems: readonly Problem[]
  /** Names of the packs of the institution's own cards, whose content is not to be shown. */
  readonly ownPacks: readonly string[]
}

/**
 * Reads packs, the reference pack when none is named, the cards of the overlay, and those approved in the workbench. A private card
 * takes the place of another of its name.
 */
export async function readPacks(
  directories: readonly string[],
  overlayPath: string | undefined,
  { passphrase, trusted, approved }: Opening = {},
): Promise<PacksRead> {
  const overlay = overlayPath === undefined ? emptyOverlay : await readOverlay(overlayPath, passphrase)
  const named = directories.length === 0 ? [referencePack] : directories
  const folders = await Promise.all(named.map(readFolder))
  if (trusted !== undefined) {
    const signed = [...folders, ...(approved === undefined ? [] : [approved])]
    for (const folder of signed) demandTrust(folder, trusted)
    if (overlayPath !== undefined) demandTrust(folderOfOverlay(overlay, overlayPath), trusted)
  }
  const own = [overlay.ownPack, approved].filter(folder => folder !== undefined)
  const packs = await Promise.all(
    [...folders, ...own].map(async folder => ({ ...(await readPack(folder, overlay)), folder })),
  )
  const cards = packs.flatMap(({ pack }) => pack.cards)
  return {
    packs,
    plans: plansReplaced(packs, own.length),
    problems: sortProblems([
      ...packs.flatMap(({ problems }) => problems),
      ...overlayProblems(overlay, cards),
    ]),
    ownPacks: packs.slice(folders.length).map(({ pack }) => pack.pack),
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
    const cards = await Promise.all(
      [...beside, ...own].map(async folder => ({ ...(await readPack(folder, overlay)), folder })),
    )
    problems.push(
      overlayProblems(
        overlay,
        cards.flatMap(({ pack }) => pack.cards),
      ),
    )
    const [published, kept] = [cards.slice(0, beside.length), cards.slice(beside.length)]
    problems.push(replacementProblems(kept, published))
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
