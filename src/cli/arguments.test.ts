import assert from 'node:assert/strict'
import test from 'node:test'
import { LapwingError } from '../domain/errors.ts'
import { findCommand, parse } from './arguments.ts'
import { defineCommand, exit } from './command.ts'

const command = defineCommand({
  name: 'read',
  summary: 'read things',
  does: 'Reads.',
  when: 'Always.',
  options: {
    payments: { kind: 'files', value: 'FILE', meaning: 'Payments.' },
    'home-currency': { kind: 'text', value: 'AUD', meaning: 'Currency.' },
    since: { kind: 'instant', value: 'DATE', meaning: 'From.' },
    threads: { kind: 'whole', value: 'N', least: 1, most: 8, default: '2', meaning: 'Threads.' },
    speed: { kind: 'text', meaning: 'How fast.', choices: ['slow', 'fast'] },
    replace: { kind: 'flag', meaning: 'Replace.' },
  },
  words: { name: 'FILE', meaning: 'Files.', least: 0, most: 2 },
  examples: [],
  next: 'write',
  run: async () => exit.done,
})

function refused(written: readonly string[]): string {
  try {
    parse(command, written)
  } catch (error) {
    assert.ok(error instanceof LapwingError)
    assert.equal(error.code, 'wrong-use')
    return `${error.message} ${error.remedy}`
  }
  return assert.fail('it was accepted')
}

test('a list takes every value up to the next option, and may be given again', () => {
  const { values, words } = parse(command, ['--payments', 'a', 'b', '--replace', 'c', '--payments', 'd'])
  assert.deepEqual(values.payments, ['a', 'b', 'd'])
  assert.deepEqual(words, ['c'])
  assert.equal(values.replace, true)
})

test('what was not given has its default, or is unknown', () => {
  const { values } = parse(command, [])
  assert.equal(values.threads, 2)
  assert.equal(values.homeCurrency, undefined)
  assert.equal(values.data, './data')
  assert.equal(values.json, false)
  assert.deepEqual(values.payments, [])
})

test('dates and times are instants', () => {
  assert.equal(parse(command, ['--since', '1970-01-02']).values.since, 86_400_000_000)
  assert.equal(parse(command, ['--since=1970-01-01T00:00:01Z']).values.since, 1_000_000)
})

test('after -- everything is a word, even with a dash', () => {
  assert.deepEqual(parse(command, ['--payments', 'a', '--', '--odd.csv']).words, ['--odd.csv'])
})

test('wrong use says what is wrong and the nearest right word', () => {
  assert.equal(refused(['--paymets', 'a']), 'lapwing read has no option --paymets. Did you mean --payments?')
  assert.equal(refused(['--home', 'AUD']), 'lapwing read has no option --home. Did you mean --home-currency?')
  assert.equal(refused(['--zzzzzz']), 'lapwing read has no option --zzzzzz. lapwing read --help lists them.')
  assert.equal(
    refused(['--constructor']),
    'lapwing read has no option --constructor. lapwing read --help lists them.',
  )
  assert.match(refused(['--since', '2025-02-30']), /^--since cannot be "2025-02-30"\. Give a date such as/)
  assert.equal(refused(['--threads', '9']), '--threads cannot be "9". It is a whole number from 1 to 8.')
  assert.equal(refused(['--threads', '1.5']), '--threads cannot be "1.5". It is a whole number from 1 to 8.')
  assert.equal(
    refused(['--speed', 'fsat']),
    '--speed cannot be "fsat". Did you mean fast? It is one of: slow, fast.',
  )
  assert.match(refused(['--data', '--json']), /^--data needs a value: DIR\./)
  assert.match(refused(['--payments']), /^--payments needs a value: FILE\./)
  assert.match(refused(['--replace=yes']), /^--replace takes no value\./)
  assert.match(refused(['--threads', '2', '--threads', '3']), /^--threads was given more than once\./)
  assert.match(refused(['a', 'b', 'c']), /does not know what to do with "c"/)
})

test('a command is one word or two', () => {
  const other = { ...command, name: 'packs check' }
  assert.equal(findCommand([command, other], ['packs', 'check', 'x']).command, other)
  assert.deepEqual(findCommand([command, other], ['packs', 'check', 'x']).rest, ['x'])
  assert.throws(() => findCommand([command], ['raed']), { remedy: 'Did you mean "lapwing read"?' })
  assert.throws(() => findCommand([command, other], ['packs']), { remedy: 'Commands: packs check.' })
})
