import { constants, zstdCompressSync } from 'node:zlib'
import { type ColumnBuilder, createColumn } from './column.ts'
import { encodeStruct, i32, struct, writeVarint } from './thrift.ts'

/** Rows as the bytes of one row group, with what the footer must know of each column. Offsets count from its first byte. */
export interface RowGroup {
  readonly rows: number
  readonly bytes: Buffer
  readonly columns: readonly ColumnChunk[]
}

export interface ColumnChunk {
  readonly dictionaryOffset: number | undefined
  readonly dataOffset: number
  /** Bytes in the file, headers included. */
  readonly size: number
  /** Bytes before compression, headers included. */
  readonly plainSize: number
}

export const encodings = { plain: 0, rle: 3, dictionary: 8 } as const

/** Takes rows of texts, where an empty text is null. */
export interface RowGroupBuilder {
  append(cells: readonly string[]): void
  rows(): number
  finish(): RowGroup
}

/**
 * Builds a Parquet row group of optional texts (Apache Parquet format 2: data pages of version 1, a page a column, compressed with
 * Zstandard). A column goes through a dictionary when its values repeat.
 */
export function createRowGroup(width: number): RowGroupBuilder {
  const columns = Array.from({ length: width }, createColumn)
  let rows = 0
  return {
    append(cells) {
      for (let at = 0; at < width; at++) columns[at]!.append(cells[at]!)
      rows++
    },
    rows: () => rows,
    finish() {
      const chunks: ColumnChunk[] = []
      const parts: Buffer[] = []
      let offset = 0
      for (const column of columns) {
        const pages = encodeColumn(column, rows)
        const data = pages.at(-1)!
        const size = pages.reduce((sum, page) => sum + page.bytes.length, 0)
        chunks.push({
          dictionaryOffset: pages.length === 2 ? offset : undefined,
          dataOffset: offset + size - data.bytes.length,
          size,
          plainSize: pages.reduce((sum, page) => sum + page.plainSize, 0),
        })
        offset += size
        parts.push(...pages.map(page => page.bytes))
      }
      return { rows, bytes: Buffer.concat(parts), columns: chunks }
    },
  }
}

interface Page {
  readonly bytes: Buffer
  readonly plainSize: number
}

/** One data page, after a dictionary page where values repeat. */
function encodeColumn(column: ColumnBuilder, rows: number): readonly Page[] {
  const { known, count, content } = column.finish()
  const levels = encodeLevels(known, rows, count)
  if (content.kind === 'plain')
    return [page(Buffer.concat([levels, content.bytes]), [[5, dataHeader(rows, encodings.plain)]], 0)]
  const width = Math.max(1, Math.ceil(Math.log2(content.size)))
  const data = Buffer.concat([levels, Buffer.from([width]), bitPacked(content.indexes, width)])
  const dictionary = struct([
    [1, i32(content.size)],
    [2, i32(encodings.plain)],
  ])
  return [
    page(content.bytes, [[7, dictionary]], 2),
    page(data, [[5, dataHeader(rows, encodings.dictionary)]], 0),
  ]
}

const dataHeader = (rows: number, encoding: number) =>
  struct([
    [1, i32(rows)],
    [2, i32(encoding)],
    [3, i32(encodings.rle)],
    [4, i32(encodings.rle)],
  ])

function page(content: Buffer, header: Parameters<typeof encodeStruct>[0], kind: 0 | 2): Page {
  const compressed = zstdCompressSync(content, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  const head = encodeStruct([
    [1, i32(kind)],
    [2, i32(content.length)],
    [3, i32(compressed.length)],
    ...header,
  ])
  return { bytes: Buffer.concat([head, compressed]), plainSize: head.length + content.length }
}

/** Definition levels: 1 where there is a value; one run when all or none are there, else a bit a row. */
function encodeLevels(known: Uint8Array, rows: number, count: number): Buffer {
  const head: number[] = []
  const uniform = count === rows || count === 0
  writeVarint(head, uniform ? rows * 2 : known.length * 2 + 1)
  const body = uniform ? [count === 0 ? 0 : 1] : known
  const length = Buffer.alloc(4)
  length.writeUInt32LE(head.length + body.length)
  return Buffer.concat([length, Buffer.from(head), Buffer.from(body)])
}

/** One bit-packed run, least significant bits first, filled up to whole groups of eight. */
function bitPacked(values: Uint32Array, width: number): Buffer {
  const groups = Math.ceil(values.length / 8)
  const head: number[] = []
  writeVarint(head, groups * 2 + 1)
  const bytes = Buffer.alloc(head.length + groups * width)
  bytes.set(head)
  let at = head.length
  let bits = 0
  let held = 0
  for (const value of values) {
    // Up to 7 held bits and at most 20 more: a row group has far fewer than 2^20 different values.
    held |= value << bits
    bits += width
    while (bits >= 8) {
      bytes[at++] = held & 0xff
      held >>>= 8
      bits -= 8
    }
  }
  if (bits > 0) bytes[at] = held & 0xff
  return bytes
}
