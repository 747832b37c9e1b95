import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluationSample } from '../../evaluation/evaluation.sample.ts'
import { plain } from '../terminal/style.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { widthOf } from '../terminal/width.ts'
import { evaluationTables } from './evaluation.ts'

const shown = (width: number) => evaluationTables(evaluationSample(), { width, paint: plain } as Terminal)

test('no line is wider than the terminal, from 40 columns on', () => {
  for (let width = 40; width <= 200; width += 8) {
    for (const line of shown(width)) assert.ok(widthOf(line) <= width, `${width}: ${line}`)
  }
})

test('every section is there, and an interval stands beside its value or under it', () => {
  const wide = shown(160).join('\n')
  for (const title of [
    'What a budget finds',
    'How soon, where found',
    'Other detectors on the same subjects',
    'By group, at 3 alerts, 1 in 2 customers',
    'Not evaluated',
  ]) {
    assert.ok(wide.includes(title), title)
  }
  assert.match(wide, /^all +1 alert, 1 in 5 customers +33 % \(\d[\d.]* to \d[\d.]* %\)/m)
  assert.match(shown(80).join('\n'), /^all .* 33 % .*\n.* \d[\d.]* to \d[\d.]* %/m)
})
