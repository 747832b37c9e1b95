import type { Moment } from '../api/cases.ts'

/** What is another between two moments of a case. */
export interface Difference {
  readonly of:
    | 'state'
    | 'title'
    | 'lead'
    | 'restricted'
    | 'members'
    | 'alert'
    | 'subject'
    | 'task'
    | 'evidence'
    | 'note'
    | 'link'
    | 'other'
  /** Which one, where there are several: an id, or the kind of a moment for `other`. */
  readonly id: string
  /** Absent where it was not there. */
  readonly was?: string
  /** Absent where it is there no longer. */
  readonly is?: string
  /** Its words may weigh. */
  readonly sensitive?: boolean
}

/** What people did in the case, in order: each is a version of it. */
export function versionsOf(moments: readonly Moment[]): readonly Moment[] {
  return moments.filter(({ actor }) => actor !== null)
}

/**
 * What changed after version `from` up to and with version `to`, by their places in `versions`. What was done and undone between the
 * two is no difference.
 */
export function differencesBetween(
  versions: readonly Moment[],
  from: number,
  to: number,
): readonly Difference[] {
  const found = new Map<string, Difference>()
  const note = (given: Difference) => {
    const key = `${given.of} ${given.id}`
    const before = found.get(key)
    // Of what changed twice, the first says what it was.
    const { was, ...rest } = given
    const first = before === undefined ? was : before.was
    const joined: Difference = { ...rest, ...(first === undefined ? {} : { was: first }) }
    if (joined.was === joined.is) found.delete(key)
    else found.set(key, joined)
  }
  let state = stateAt(versions, from)
  for (const moment of versions.slice(from + 1, to + 1)) {
    const { kind } = moment
    const detail = moment.detail as Readonly<Record<string, unknown>>
    const text = (name: string) => String(detail[name] ?? '')
    switch (kind) {
      case 'moved':
        note({ of: 'state', id: '', was: state, is: text('to') })
        state = text('to')
        break
      case 'changed':
        for (const field of fieldsOf(detail)) {
          const [was, is] = [textOf(detail.was, field), textOf(detail.is, field)]
          note({ of: field, id: '', ...(was === undefined ? {} : { was }), is: is ?? '?' })
        }
        break
      case 'alert_added':
        note({ of: 'alert', id: text('alert_id'), is: '' })
        break
      case 'alert_removed':
        note({ of: 'alert', id: text('alert_id'), was: '' })
        break
      case 'subject_added': {
        const was = detail.was_role === undefined ? {} : { was: text('was_role') }
        note({ of: 'subject', id: `${text('subject_kind')} ${text('subject_id')}`, ...was, is: text('role') })
        break
      }
      case 'subject_removed':
        note({ of: 'subject', id: `${text('subject_kind')} ${text('subject_id')}`, was: text('role') })
        break
      case 'evidence_added':
        note({ of: 'evidence', id: text('payment_id'), is: '' })
        break
      case 'note':
        note({ of: 'note', id: text('note_id'), is: text('text'), sensitive: detail.sensitive === true })
        break
      case 'task_added':
        note({ of: 'task', id: text('task_id'), is: text('what') })
        break
      case 'task_done':
        note({ of: 'task', id: `${text('task_id')} done`, was: text('what'), is: 'done' })
        break
      case 'task_changed':
        note({ of: 'task', id: `${text('task_id')} changed`, was: text('what'), is: 'changed' })
        break
      case 'linked':
        note({ of: 'link', id: text('case_id'), is: text('why') })
        break
      case 'unlinked':
        note({ of: 'link', id: text('case_id'), was: text('why') })
        break
      case 'opened':
        break
      default:
        note({ of: 'other', id: `${kind} ${moment.at}`, is: kind })
    }
  }
  return [...found.values()]
}

type Field = 'title' | 'lead' | 'restricted' | 'members'

function fieldsOf({ fields }: Readonly<Record<string, unknown>>): readonly Field[] {
  return Array.isArray(fields) ? (fields as Field[]) : []
}

function textOf(side: unknown, field: Field): string | undefined {
  const value = (side as Readonly<Record<string, unknown>> | undefined)?.[field]
  if (value === undefined) return undefined
  return Array.isArray(value) ? value.join(', ') : String(value)
}

function stateAt(versions: readonly Moment[], at: number): string {
  const moved = versions.slice(0, at + 1).findLast(({ kind }) => kind === 'moved')
  return moved === undefined ? 'open' : String((moved.detail as Readonly<Record<string, unknown>>).to)
}
