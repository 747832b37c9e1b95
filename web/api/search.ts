import type { z } from 'zod'
import type { searchSchema } from '../../src/server/search.ts'
import type { subjectSchema } from '../../src/server/subjects.ts'
import { type Purpose, read } from './ask.ts'

export type Found = z.output<typeof searchSchema>
export type Hit = Found['items'][number]
export type HitKind = Hit['kind']
export type Subject = z.output<typeof subjectSchema>

export const find = (q: string, limit: number, purpose: Purpose, signal?: AbortSignal) =>
  read<Found>('/api/search', { query: { q, limit }, purpose, ...(signal && { signal }) })
export const readSubject = (kind: Subject['kind'], id: string, purpose: Purpose) =>
  read<Subject>(`/api/subjects/${kind}/${encodeURIComponent(id)}`, { purpose })
