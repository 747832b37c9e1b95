// Runs one file of this project: node scripts/run.mjs bench/main.ts --json
import { run } from './node.mjs'
import { root } from './ownNode.mjs'

const [file = '', ...rest] = process.argv.slice(2)
process.exitCode = await run([root + file, ...rest])
