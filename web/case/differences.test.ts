import assert from 'node:assert/strict'
import test from 'node:test'
import type { Moment } from '../api/cases.ts'
import { differencesBetween, versionsOf } from './differences.ts'

const moment = (kind: string, detail: Moment['detail'] = {}, actor: string | null = 'user:u'): Moment => ({
  at: '2030-03-01T00:00:00Z',
  kind,
  actor,
  detail,
})

test('what happened outside of the case is no version of it', () => {
  const moments = [moment('payment', {}, null), moment('opened'), moment('note', { note_id: 'n', text: 'x' })]
  assert.deepEqual(
    versionsOf(moments).map(({ kind }) => kind),
    ['opened', 'note'],
  )
})

test('of what changed twice the first says what it was, and what was undone is no difference', () => {
  const versions = [
    moment('opened'),
    moment('changed', { fields: ['title'], was: { title: 'A' }, is: { title: 'B' } }),
    moment('changed', { fields: ['title'], was: { title: 'B' }, is: { title: 'C' } }),
    moment('subject_added', { subject_kind: 'customer', subject_id: 'C-1', role: 'mule' }),
    moment('subject_removed', { subject_kind: 'customer', subject_id: 'C-1', role: 'mule' }),
    moment('moved', { move: 'investigate', to: 'investigating' }),
    moment('moved', { move: 'close', to: 'closed' }),
    moment('moved', { move: 'reopen', to: 'investigating' }),
  ]
  assert.deepEqual(differencesBetween(versions, 0, versions.length - 1), [
    { of: 'title', id: '', is: 'C', was: 'A' },
    { of: 'state', id: '', is: 'investigating', was: 'open' },
  ])
  assert.deepEqual(differencesBetween(versions, 5, 7), [])
  assert.deepEqual(differencesBetween(versions, 1, 2), [{ of: 'title', id: '', is: 'C', was: 'B' }])
})

test('what a newer server records and this page does not know is told by its name', () => {
  const versions = [moment('opened'), moment('something_new')]
  assert.deepEqual(
    differencesBetween(versions, 0, 1).map(({ of, is }) => [of, is]),
    [['other', 'something_new']],
  )
})
