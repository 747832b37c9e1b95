import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  addFile,
  type FileKind,
  type FileRules,
  listFiles,
  readFile,
} from '../casework/duties/files/files.ts'
import { deskOf, type Entrance } from './entrance.ts'
import { id } from './fields.ts'
import { defineRoute, type Route, readRequest } from './route.ts'

export const fileSchema = z.object({
  file_id: z.string(),
  case_id: z.string(),
  name: z.string(),
  media_type: z.string(),
  size_bytes: z.int(),
  hash: z.string(),
  added_at: z.string(),
  added_by: z.string(),
})
const params = z.strictObject({ case_id: id })
const kinds = {
  file: ['files', 'Files of the case'],
  'report-file': ['report-files', 'Drafts and copies of reports, for those who may know of them'],
} as const satisfies Record<FileKind, readonly [string, string]>
const both = Object.keys(kinds) as FileKind[]

/** Files are sent and fetched as bytes; the routes around them are like all others. */
export function fileRoutes(rules: FileRules) {
  return both.flatMap(kind => {
    const [folder, what] = kinds[kind]
    const [list, add] = [listFiles(kind), addFile(kind, rules)]
    return [
      defineRoute({
        method: 'GET',
        path: `/api/cases/{case_id}/${folder}`,
        summary: `${what}, without their content.`,
        params,
        answer: z.object({ items: z.array(fileSchema) }),
        handle: ({ desk, params, declared }) => desk.perform(list, params, declared),
      }),
      defineRoute({
        method: 'POST',
        path: `/api/cases/{case_id}/${folder}`,
        summary:
          'Add a PDF, text, CSV, docx or xlsx; the body is its bytes. Pictures and archives are refused.',
        params,
        query: z.strictObject({ name: z.string().min(1).max(200) }),
        bytesMax: rules.bytesMax,
        answer: fileSchema,
        status: 201,
        handle: ({ desk, params, query, bytes, declared }) =>
          desk.perform(add, { ...params, ...query, content: bytes }, declared),
      }),
    ]
  })
}

function contentRoute(kind: FileKind) {
  return {
    method: 'GET',
    path: `/api/cases/{case_id}/${kinds[kind][0]}/{file_id}/content`,
    summary: 'The file as it was added, to be saved and not shown.',
    params: params.extend({ file_id: id }),
    answer: z.unknown(),
    answersBytes: true,
  } as const satisfies Route<unknown, unknown, unknown, unknown>
}

export const fileContentRoutes: readonly Route<unknown, unknown, unknown, unknown>[] = both.map(contentRoute)

/** A browser saves the file and opens nothing of it: it is told no type, and may do nothing if it looks all the same. */
export function addFileContentRoutes(server: FastifyInstance, entrance: Entrance, rules: FileRules): void {
  for (const kind of both) {
    const [route, read] = [contentRoute(kind), readFile(kind, rules)]
    server.get(route.path.replace(/\{(\w+)\}/g, ':$1'), async (request, reply) => {
      const desk = await deskOf(request, entrance)
      const { params, declared } = readRequest(route, request)
      const { name, content } = await desk.perform(
        read,
        params as { readonly case_id: string; readonly file_id: string },
        declared,
      )
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename*=UTF-8''${percentEncoded(name)}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(content)
    })
  }
}

/** As RFC 8187 has it: more is escaped than in an address. */
function percentEncoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    each => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
