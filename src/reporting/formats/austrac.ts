import { contentHashOf } from '../../casework/duties/approvals/approval.ts'
import type { Json } from '../../domain/canonical.ts'
import type { Report } from '../model/report.ts'
import type { Finding } from '../schema/shape.ts'
import { latin, pdfOf } from '../worksheet/pdf.ts'
import { austracSheet, type Sheet } from '../worksheet/sheet.ts'
import type { Offered } from './formats.ts'
import { notForLodging, ruleProblem } from './write.ts'

/** The worksheet for keying in at AUSTRAC: printed, and the same as structured data, with the evidence of every sentence. */
export async function writeAustracWorksheet(
  report: Report,
  { draft }: { readonly draft: boolean },
): Promise<Offered> {
  if (report.jurisdiction !== 'AU') {
    const message = `This case goes by the law of ${report.jurisdiction}; the worksheet is for Australia.`
    return { valid: false, problems: [ruleProblem('jurisdiction', message)], notices: [] }
  }
  const hash = contentHashOf(report as unknown as Json)
  const sheet = austracSheet(report)
  const madeAt = new Date(report.drafted_at)
  const data = {
    ...(draft ? { note: notForLodging } : {}),
    content_hash: hash,
    worksheet: sheet,
    narrative: report.narrative,
  }
  return {
    valid: true,
    notices: transliterated(sheet),
    files: [
      { suffix: '.pdf', content: await pdfOf(sheet, { madeAt, reference: report.report_id, hash, draft }) },
      { suffix: '.json', content: `${JSON.stringify(data, null, 2)}\n` },
    ],
  }
}

/** What the printed sheet has in Latin letters alone; the structured data has it whole. */
function transliterated({ parts }: Sheet): readonly Finding[] {
  return parts.flatMap(({ heading, fields }) =>
    fields
      .filter(({ value }) => latin(value) !== value)
      .map(({ label, value }) => ({
        kind: 'transliterated' as const,
        place: `${heading}/${label}`,
        message: `"${value}" is printed "${latin(value)}".`,
      })),
  )
}
