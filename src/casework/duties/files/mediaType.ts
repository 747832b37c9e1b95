import { LapwingError } from '../../../domain/errors.ts'
import { partsOf } from './office.ts'

/**
 * What a file is, by its content and not by what it is called. Taken are PDF, plain UTF-8 text and CSV, and documents
 * and sheets of Office Open XML. Nothing that is or holds a picture is taken: Lapwing holds no images, whatever is on
 * them.
 */

const office = 'application/vnd.openxmlformats-officedocument'
const endings = {
  'application/pdf': ['.pdf'],
  'text/csv': ['.csv'],
  'text/plain': ['.txt', '.md'],
  [`${office}.wordprocessingml.document`]: ['.docx'],
  [`${office}.spreadsheetml.sheet`]: ['.xlsx'],
} as const satisfies Record<string, readonly string[]>
export type MediaType = keyof typeof endings

/** Beginnings of pictures and films (hexadecimal), by the registries of their forms. */
const pictures =
  /^(89504e470d0a1a0a|ffd8ff|47494638|424d.{8}00000000|49492a00|4d4d002a|52494646.{8}(57454250|41564920)|.{8}66747970|1a45dfa3|000001(00|b[0-9a-f])|0000000c(6a502020|4a584c20)|ff0a|38425053|49492b00|3026b275|464c56|c5d0d3c6)/
const archives =
  /^(504b0304|504b0506|504b0708|1f8b|425a68|fd377a585a00|377abcaf271c|526172211a07|28b52ffd|04224d18|4d534346|.{514}7573746172)/
const beginBytes = 300

/** @throws LapwingError `file-type`, `file-picture`, `file-archive`, `file-name` */
export function mediaTypeOf(name: string, bytes: Buffer): MediaType {
  const type = typeOfContent(name, bytes)
  const ending = /\.[^.]+$/.exec(name)?.[0].toLowerCase() ?? ''
  if ((endings[type] as readonly string[]).includes(ending)) return type
  throw new LapwingError('file-name', 'The name of this file does not go with its content.', {
    place: 'name',
    remedy: `By its content it is ${type}: such a file is called ${endings[type].join(' or ')}.`,
  })
}

function typeOfContent(name: string, bytes: Buffer): MediaType {
  const begin = bytes.toString('hex', 0, beginBytes)
  if (pictures.test(begin)) throw picture('This file is a picture or a film.')
  if (/^%PDF-[12]\.\d/.test(bytes.toString('latin1', 0, 8))) return pdf(bytes)
  if (archives.test(begin)) return officeDocument(bytes)
  return text(name, bytes)
}

/** The dictionary of a picture is never within a compressed part of a PDF (ISO 32000-1, 7.5.7), so it can be seen. */
function pdf(bytes: Buffer): MediaType {
  const source = bytes.toString('latin1')
  if (!/%%EOF\s*$/.test(source.slice(-1_024)))
    throw unknown('This PDF is cut off, or something stands after it.')
  const names = source.replace(/#([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  if (/\/Subtype\s*\/Image\b/.test(names)) throw picture('This PDF has a picture in it.')
  return 'application/pdf'
}

function officeDocument(bytes: Buffer): MediaType {
  const parts = partsOf(bytes)
  if (parts?.includes('[Content_Types].xml')) {
    const foreign = parts.find(part => !/(\.xml|\.rels|\.vml|\/|printerSettings\d+\.bin)$/i.test(part))
    if (foreign !== undefined && /vbaProject/i.test(foreign)) throw unknown('This document has macros in it.')
    if (foreign !== undefined) throw picture('This document has a picture or another file in it.')
    if (parts.includes('word/document.xml')) return `${office}.wordprocessingml.document`
    if (parts.includes('xl/workbook.xml')) return `${office}.spreadsheetml.sheet`
  }
  throw new LapwingError('file-archive', 'This file is an archive, and what is in it is not looked at.', {
    place: 'content',
    remedy: 'Take out what the case needs, and add each file by itself.',
  })
}

function text(name: string, bytes: Buffer): MediaType {
  const notText = 'This file is none of the kinds that a case holds.'
  let content: string
  try {
    content = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unknown(notText)
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells other content from text.
  if (content.trim() === '' || /[\u0000-\u0008\u000b\u000e-\u001f]/.test(content)) throw unknown(notText)
  if (/^\s*</.test(content)) throw unknown('This file is markup, which can carry pictures and programs.')
  if (/(data:|^content-type:\s*)(image|video)\//im.test(content))
    throw picture('This text has a picture in it.')
  return /\.csv$/i.test(name) ? 'text/csv' : 'text/plain'
}

function picture(message: string): LapwingError {
  return new LapwingError('file-picture', `${message} Lapwing holds no images, whatever they show.`, {
    place: 'content',
    remedy:
      'Add the words or figures alone. Of a picture that matters, note where it is kept; of abuse material, tell police at once and copy nothing.',
  })
}

function unknown(message: string): LapwingError {
  return new LapwingError('file-type', message, {
    place: 'content',
    remedy: 'Taken are PDF, plain UTF-8 text and CSV, docx and xlsx.',
  })
}
