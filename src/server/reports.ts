import { z } from 'zod'
import { openBook } from '../book/book.ts'
import type { Jurisdictions } from '../casework/duties/suspicion/suspicion.ts'
import { readSources } from '../casework/findings.ts'
import { templateOf } from '../reporting/drafting/template.ts'
import { formatNames } from '../reporting/formats/formats.ts'
import { partiesOf } from '../reporting/gather/parties.ts'
import { institutionPlace, readInstitution } from '../reporting/model/institution.ts'
import { particularsSchema } from '../reporting/model/particulars.ts'
import type { Report } from '../reporting/model/report.ts'
import { buildReport } from '../reporting/operations/build.ts'
import { draftReport } from '../reporting/operations/draft.ts'
import { changeParticulars, readParticulars } from '../reporting/operations/particulars.ts'
import { listReports, readReport } from '../reporting/operations/read.ts'
import { readPacks } from '../reporting/packs/pack.ts'
import { id } from './fields.ts'
import { defineRoute } from './route.ts'

const params = z.strictObject({ case_id: id })

export const reportParticularsSchema = z.object({
  case_id: z.string(),
  particulars: particularsSchema,
  changed_at: z.string().nullable(),
  changed_by: z.string().nullable(),
  version: z.int(),
})

export const reportSchema = z.object({
  report_id: z.string(),
  case_id: z.string(),
  content_hash: z.string(),
  drafted_at: z.string(),
  drafted_by: z.string(),
})
const findings = z
  .array(
    z.object({ kind: z.string(), place: z.string(), message: z.string(), remedy: z.string().optional() }),
  )
  .readonly()
export const faultsSchema = z
  .array(
    z.object({
      rule: z.string(),
      severity: z.enum(['refuse', 'look']),
      place: z.string(),
      message: z.string(),
      remedy: z.string(),
    }),
  )
  .readonly()

export const builtReportSchema = reportSchema.extend({
  format: z.enum(formatNames),
  draft: z.boolean(),
  offered: z.boolean(),
  schema: z.object({ edition: z.string(), sha256: z.string() }).nullable(),
  files: z.array(z.object({ name: z.string(), sha256: z.string(), base64: z.string() })),
  problems: findings,
  notices: findings,
  faults: faultsSchema,
})

/** As src/reporting/model/report.ts has it. */
const wholeReport = z.looseObject({}) as unknown as z.ZodType<Report>

/** Particulars, drafts and files of reports, for those who may know of them. */
export function reportRoutes({
  data,
  jurisdictions,
}: {
  readonly data: string
  readonly jurisdictions: Jurisdictions
}) {
  const draft = draftReport({
    jurisdictions,
    institution: () => readInstitution(institutionPlace(data)),
    template: () => templateOf(data),
    readSources: () => readSources(data),
    async readParties(asked) {
      const book = await openBook(data)
      try {
        return await partiesOf(book, asked)
      } finally {
        book.close()
      }
    },
  })
  const build = buildReport(() => readPacks(data))
  return [
    defineRoute({
      method: 'GET',
      path: '/api/cases/{case_id}/report-particulars',
      summary: 'What people added for the report of a case. Its ETag is its own.',
      params,
      answer: reportParticularsSchema,
      handle: ({ desk, params, declared }) => desk.perform(readParticulars, params, declared),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/cases/{case_id}/report-particulars',
      summary: 'Replace all of it.',
      params,
      body: particularsSchema,
      jsonMax: 1_048_576,
      answer: reportParticularsSchema,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(changeParticulars, { ...params, version, particulars: body }, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/cases/{case_id}/reports',
      summary: 'Drafts of the report of a case, newest first, with what was decided on each.',
      params,
      answer: z.object({
        items: z.array(
          reportSchema.extend({
            approval_id: z.string().nullable(),
            decision: z.enum(['approved', 'refused', 'withdrawn']).nullable(),
          }),
        ),
      }),
      handle: ({ desk, params, declared }) => desk.perform(listReports, params, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/reports',
      summary: 'Gather the report of a case as it is now, and keep it as a draft, with what is against it.',
      params,
      answer: reportSchema.extend({ faults: faultsSchema }),
      status: 201,
      handle: ({ desk, params, declared }) => desk.perform(draft, params, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/cases/{case_id}/reports/{report_id}',
      summary: 'One draft, whole.',
      params: params.extend({ report_id: id }),
      answer: reportSchema.extend({ content: wholeReport }),
      handle: ({ desk, params, declared }) => desk.perform(readReport, params, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/reports/{report_id}/files',
      summary:
        'Make the file of a draft that was approved, or with `draft` one that is marked as not for lodging; or say why there is none.',
      params: params.extend({ report_id: id }),
      body: z.strictObject({ format: z.enum(formatNames), draft: z.boolean().default(false) }),
      answer: builtReportSchema,
      async handle({ desk, params, body, declared }) {
        const built = await desk.perform(build, { ...params, ...body }, declared)
        const files = built.files.map(({ name, sha256, content }) => ({
          name,
          sha256,
          base64: Buffer.from(content).toString('base64'),
        }))
        return { ...built, files }
      },
    }),
  ]
}
