// Builds the workbench from web/ into web/dist. Runs on the project's own Node; scripts/ready.mjs starts it when sources changed.
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { root } from './ownNode.mjs'
import { hashFile, hashOfSources } from './sources.mjs'

const web = join(root, 'web')
const finished = join(web, 'dist')
const unfinished = join(web, `dist.${process.pid}`)

/** A browser asks for six files at a time: what every page needs is one of them, and what several share another. */
const chunks = [
  { name: 'begin', tags: ['$initial'], priority: 1 },
  {
    name: 'shared',
    test: /[\\/](@mantine|@tanstack|web[\\/](api|care|queue|session|shell|words))[\\/]/,
    minShareCount: 2,
  },
]

const hash = hashOfSources()
await build({
  root: web,
  configFile: false,
  logLevel: 'warn',
  publicDir: 'public',
  build: {
    outDir: unfinished,
    emptyOutDir: true,
    // The oldest that know light-dark(), by which colours follow the theme.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    // Nothing is put into the page as a data: address.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_200,
    reportCompressedSize: false,
    rolldownOptions: {
      output: { codeSplitting: { groups: chunks } },
      // "use client" means nothing to a page that is built whole.
      onLog: (level, log, log_) => log.code === 'MODULE_LEVEL_DIRECTIVE' || log_(level, log),
    },
  },
})
await compress(join(unfinished, 'assets'))
await writeFile(join(unfinished, hashFile), hash)
// Only now, so that a server never reads half of it.
await rm(finished, { recursive: true, force: true })
await rename(unfinished, finished)

/** Beside each file what browsers ask for, so that the server compresses nothing. */
async function compress(folder) {
  for (const name of await readdir(folder)) {
    if (!/\.(js|css)$/.test(name)) continue
    const content = await readFile(join(folder, name))
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
    await writeFile(join(folder, `${name}.br`), brotliCompressSync(content, quality))
    await writeFile(join(folder, `${name}.gz`), gzipSync(content))
  }
}
