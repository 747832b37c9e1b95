#!/usr/bin/env node
import { run } from './node.mjs'
import { root } from './ownNode.mjs'

process.exitCode = await run([`${root}src/cli/main.ts`, ...process.argv.slice(2)])
