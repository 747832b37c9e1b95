// Where the project is, and the Node that it runs on.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

export function ownNode() {
  const places = ['node_modules/node/bin/node', 'node_modules/node/bin/node.exe'].map(path => root + path)
  return places.find(path => existsSync(path)) ?? process.execPath
}
