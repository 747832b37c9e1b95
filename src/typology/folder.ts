import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LapwingError } from '../domain/errors.ts'

/** The files of a pack or an overlay, read once and whole: what is hashed, checked and used are the same bytes. */
export interface Folder {
  /** As a person named it; stands before the paths in messages. */
  readonly place: string
  /** Contents by path with forward slashes, sorted by path. */
  readonly files: ReadonlyMap<string, Buffer>
}

/** Bounds of a pack: text that people review stays far below them. */
export const folderFilesMax = 10_000
export const folderBytesMax = 64 * 1024 * 1024

/**
 * Reads every file of a directory. Names that begin with a dot are no part of it: nothing reads them. Throws
 * `pack-unreadable` where it cannot be read, is out of bounds or holds something that is neither file nor folder.
 */
export async function readFolder(directory: string): Promise<Folder> {
  const files = new Map<string, Buffer>()
  let bytes = 0
  for (const path of (await pathsIn(directory, '')).sort()) {
    const size = await stat(join(directory, path)).then(({ size }) => size)
    bytes += size
    if (files.size >= folderFilesMax || bytes > folderBytesMax) {
      throw unreadable(directory, `holds more than ${folderFilesMax} files or ${folderBytesMax >> 20} MiB`)
    }
    files.set(path, await readFile(join(directory, path)))
  }
  return { place: directory, files }
}

/** A folder as it is, or the one at a path. */
export function folderOf(source: string | Folder): Promise<Folder> {
  return typeof source === 'string' ? readFolder(source) : Promise.resolve(source)
}

async function pathsIn(directory: string, under: string): Promise<string[]> {
  let entries: Awaited<ReturnType<typeof entriesOf>>
  try {
    entries = await entriesOf(join(directory, under))
  } catch (cause) {
    throw unreadable(join(directory, under), 'there is no readable folder here', cause)
  }
  const paths: string[] = []
  for (const entry of entries) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory()) paths.push(...(await pathsIn(directory, path)))
    else if (entry.isFile()) paths.push(path)
    else throw unreadable(join(directory, path), 'is neither a file nor a folder')
    if (paths.length > folderFilesMax) throw unreadable(directory, `holds more than ${folderFilesMax} files`)
  }
  return paths
}

function entriesOf(directory: string) {
  return readdir(directory, { withFileTypes: true })
}

function unreadable(place: string, message: string, cause?: unknown): LapwingError {
  return new LapwingError('pack-unreadable', message, {
    place,
    remedy: 'Name the directory of a pack: it holds pack.yaml, sources.yaml and a directory cards.',
    cause,
  })
}

export function fileText({ files }: Folder, path: string): string | undefined {
  return files.get(path)?.toString('utf8')
}

/** How a message names a file of the folder. */
export function placeOf({ place }: Folder, path: string): string {
  return join(place, path)
}

/** The folder of that name within, with paths of its own. It has no files where there is none. */
export function folderWithin(folder: Folder, name: string): Folder {
  const inside = [...folder.files].filter(([path]) => path.startsWith(`${name}/`))
  return {
    place: join(folder.place, name),
    files: new Map(inside.map(([path, bytes]) => [path.slice(name.length + 1), bytes])),
  }
}

/** Names of the YAML files that lie directly in the folder, in order. */
export function yamlFiles({ files }: Folder): string[] {
  return [...files.keys()].filter(path => path.endsWith('.yaml') && !path.includes('/')).sort()
}

/** Names of the folders that lie directly in the folder, in order. */
export function folderNames({ files }: Folder): string[] {
  const names = [...files.keys()].filter(path => path.includes('/')).map(path => path.split('/')[0]!)
  return [...new Set(names)].sort()
}
