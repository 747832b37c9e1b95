import assert from 'node:assert/strict'
import test from 'node:test'
import { parse } from './arguments.ts'
import { defineCommand, exit } from './command.ts'
import { loadCommands, commands as toLoad } from './commands.ts'
import { helpOf, overview } from './help.ts'
import { widthOf } from './terminal/width.ts'

const commands = await loadCommands()

const command = defineCommand({
  name: 'read',
  summary: 'read things',
  does: 'Reads things one after another.',
  when: 'Use it when there are things.',
  options: {
    since: { kind: 'instant', value: 'DATE', meaning: 'From this day on.' },
    speed: { kind: 'text', value: 'SPEED', default: 'slow', choices: ['slow', 'fast'], meaning: 'How fast.' },
  },
  words: { name: 'THING', meaning: 'What to read.', least: 1, most: 1 },
  examples: [{ line: 'lapwing read this', says: 'Read this.' }],
  next: 'write',
  run: async () => exit.done,
})

test('help teaches one command', () => {
  assert.equal(
    helpOf(command, 70).join('\n'),
    `lapwing read: read things

Usage: lapwing read THING [OPTIONS]

Reads things one after another.

Use it when there are things.

Options
  THING          What to read.
  --since DATE   From this day on.
  --speed SPEED  How fast. One of slow, fast. Default: slow.
  --data DIR     Where Lapwing keeps its book, calibration and alerts.
                 Default: ./data.
  --json         Write JSON Lines, and nothing else, to standard
                 output.
  --help         Show this help.

Examples
  lapwing read this
    Read this.

Next: write`,
  )
})

test('help fits the terminal, for every command', () => {
  for (const width of [80, 120]) {
    for (const line of [overview(commands, width), ...commands.map(each => helpOf(each, width))].flat()) {
      if (!line.startsWith('  lapwing '))
        assert.ok(widthOf(line) <= Math.max(width, 104), `${width}: ${line}`)
    }
  }
})

test('every command has two examples, which its own options accept', () => {
  for (const { name, examples, ...rest } of commands) {
    assert.ok(examples.length >= 2, name)
    for (const { line } of examples) {
      assert.ok(line.startsWith(`lapwing ${name}`), line)
      const written = line
        .slice(`lapwing ${name}`.length)
        .split(' ')
        .filter(word => word !== '')
      parse({ name, examples, ...rest }, written)
    }
  }
})

test('a command is loaded by the name that it has', () => {
  assert.deepEqual(
    commands.map(({ name }) => name),
    toLoad.map(({ name }) => name),
  )
})
