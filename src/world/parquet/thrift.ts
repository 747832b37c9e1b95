/**
 * Just enough of the Thrift compact protocol to write the headers of a Parquet file
 * (Apache Thrift, doc/specs/thrift-compact-protocol.md).
 */
export type Value =
  | { readonly kind: 'i32' | 'i64'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'list'; readonly value: readonly Value[] }
  | { readonly kind: 'struct'; readonly value: Fields }

/** Fields by number, ascending; those that are undefined are left out. */
export type Fields = readonly (readonly [number, Value | undefined])[]

export const i32 = (value: number): Value => ({ kind: 'i32', value })
export const i64 = (value: number): Value => ({ kind: 'i64', value })
export const text = (value: string): Value => ({ kind: 'text', value })
export const list = (value: readonly Value[]): Value => ({ kind: 'list', value })
export const struct = (value: Fields): Value => ({ kind: 'struct', value })

const codes = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const

/** A struct as bytes. */
export function encodeStruct(fields: Fields): Buffer {
  const bytes: number[] = []
  writeStruct(bytes, fields)
  return Buffer.from(bytes)
}

function writeStruct(bytes: number[], fields: Fields): void {
  let last = 0
  for (const [number, value] of fields) {
    if (value === undefined) continue
    bytes.push(((number - last) << 4) | codes[value.kind])
    last = number
    write(bytes, value)
  }
  bytes.push(0)
}

function write(bytes: number[], value: Value): void {
  switch (value.kind) {
    case 'i32':
    case 'i64':
      // Zigzag: sizes and offsets are never negative.
      return writeVarint(bytes, value.value * 2)
    case 'text': {
      const content = Buffer.from(value.value)
      writeVarint(bytes, content.length)
      bytes.push(...content)
      return
    }
    case 'list': {
      const { length } = value.value
      const code = length === 0 ? codes.struct : codes[value.value[0]!.kind]
      if (length < 15) bytes.push((length << 4) | code)
      else {
        bytes.push(0xf0 | code)
        writeVarint(bytes, length)
      }
      for (const each of value.value) write(bytes, each)
      return
    }
    case 'struct':
      return writeStruct(bytes, value.value)
  }
}

/** @param value a whole number from 0 up to 2^53, also beyond 32 bits */
export function writeVarint(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
}
