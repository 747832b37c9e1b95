#!/usr/bin/env node
import { root, run } from './node.mjs'

process.exitCode = await run([`${root}src/cli/main.ts`, ...process.argv.slice(2)])
