import { type ColumnChunk, encodings, type RowGroup } from './rowGroup.ts'
import { encodeStruct, i32, i64, list, struct, text, type Value } from './thrift.ts'

/** Both ends of a Parquet file. */
export const magic = Buffer.from('PAR1')

/** What the footer must know of a row group once it is in the file. */
export type Placed = Omit<RowGroup, 'bytes'> & { readonly offset: number }

const byteArray = 6
const utf8 = 0
const optional = 1
const zstd = 6

/** The end of a Parquet file whose columns are all optional texts: metadata, its length, and the magic. */
export function encodeFooter(columns: readonly string[], groups: readonly Placed[]): Buffer {
  const schema = [
    struct([
      [4, text('schema')],
      [5, i32(columns.length)],
    ]),
    ...columns.map(name =>
      struct([
        [1, i32(byteArray)],
        [3, i32(optional)],
        [4, text(name)],
        [6, i32(utf8)],
      ]),
    ),
  ]
  const metadata = encodeStruct([
    [1, i32(1)],
    [2, list(schema)],
    [3, i64(groups.reduce((sum, group) => sum + group.rows, 0))],
    [4, list(groups.map(group => rowGroup(columns, group)))],
    [6, text('lapwing')],
  ])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(metadata.length)
  return Buffer.concat([metadata, length, magic])
}

function rowGroup(columns: readonly string[], group: Placed): Value {
  return struct([
    [1, list(group.columns.map((chunk, at) => columnChunk(columns[at]!, chunk, group)))],
    [2, i64(group.columns.reduce((sum, chunk) => sum + chunk.plainSize, 0))],
    [3, i64(group.rows)],
  ])
}

function columnChunk(name: string, chunk: ColumnChunk, { offset, rows }: Placed): Value {
  const dictionary = chunk.dictionaryOffset
  const used =
    dictionary === undefined
      ? [encodings.plain, encodings.rle]
      : [encodings.dictionary, encodings.plain, encodings.rle]
  return struct([
    [2, i64(offset + (dictionary ?? chunk.dataOffset))],
    [
      3,
      struct([
        [1, i32(byteArray)],
        [2, list(used.map(i32))],
        [3, list([text(name)])],
        [4, i32(zstd)],
        [5, i64(rows)],
        [6, i64(chunk.plainSize)],
        [7, i64(chunk.size)],
        [9, i64(offset + chunk.dataOffset)],
        [11, dictionary === undefined ? undefined : i64(offset + dictionary)],
      ]),
    ],
  ])
}
