// Runs files on the project's own Node, which has what an older one on the machine lacks. Works on Node 20 and later.
import { spawn } from 'node:child_process'
import { ownNode, root } from './ownNode.mjs'

/** Compiled sources are kept, so that a command starts sooner the next time. */
const compiled = `${root}node_modules/.cache/node`

/** Runs Node in the caller's folder with these arguments; resolves to the exit code. */
export async function run(args) {
  await import('./ready.mjs')
  const child = spawn(ownNode(), args, {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: compiled, ...process.env },
  })
  // A terminal interrupts the child as well: let it end in its own way, then follow.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}
