import { z } from 'zod'
import { openBook } from '../book/book.ts'
import { addAlerts, removeAlert } from '../casework/cases/alerts.ts'
import { changeCase } from '../casework/cases/change.ts'
import { addEvidence } from '../casework/cases/evidence.ts'
import { linkCase, unlinkCase } from '../casework/cases/links.ts'
import { listCases } from '../casework/cases/list.ts'
import { moveCase } from '../casework/cases/move.ts'
import { addNote } from '../casework/cases/notes.ts'
import { openCase } from '../casework/cases/open.ts'
import { readCase } from '../casework/cases/read.ts'
import { addSubject, removeSubject } from '../casework/cases/subjects.ts'
import { addTask, changeTask } from '../casework/cases/tasks.ts'
import { oneTimeline, readTimeline } from '../casework/cases/timeline.ts'
import { type CaseMove, protectionMoves, suspicionMoves } from '../casework/states/case-states.ts'
import { id, instant, listOf, page, why } from './fields.ts'
import { alertSchema } from './queue.ts'
import { defineRoute } from './route.ts'

const path = z.enum(['suspicion', 'protection'])
const states = ['open', 'investigating', 'deciding', 'caring', 'watching', 'closed'] as const
const moves = [...new Set([...Object.keys(suspicionMoves), ...Object.keys(protectionMoves)])] as [
  CaseMove,
  ...CaseMove[],
]
const title = z.string().trim().min(1).max(200)
const text = z.string().trim().min(1).max(20_000)
const subjectKind = z.enum(['customer', 'counterparty', 'device'])

export const caseSchema = z.object({
  case_id: z.string(),
  path,
  title: z.string(),
  state: z.enum(states),
  moves: z.array(z.string()).readonly(),
  lead: z.string().nullable(),
  restricted: z.boolean(),
  jurisdiction: z.string(),
  opened_at: z.string(),
  opened_by: z.string(),
  closed_at: z.string().nullable(),
  version: z.int(),
})
const subject = z.object({
  kind: subjectKind,
  subject_id: z.string(),
  role: z.string(),
  added_at: z.string(),
  added_by: z.string(),
})
const evidence = z.object({
  payment_id: z.string(),
  copy: z.record(z.string(), z.string()).readonly(),
  hash: z.string(),
  intact: z.boolean(),
  frozen_at: z.string(),
  frozen_by: z.string(),
})
const note = z.object({
  note_id: z.string(),
  written_at: z.string(),
  written_by: z.string(),
  text: z.string(),
  sensitive: z.boolean(),
})
const task = z.object({
  task_id: z.string(),
  what: z.string(),
  assignee: z.string().nullable(),
  due_at: z.string().nullable(),
  added_at: z.string(),
  added_by: z.string(),
  done_at: z.string().nullable(),
  done_by: z.string().nullable(),
  version: z.int(),
})
const link = z.object({ case_id: z.string(), why: z.string(), added_at: z.string(), added_by: z.string() })
const moment = z.object({
  at: z.string(),
  kind: z.string(),
  actor: z.string().nullable(),
  detail: z.record(z.string(), z.json()),
})

export const wholeCaseSchema = caseSchema.extend({
  members: z.array(z.string()).readonly(),
  alerts: z.array(alertSchema),
  subjects: z.array(subject),
  evidence: z.array(evidence),
  notes: z.array(note),
  tasks: z.array(task),
  links: z.array(link),
})
export const timelineSchema = z.object({ items: z.array(moment).readonly() })
const listed = caseSchema.extend({
  alert_count: z.int(),
  tasks_done: z.int(),
  task_count: z.int(),
  next_task: z
    .object({ what: z.string(), due_at: z.string(), urgency: z.enum(['in_time', 'soon', 'late']) })
    .nullable(),
})
export const caseListSchema = z.object({ items: z.array(listed).readonly(), next: z.string().nullable() })

const params = z.strictObject({ case_id: id })

