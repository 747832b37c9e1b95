import { SaxesParser } from 'saxes'
import { LapwingError } from '../../domain/errors.ts'
import type { Element } from './element.ts'

/** Reads one kind of message. Paths are relative to the element under `Document`, such as `Stmt/Ntry`. */
export interface MessageReader {
  /** Elements that are walked through, because what they hold has no bound. */
  readonly walks: ReadonlySet<string>
  /** Whether the element at the path is wanted; it is then collected whole and handed over once. */
  takes(path: string): boolean
  take(path: string, element: Element): void
  /** The end of an element that was walked through; the empty path is the end of the message. */
  leave(path: string): void
}

// Real messages nest below 30 deep and carry texts below 20 000 characters; a transaction with every element that the
// standard allows has some 2 000 elements. The limits leave room and keep a hostile file from filling the memory.
export const depthMax = 100
export const markupLengthMax = 1_000_000
export const itemElementsMax = 50_000
export const itemLengthMax = 4_000_000

/**
 * Walks the messages of one file, given its text piece by piece; each wanted element is handed over and dropped.
 *
 * Refuses, with line and column, what no message needs and an attacker does: document type and entity declarations,
 * bottomless nesting, endless texts; and XML that is not well-formed.
 *
 * @param openMessage is told the namespace of `Document` and the name of the element in it.
 */
export function createWalker(
  path: string,
  openMessage: (namespace: string, name: string, place: string) => MessageReader,
): { write(text: string): void; close(): void } {
  const parser = new SaxesParser({ xmlns: true })
  let depth = 0
  let documents = 0
  let namespace: string | undefined
  let reader: MessageReader | undefined
  let walked = ''
  let skipped = 0
  const collecting: Element[] = []
  let itemElements = 0
  let itemLength = 0
  let lastMarkup = 0

  const place = () => `${path}:${parser.line}:${parser.column}`
  const refuse = (code: string, message: string, remedy: string): never => {
    throw new LapwingError(code, message, { place: place(), remedy })
  }
  const tooLarge = (what: string): never =>
    refuse(
      'iso20022-too-large',
      what,
      'No genuine payment message needs this. Check with the sender what the file is.',
    )

  parser.on('error', error => {
    const message = error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
    throw new LapwingError('iso20022-malformed', `the XML is not well-formed: ${message}`, {
      place: place(),
      remedy: 'The file is cut off or damaged, or is not XML. What stands before this place has been read.',
      cause: error,
    })
  })
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding === undefined || /^(utf-?8|us-ascii|ascii)$/i.test(encoding)) return
    refuse(
      'iso20022-encoding',
      `the file declares the encoding ${encoding}; ISO 20022 messages are UTF-8`,
      'Ask the sender for UTF-8, or convert the file and its XML declaration.',
    )
  })
  parser.on('doctype', () =>
    refuse(
      'iso20022-doctype',
      'the file declares a document type, which can hide entities that swell or reach for other files',
      'ISO 20022 messages never have one. Check with the sender; do not just remove it.',
    ),
  )
  parser.on('comment', () => {
    lastMarkup = parser.position
  })
  parser.on('processinginstruction', () => {
    lastMarkup = parser.position
  })

  parser.on('opentag', tag => {
    lastMarkup = parser.position
    depth += 1
    if (depth > depthMax) tooLarge(`elements are nested more than ${depthMax} deep`)
    if (collecting.length > 0) {
      itemElements += 1
      if (itemElements > itemElementsMax)
        tooLarge(`one transaction has more than ${itemElementsMax} elements`)
      const element = newElement(tag.local, tag.attributes.Ccy?.value)
      collecting.at(-1)!.children.push(element)
      collecting.push(element)
    } else if (skipped > 0) {
      skipped += 1
    } else if (reader !== undefined) {
      const next = walked === '' ? tag.local : `${walked}/${tag.local}`
      if (reader.walks.has(next)) walked = next
      else if (reader.takes(next)) collecting.push(newElement(tag.local, tag.attributes.Ccy?.value))
      else skipped = 1
    } else if (namespace !== undefined) {
      reader = openMessage(namespace, tag.local, place())
    } else if (tag.local === 'Document') {
      namespace = tag.uri
      documents += 1
    }
  })

  parser.on('closetag', tag => {
    lastMarkup = parser.position
    depth -= 1
    if (collecting.length > 0) {
      const element = collecting.pop()!
      // White space between child elements is layout.
      if (element.children.length > 0) element.text = ''
      if (collecting.length > 0) return
      itemElements = 0
      itemLength = 0
      reader!.take(walked === '' ? element.name : `${walked}/${element.name}`, element)
    } else if (skipped > 0) {
      skipped -= 1
    } else if (reader !== undefined) {
      reader.leave(walked)
      if (walked === '') reader = undefined
      else walked = walked.slice(0, Math.max(0, walked.lastIndexOf('/')))
    } else if (tag.local === 'Document') {
      namespace = undefined
    }
  })

  const addText = (text: string) => {
    lastMarkup = parser.position
    if (collecting.length === 0) return
    itemLength += text.length
    if (itemLength > itemLengthMax) tooLarge(`one transaction has more than ${itemLengthMax} characters`)
    collecting.at(-1)!.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)

  return {
    write(text) {
      parser.write(text)
      // The parser gathers a text, tag or comment until it ends; one that does not end is cut short here.
      if (parser.position - lastMarkup > markupLengthMax)
        tooLarge(`one text, tag or comment is longer than ${markupLengthMax} characters`)
    },
    close() {
      parser.close()
      if (documents > 0) return
      throw new LapwingError('iso20022-no-document', 'the XML holds no ISO 20022 Document element', {
        place: path,
        remedy: 'Name the format with --format if it is another one.',
      })
    },
  }
}

function newElement(name: string, currency: string | undefined): Element {
  return { name, currency, text: '', children: [] }
}
