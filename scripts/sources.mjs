// What the workbench is built from, as one hash: when it is another, web/dist is built anew.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './ownNode.mjs'

export const hashFile = 'sources.sha256'

export function hashOfSources() {
  const files = readdirSync(join(root, 'web'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !path.startsWith(join(root, 'web', 'dist')))
    .sort()
  const hash = createHash('sha256')
  for (const path of [...files, join(root, 'package-lock.json'), join(root, 'scripts', 'bundle.mjs')]) {
    hash
      .update(`${path.slice(root.length)}\0`)
      .update(readFileSync(path))
      .update('\0')
  }
  return hash.digest('hex')
}

export function isBuilt() {
  const file = join(root, 'web', 'dist', hashFile)
  return existsSync(file) && readFileSync(file, 'utf8') === hashOfSources()
}
