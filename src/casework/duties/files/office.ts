/**
 * The parts of an Office Open XML document (ECMA-376), which is a ZIP archive. Only its directory is read: nothing is
 * unpacked, so nothing in it can do harm here.
 */

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const endBytes = 22
const entryBytes = 46

/** Names of the parts in order; absent when the directory is not that of one whole, plain archive. */
export function partsOf(bytes: Buffer): readonly string[] | undefined {
  const end = endOf(bytes)
  if (end === undefined) return undefined
  const count = bytes.readUInt16LE(end + 10)
  const size = bytes.readUInt32LE(end + 12)
  const start = bytes.readUInt32LE(end + 16)
  // A form for larger archives has other numbers here, and does not add up.
  if (start + size !== end) return undefined
  const names: string[] = []
  let at = start
  for (let entry = 0; entry < count; entry++) {
    if (at + entryBytes > end || bytes.readUInt32LE(at) !== entrySignature) return undefined
    const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) !== 0
    if (isEncrypted) return undefined
    const [name, extra, comment] = [28, 30, 32].map(offset => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    if (at + entryBytes + name > end) return undefined
    names.push(bytes.toString('utf8', at + entryBytes, at + entryBytes + name))
    at += entryBytes + name + extra + comment
  }
  return at === end ? names : undefined
}

/** Where the end record stands: at the very end, without a comment in which something could be hidden. */
function endOf(bytes: Buffer): number | undefined {
  const at = bytes.length - endBytes
  if (at < 0 || bytes.readUInt32LE(at) !== endSignature || bytes.readUInt16LE(at + 20) !== 0) return undefined
  return at
}
