// Installs what is missing and builds the workbench when its sources changed, so that every npm script works on a fresh clone.
// Runs on any Node from 20 on.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { ownNode, root } from './ownNode.mjs'
import { isBuilt } from './sources.mjs'

const installed = new URL('../node_modules/.package-lock.json', import.meta.url)

function isCurrent() {
  if (!existsSync(installed)) return false
  const { packages: have } = JSON.parse(readFileSync(installed, 'utf8'))
  const { packages: want } = JSON.parse(
    readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
  )
  return Object.entries(want).every(
    ([name, { version, optional }]) => name === '' || optional || have[name]?.version === version,
  )
}

if (!isCurrent()) {
  console.error('Installing packages ...')
  // Not `npm ci`: it refuses a lock file that lacks the binaries of other platforms. This keeps to the lock file as well.
  const { status } = spawnSync(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0) {
    console.error(
      'npm install failed: the lines above say why. Lapwing needs Node 20 or later and the npm registry.',
    )
    process.exit(3)
  }
}

if (!isBuilt()) {
  console.error('Building the workbench ...')
  const { status } = spawnSync(ownNode(), [`${root}scripts/bundle.mjs`], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) {
    console.error('The workbench could not be built: the lines above say why.')
    process.exit(3)
  }
}
