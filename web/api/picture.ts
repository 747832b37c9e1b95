import type { z } from 'zod'
import type { lookAlikesSchema, pictureSchema, timelineSchema } from '../../src/server/alertPicture.ts'
import type { neighboursSchema } from '../../src/server/queue.ts'
import type { QueueFilter } from './alerts.ts'
import { read } from './ask.ts'

export type Picture = z.output<typeof pictureSchema>
export type Family = Picture['families'][number]
export type Distribution = NonNullable<Picture['indicators'][number]['peers']['distribution']>
export type Timeline = z.output<typeof timelineSchema>
export type TimelinePayment = Timeline['items'][number]
export type Corridor = Timeline['corridors'][number]
export type LookAlikes = z.output<typeof lookAlikesSchema>
export type LookAlike = LookAlikes['items'][number]
export type Neighbours = z.output<typeof neighboursSchema>

const one = (id: string) => `/api/alerts/${encodeURIComponent(id)}`

export const readPicture = (id: string) => read<Picture>(`${one(id)}/picture`)
export const readLookAlikes = (id: string) =>
  read<LookAlikes>(`${one(id)}/look-alikes`, { purpose: 'triage' })
export const readNeighbours = (id: string, filter: QueueFilter) =>
  read<Neighbours>(`${one(id)}/neighbours`, { query: { ...filter } })

/** So many pages of 5,000 are drawn; the rest is told. */
const pagesMost = 4

/** The payments of the subject, all pages in one up to 20,000 payments; `left_out` says how many more there are. */
export async function readTimeline(id: string): Promise<Timeline> {
  const page = (after: string | null) =>
    read<Timeline>(`${one(id)}/timeline`, {
      purpose: 'triage',
      query: { limit: 5_000, ...(after === null ? {} : { after }) },
    })
  const first = await page(null)
  const items = [...first.items]
  let { next } = first
  for (let pages = 1; next !== null && pages < pagesMost; pages++) {
    const more = await page(next)
    items.push(...more.items)
    next = more.next
  }
  return { ...first, items, next, left_out: first.total - items.length }
}