/** Cases: what they join, and how they go. */
export function caseRoutes({ data }: { readonly data: string }) {
  const freeze = addEvidence(async ids => {
    const book = await openBook(data)
    try {
      return await book.paymentsById(ids)
    } finally {
      book.close()
    }
  })
  return [
    defineRoute({
      method: 'GET',
      path: '/api/cases',
      summary:
        'Cases, last opened first; or by `due` those with a task that has a date, the next due first. `next` is the cursor of the next page.',
      query: z.strictObject({
        states: listOf(states).optional(),
        path: path.optional(),
        lead: id.optional(),
        subject_id: id.optional(),
        order: z.enum(['opened', 'due']).default('opened'),
        ...page,
      }),
      answer: caseListSchema,
      handle: ({ desk, query, declared }) => desk.perform(listCases, query, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases',
      summary:
        'A new case; alerts are escalated into it. One to protect somebody gets the tasks of the care playbook.',
      body: z.strictObject({
        title,
        jurisdiction: z.string().regex(/^[A-Z]{2}$/, 'is a country code of two capital letters'),
        path: path.optional(),
        alert_ids: z.array(id).max(200).default([]),
        lead: id.optional(),
        restricted: z.boolean().optional(),
        members: z.array(id).max(200).optional(),
      }),
      answer: caseSchema,
      status: 201,
      handle: ({ desk, body, declared }) => desk.perform(openCase, body, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/cases/{case_id}',
      summary: 'One case with all that it joins. Needs a purpose.',
      params,
      answer: wholeCaseSchema,
      handle: ({ desk, params, declared }) => desk.perform(readCase, params, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/cases/{case_id}/timeline',
      summary: 'Everything of the case in order of time. Needs a purpose.',
      params,
      answer: timelineSchema,
      async handle({ desk, params, declared }) {
        const items = oneTimeline(await desk.perform(readTimeline, params, declared))
        return { items: items.map(({ detail, ...each }) => ({ ...each, detail: mutable(detail) })) }
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/cases/{case_id}',
      summary:
        'Change the title or who leads it, with a note to them, or put a wall around it: then it is there for its members alone.',
      params,
      body: z.strictObject({
        title: title.optional(),
        lead: id.optional(),
        restricted: z.boolean().optional(),
        members: z.array(id).max(200).optional(),
        note: text.optional(),
      }),
      answer: caseSchema,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(changeCase, { ...params, ...body, version }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/moves',
      summary: 'Move it on. Closing needs a reason and an outcome, from which detection learns.',
      params,
      body: z.strictObject({
        move: z.enum(moves),
        reason: why.optional(),
        outcome: z.enum(['cleared', 'confirmed', 'victim']).optional(),
      }),
      answer: caseSchema,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(moveCase, { ...params, ...body, version }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/alerts',
      summary: 'Escalate alerts into it.',
      params,
      body: z.strictObject({ alert_ids: z.array(id).min(1).max(200) }),
      answer: caseSchema,
      handle: ({ desk, params, body, declared }) => desk.perform(addAlerts, { ...params, ...body }, declared),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/cases/{case_id}/alerts/{alert_id}',
      summary: 'Take an alert out; it is new again.',
      params: params.extend({ alert_id: id }),
      body: z.strictObject({ why }),
      answer: caseSchema,
      handle: ({ desk, params, body, declared }) =>
        desk.perform(removeAlert, { ...params, ...body }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/subjects',
      summary: 'Add a customer, a payee or a device, or give one that is there another role.',
      params,
      body: z.strictObject({ kind: subjectKind, subject_id: id, role: id }),
      answer: subject,
      status: 201,
      handle: ({ desk, params, body, declared }) =>
        desk.perform(addSubject, { ...params, ...body }, declared),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/cases/{case_id}/subjects/{kind}/{subject_id}',
      summary: 'Take a subject out.',
      params: params.extend({ kind: subjectKind, subject_id: id }),
      body: z.strictObject({ why }),
      answer: subject,
      handle: ({ desk, params, body, declared }) =>
        desk.perform(removeSubject, { ...params, ...body }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/evidence',
      summary: 'Freeze payments as evidence, as the book has them now.',
      params,
      body: z.strictObject({ payment_ids: z.array(id).min(1).max(1_000) }),
      answer: z.object({ items: z.array(evidence) }),
      status: 201,
      handle: ({ desk, params, body, declared }) => desk.perform(freeze, { ...params, ...body }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/notes',
      summary: 'Write a note. It stays as it was written.',
      params,
      body: z.strictObject({ text, sensitive: z.boolean().optional() }),
      answer: note,
      status: 201,
      handle: ({ desk, params, body, declared }) => desk.perform(addNote, { ...params, ...body }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/tasks',
      summary: 'Add a task.',
      params,
      body: z.strictObject({ what: why, assignee: id.optional(), due_at: instant.optional() }),
      answer: task,
      status: 201,
      handle: ({ desk, params, body, declared }) => desk.perform(addTask, { ...params, ...body }, declared),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/cases/{case_id}/tasks/{task_id}',
      summary: 'Give a task to somebody, put it off, or say that it is done. If-Match is of the task.',
      params: params.extend({ task_id: id }),
      body: z.strictObject({
        assignee: id.optional(),
        due_at: instant.optional(),
        done: z.boolean().optional(),
      }),
      answer: task,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(changeTask, { ...params, ...body, version }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/links',
      summary: 'Link it to another case.',
      params,
      body: z.strictObject({ other_case_id: id, why }),
      answer: link,
      status: 201,
      handle: ({ desk, params, body, declared }) => desk.perform(linkCase, { ...params, ...body }, declared),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/cases/{case_id}/links/{other_case_id}',
      summary: 'Take a link away.',
      params: params.extend({ other_case_id: id }),
      answer: link,
      handle: ({ desk, params, declared }) => desk.perform(unlinkCase, params, declared),
    }),
  ]
}

/** The schema library's JSON is not read-only. */
function mutable(detail: object): Record<string, z.core.util.JSONType> {
  return detail as Record<string, z.core.util.JSONType>
}
