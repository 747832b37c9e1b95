// Runs every test, or those whose path contains one of the words: npm test -- intake e2e/page
import { existsSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { run } from './node.mjs'
import { root } from './ownNode.mjs'

const words = process.argv.slice(2)
const files = ['src', 'web', 'test', 'bench']
  .filter(folder => existsSync(join(root, folder)))
  .flatMap(folder => readdirSync(join(root, folder), { recursive: true }).map(name => join(folder, name)))
  .filter(file => file.endsWith('.test.ts'))
  .filter(file => words.length === 0 || words.some(word => file.split(sep).join('/').includes(word)))
  .sort()

if (files.length === 0) {
  console.error(`No test file has ${words.join(' or ')} in its path.`)
  process.exitCode = 2
} else {
  process.chdir(root)
  process.exitCode = await run(['--test', '--test-reporter=spec', '--test-concurrency=2', ...files])
}
