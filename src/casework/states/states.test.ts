import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { alertMoves } from './alert-states.ts'
import { type CaseState, movesOf, protectionMoves } from './case-states.ts'
import { legalMoves, type Moves, stateAfter } from './moves.ts'

const machines: readonly [string, Moves<string, string>, string][] = [
  ['alerts', alertMoves, 'new'],
  ['suspicion', movesOf('suspicion'), 'open'],
  ['protection', movesOf('protection'), 'open'],
]

for (const [name, moves, start] of machines) {
  test(`${name}: every state can be reached, and every one be left`, () => {
    const reached = new Set([start])
    for (const state of reached)
      for (const move of legalMoves(moves, state)) reached.add(stateAfter(moves, state, move))
    const named = new Set(Object.values(moves).flatMap(({ from, to }) => [...from, to]))
    assert.deepEqual([...reached].sort(), [...named].sort())
    const ends = [...reached].filter(state => legalMoves(moves, state).length === 0)
    assert.deepEqual(ends, [])
  })

  test(`${name}: an illegal move is refused, and says what is possible`, () => {
    for (const [move, { from }] of Object.entries(moves)) {
      for (const state of new Set(Object.values(moves).map(({ to }) => to))) {
        if (from.includes(state)) continue
        assert.throws(() => stateAfter(moves, state, move), { code: 'illegal-move' })
      }
    }
  })
}

test('the states allowed by the store are those of the machines', () => {
  const migration = readFileSync(
    new URL('../../store/migrations/0004-alerts-and-cases.sql', import.meta.url),
    'utf8',
  )
  const allowed = (before: string) =>
    /IN \(([^)]*)\)/
      .exec(migration.slice(migration.indexOf(before)))![1]!
      .split(', ')
      .map(text => text.slice(1, -1))
      .sort()
  const statesOf = (moves: Moves<string, string>) =>
    [...new Set(Object.values(moves).flatMap(({ from, to }) => [...from, to]))].sort()
  assert.deepEqual(allowed('state text NOT NULL CHECK (state IN'), statesOf(alertMoves))
  assert.deepEqual(allowed("path = 'suspicion' AND"), statesOf(movesOf('suspicion')))
  assert.deepEqual(allowed("path = 'protection' AND"), statesOf(movesOf('protection')))
})

test('the path of a possible victim has no word of suspicion', () => {
  const words = [
    ...Object.keys(protectionMoves),
    ...Object.values(protectionMoves).map(({ to }): CaseState => to),
  ]
  assert.doesNotMatch(words.join(' '), /suspic|investig|offen|report|perpetrat/)
})
