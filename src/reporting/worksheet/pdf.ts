import anyAscii from 'any-ascii'
import PDFDocument from 'pdfkit'
import type { Part, Sheet } from './sheet.ts'

/** What stands on every page, so that a sheet that is found says what it is. */
export interface Marks {
  /** Decides the date in the file, so that the same report gives the same bytes. */
  readonly madeAt: Date
  readonly reference: string
  readonly hash: string
  readonly draft: boolean
}

const ink = '#1b2733'
const quiet = '#5a6b7b'
const rule = '#c9d3dc'
const band = '#eef2f5'
const bandHeight = 16
const margin = 48
/** Of the table of payments, in points; together as wide as the text. */
const columnWidths = [79, 40, 58, 72, 78, 40, 50, 82] as const

const sumOf = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width, 0)

/**
 * Sets a sheet as a tagged PDF (ISO 32000-1, 14.8): headings, paragraphs and tables are told to screen readers in the order in which they are
 * read. Set in the faces that every reader has, which are Latin: other scripts are transliterated, and whole in the structured data.
 */
export async function pdfOf(sheet: Sheet, marks: Marks): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: 'A4',
    margins: { top: margin, bottom: margin + 14, left: margin, right: margin },
    tagged: true,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: sheet.title,
      CreationDate: marks.madeAt,
      ModDate: marks.madeAt,
      Producer: 'Lapwing',
      Creator: 'Lapwing',
    },
  })
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>(resolve => document.on('end', resolve))
  const root = document.struct('Document')
  document.addStructure(root)
  const block = (type: string, draw: () => void) => root.add(document.struct(type, {}, [draw]))

  if (marks.draft) {
    block('P', () =>
      document
        .font('Helvetica-Bold')
        .fontSize(11)
        .fillColor('#a3260f')
        .text('DRAFT, NOT FOR LODGING')
        .moveDown(0.4),
    )
  }
  block('H1', () => document.font('Helvetica-Bold').fontSize(18).fillColor(ink).text(latin(sheet.title)))
  block('P', () =>
    document
      .font('Helvetica')
      .fontSize(9)
      .fillColor(quiet)
      .text(`Report ${marks.reference}. What is not known is left out: leave its field empty.`)
      .moveDown(0.5),
  )
  for (const part of sheet.parts) setPart(part)
  pageFeet()
  root.end()
  document.end()
  await ended
  return Buffer.concat(chunks)

  function setPart({ heading, fields, paragraphs, table }: Part): void {
    if (fields.length === 0 && paragraphs.length === 0 && (table?.rows.length ?? 0) === 0) return
    if (document.y > document.page.height - margin - 90) document.addPage()
    document.moveDown(0.8)
    block('H2', () =>
      document.font('Helvetica-Bold').fontSize(12).fillColor(ink).text(latin(heading), margin).moveDown(0.3),
    )
    for (const { label, value } of fields) {
      block('P', () => {
        document
          .font('Helvetica')
          .fontSize(9.5)
          .fillColor(quiet)
          .text(`${latin(label)}: `, margin, undefined, { continued: true })
        document.fillColor(ink).text(latin(value)).moveDown(0.15)
      })
    }
    for (const text of paragraphs) {
      block('P', () =>
        document
          .font('Helvetica')
          .fontSize(10)
          .fillColor(ink)
          .text(latin(text), margin, undefined, { lineGap: 1.5 })
          .moveDown(0.35),
      )
    }
    if (table === undefined) return
    document.moveDown(0.4).font('Helvetica').fontSize(7.5).fillColor(ink)
    // The types of the library leave out what makes the table one for screen readers.
    const options: PDFKit.Mixins.TableOptionsWithData & { structParent: PDFKit.PDFStructureElement } = {
      structParent: root,
      columnStyles: [...columnWidths],
      rowStyles: at => (at === 0 ? { backgroundColor: band, borderColor: rule } : { borderColor: rule }),
      defaultStyle: { padding: [5, 3, 3, 3], border: [0, 0, 0.5, 0], borderColor: rule, textColor: ink },
      data: [
        table.columns.map(text => ({ type: 'TH' as const, text })),
        ...table.rows.map(row => row.map(text => latin(text))),
      ],
    }
    const repeat = () => columnsAgain(table.columns)
    document.on('pageAdded', repeat)
    document.table(options)
    document.off('pageAdded', repeat)
    document.fontSize(12).moveDown(0.4)
  }

  /** The names of the columns above a table that goes on; read out once, so outside of the order of reading here. */
  function columnsAgain(columns: readonly string[]): void {
    const { y } = document
    document.markContent('Artifact', { type: 'Layout' })
    document
      .rect(margin, y - bandHeight, sumOf(columnWidths), bandHeight)
      .fill(band)
      .fillColor(ink)
    for (const [at, text] of columns.entries()) {
      const x = margin + sumOf(columnWidths.slice(0, at)) + 3
      document.text(text, x, y - bandHeight + 5, { lineBreak: false })
    }
    document.endMarkedContent()
    document.x = margin
    document.y = y
  }

  /** Outside of the order of reading. */
  function pageFeet(): void {
    const { start, count } = document.bufferedPageRange()
    for (let at = start; at < start + count; at++) {
      document.switchToPage(at)
      document.page.margins.bottom = 0
      document.markContent('Artifact', { type: 'Pagination' })
      document
        .font('Helvetica')
        .fontSize(7)
        .fillColor(quiet)
        .text(
          `${marks.draft ? 'Draft, not for lodging. ' : ''}Confidential: that this report exists must not be disclosed.  SHA-256 ${marks.hash.slice(0, 16)}  Page ${at + 1} of ${count}`,
          margin,
          document.page.height - margin,
          { lineBreak: false },
        )
      document.endMarkedContent()
    }
  }
}

/** The characters of the standard faces (WinAnsi); others as Latin letters. */
export function latin(text: string): string {
  return text.replace(/[^\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d]+/gu, other =>
    anyAscii(other),
  )
}
