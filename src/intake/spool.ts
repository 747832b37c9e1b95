import { closeSync, openSync, writeSync } from 'node:fs'

const bufferBytes = 1 << 20

/** Writes records to a temporary CSV file that DuckDB then reads; every field quoted, LF line ends, no header. */
export interface Spool {
  readonly path: string
  row(values: readonly string[]): void
  /** One record, already in CSV without its line end. */
  record(bytes: Buffer | string): void
  readonly rows: number
  /** Writes what is buffered and closes the file; again, does nothing. */
  close(): void
}

/** Fails as the file system does, for example when the disk is full. */
export function createSpool(path: string): Spool {
  const file = openSync(path, 'wx', 0o600)
  const buffer = Buffer.alloc(bufferBytes)
  let used = 0
  let rows = 0
  let open = true
  const write = (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
  }
  const flush = () => {
    write(buffer.subarray(0, used))
    used = 0
  }
  const record = (bytes: Buffer | string) => {
    rows += 1
    const length = (typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length) + 1
    if (used + length > bufferBytes) flush()
    if (length > bufferBytes) {
      write(Buffer.concat([Buffer.from(bytes), Buffer.from('\n')]))
      return
    }
    if (typeof bytes === 'string') used += buffer.write(bytes, used)
    else used += bytes.copy(buffer, used)
    buffer[used++] = 10
  }
  return {
    path,
    record,
    row: values => record(values.map(quoted).join(',')),
    get rows() {
      return rows
    },
    close() {
      if (!open) return
      open = false
      flush()
      closeSync(file)
    },
  }
}

function quoted(value: string): string {
  return value === '' ? '' : `"${value.includes('"') ? value.replaceAll('"', '""') : value}"`
}
