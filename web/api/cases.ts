import type { z } from 'zod'
import type { caseListSchema, caseSchema, timelineSchema, wholeCaseSchema } from '../../src/server/cases.ts'
import type { fileSchema } from '../../src/server/files.ts'
import type { Outcome } from './alerts.ts'
import { change, type Purpose, read, readFile } from './ask.ts'

export type Case = z.output<typeof caseSchema>
export type CasePath = Case['path']
export type CaseState = Case['state']
export type CaseList = z.output<typeof caseListSchema>
export type ListedCase = CaseList['items'][number]
export type WholeCase = z.output<typeof wholeCaseSchema>
export type Subject = WholeCase['subjects'][number]
export type Evidence = WholeCase['evidence'][number]
export type Task = WholeCase['tasks'][number]
export type Moment = z.output<typeof timelineSchema>['items'][number]
export type CaseFile = z.output<typeof fileSchema>
/** `files` are for all who work the case; `report-files` for those who may know of reports. */
export type FileFolder = 'files' | 'report-files'

export interface CaseFilter {
  readonly states?: string | undefined
  readonly path?: string | undefined
  readonly lead?: string | undefined
  readonly subject_id?: string | undefined
  readonly order?: string | undefined
}

const one = (id: string) => `/api/cases/${encodeURIComponent(id)}`
const inCase = (id: string, ...parts: readonly string[]) =>
  [one(id), ...parts.map(encodeURIComponent)].join('/')

export const readCases = (
  filter: CaseFilter,
  after: string | undefined,
  limit: number,
  signal?: AbortSignal,
) => read<CaseList>('/api/cases', { query: { ...filter, after, limit }, ...(signal && { signal }) })
export const readCase = (id: string, purpose: Purpose) => read<WholeCase>(one(id), { purpose })
export const readTimeline = (id: string, purpose: Purpose) =>
  read<{ readonly items: readonly Moment[] }>(inCase(id, 'timeline'), { purpose })

export interface CaseChange {
  readonly title?: string
  readonly lead?: string
  readonly restricted?: boolean
  readonly members?: readonly string[]
  readonly note?: string
}
export const changeCase = (id: string, version: number, body: CaseChange) =>
  change<Case>('PATCH', one(id), { version, body })
export const moveCase = (
  id: string,
  version: number,
  body: { readonly move: string; readonly reason?: string; readonly outcome?: Outcome },
) => change<Case>('POST', inCase(id, 'moves'), { version, body })
export const addAlerts = (id: string, alert_ids: readonly string[]) =>
  change<Case>('POST', inCase(id, 'alerts'), { body: { alert_ids } })
export const removeAlert = (id: string, alertId: string, why: string) =>
  change<Case>('DELETE', inCase(id, 'alerts', alertId), { body: { why } })
export const addSubject = (
  id: string,
  body: { readonly kind: string; readonly subject_id: string; readonly role: string },
) => change<Subject>('POST', inCase(id, 'subjects'), { body })
export const removeSubject = (id: string, { kind, subject_id }: Subject, why: string) =>
  change<Subject>('DELETE', inCase(id, 'subjects', kind, subject_id), { body: { why } })
export const addEvidence = (id: string, payment_ids: readonly string[]) =>
  change<{ readonly items: readonly Evidence[] }>('POST', inCase(id, 'evidence'), { body: { payment_ids } })
export const addNote = (id: string, body: { readonly text: string; readonly sensitive: boolean }) =>
  change<unknown>('POST', inCase(id, 'notes'), { body })
export const addTask = (
  id: string,
  body: { readonly what: string; readonly assignee?: string; readonly due_at?: string },
) => change<Task>('POST', inCase(id, 'tasks'), { body })
export const changeTask = (
  id: string,
  { task_id, version }: Pick<Task, 'task_id' | 'version'>,
  body: { readonly assignee?: string; readonly due_at?: string; readonly done?: boolean },
) => change<Task>('PATCH', inCase(id, 'tasks', task_id), { version, body })
export const linkCase = (id: string, body: { readonly other_case_id: string; readonly why: string }) =>
  change<unknown>('POST', inCase(id, 'links'), { body })
export const unlinkCase = (id: string, other: string) => change<unknown>('DELETE', inCase(id, 'links', other))

export const readFiles = (id: string, folder: FileFolder, purpose: Purpose) =>
  read<{ readonly items: readonly CaseFile[] }>(inCase(id, folder), { purpose })
export const addFile = (id: string, folder: FileFolder, file: File) =>
  change<CaseFile>('POST', inCase(id, folder), { query: { name: file.name }, file })
export const readContent = (id: string, folder: FileFolder, fileId: string, purpose: Purpose) =>
  readFile(inCase(id, folder, fileId, 'content'), { purpose })
