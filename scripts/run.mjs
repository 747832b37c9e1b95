// Runs one file of this project: node scripts/run.mjs bench/main.ts --json
import { root, run } from './node.mjs'

const [file = '', ...rest] = process.argv.slice(2)
process.exitCode = await run([root + file, ...rest])
