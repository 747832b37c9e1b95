import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import files from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { LapwingError } from '../domain/errors.ts'

const built = fileURLToPath(new URL('../../web/dist/', import.meta.url))

/**
 * The workbench: its page at every address that is not the interface's, for the address says what is shown, and its files, whose
 * names change with their content. Styles that it makes while it runs carry a nonce of the page; scripts come from files alone.
 *
 * @throws LapwingError `workbench-missing` where it was not built
 */
export async function pageRoutes(server: FastifyInstance): Promise<void> {
  await readPage()
  await server.register(files, {
    root: `${built}assets`,
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
  })
  server.get('/icon.svg', (_, reply) => reply.sendFile('icon.svg', built, { immutable: false, maxAge: 0 }))
  server.get('/*', async (request, reply) => {
    if (/^\/(api|assets)\//.test(request.url)) return reply.callNotFound()
    // Each time, so that what is built anew meanwhile goes with its files.
    const page = await readPage()
    const nonce = randomBytes(16).toString('base64url')
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-security-policy', policyWith(nonce))
      .send(page.replace('style-nonce', nonce))
  })
}

/** As for every answer, and styles of this page besides. Charts are drawn into images of its own. */
function policyWith(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join(';')
}

async function readPage(): Promise<string> {
  try {
    return await readFile(`${built}index.html`, 'utf8')
  } catch (cause) {
    throw new LapwingError('workbench-missing', 'The workbench was not built.', {
      place: 'web/dist',
      remedy: 'Run "npm run ready", or start Lapwing by its npm scripts, which do so.',
      cause,
    })
  }
}
