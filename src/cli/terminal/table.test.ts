import assert from 'node:assert/strict'
import test from 'node:test'
import { type Cell, type Column, table } from './table.ts'

const columns: readonly Column[] = [
  { title: '#', align: 'right' },
  { title: 'Subject' },
  { title: 'Reasons', columnsMin: 12 },
  { title: 'Amount', align: 'right' },
]
const rows: readonly (readonly Cell[])[] = [
  ['1', '東京-1', [{ text: 'paid six payees within one night', hang: '• ' }], 'AUD 51.20'],
  ['12', 'C-9', [{ text: 'new payee', hang: '• ' }], 'AUD 1,204.50'],
]

function drawn(width: number): string {
  return table(columns, rows, { width }).join('\n')
}

test('a table that fits stands as it is', () => {
  assert.equal(
    drawn(80),
    [
      ' #  Subject  Reasons                                   Amount',
      '──  ───────  ──────────────────────────────────  ────────────',
      ' 1  東京-1   • paid six payees within one night     AUD 51.20',
      '12  C-9      • new payee                         AUD 1,204.50',
    ].join('\n'),
  )
})

test('a column that may wraps when there is less room', () => {
  assert.equal(
    drawn(46),
    [
      ' #  Subject  Reasons                    Amount',
      '──  ───────  ───────────────────  ────────────',
      ' 1  東京-1   • paid six payees       AUD 51.20',
      '               within one night',
      '12  C-9      • new payee          AUD 1,204.50',
    ].join('\n'),
  )
})

test('where no layout fits, each row becomes a block and nothing is cut off', () => {
  assert.equal(
    drawn(30),
    [
      '#        1',
      'Subject  東京-1',
      'Reasons  • paid six payees',
      '           within one night',
      'Amount   AUD 51.20',
      '',
      '#        12',
      'Subject  C-9',
      'Reasons  • new payee',
      'Amount   AUD 1,204.50',
    ].join('\n'),
  )
})

test('style is put around the words only, after they are laid out', () => {
  const paint = (text: string, style: string | undefined) => (style === 'bad' ? `<${text}>` : text)
  const lines = table(
    [{ title: 'Rejected', align: 'right' }, { title: 'File' }],
    [[{ text: '3', style: 'bad' }, 'a']],
    {
      width: 40,
      paint,
    },
  )
  assert.equal(lines[2], '       <3>  a')
})

test('a title wraps like the words below it', () => {
  assert.deepEqual(table([{ title: 'Booked and local', columnsMin: 6 }], [['ten']], { width: 8 }), [
    'Booked',
    'and',
    'local',
    '────────',
    'ten',
  ])
})
