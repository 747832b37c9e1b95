import { LapwingError } from '../domain/errors.ts'

/** Where a page of a list ended, as callers hand it back: its last sort value and the id that tells equal ones apart. */
export interface Cursor {
  readonly value: number
  readonly id: string
}

/** Opaque to callers, so that the order of a list can change. */
export function writeCursor({ value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url')
}

/** @throws LapwingError `bad-cursor` */
export function readCursor(text: string): Cursor {
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown]
    if (typeof value === 'number' && typeof id === 'string') return { value, id }
  } catch {
    // Told below.
  }
  throw new LapwingError('bad-cursor', 'This is no cursor of a list.', {
    place: 'after',
    remedy: 'Send what the page before answered as `next`, or leave it out to begin at the top.',
  })
}

/** Of one row more than a page holds: the page, and the cursor of the next where there is one. */
export function pageOf<Row, Shown>(
  rows: readonly Row[],
  limit: number,
  { shown, cursor }: { readonly shown: (row: Row) => Shown; readonly cursor: (row: Row) => Cursor },
): { readonly items: readonly Shown[]; readonly next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(shown),
    next: rows.length > limit && last !== undefined ? writeCursor(cursor(last)) : null,
  }
}
