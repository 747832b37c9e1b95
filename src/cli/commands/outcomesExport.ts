import { open, rename } from 'node:fs/promises'
import type { Desk } from '../../access/desk.ts'
import { exportOutcomes, type OutcomeRow } from '../../casework/alerts/outcomes.ts'
import { readSettings } from '../../server/configuration.ts'
import { defineCommand, exit } from '../command.ts'
import { atConsole, settingsOptions } from '../office.ts'

const pageRows = 5_000

export const outcomesExportCommand = defineCommand({
  name: 'outcomes export',
  summary: 'write how alerts turned out, for detection to learn from',
  does: 'Writes one JSON line for each alert that was decided, by dismissal or by the close of its case, in the form of the table outcomes. What stands behind the wall of a restricted case is not among them, and nothing in them says whether anything was reported.',
  when: 'Use it before lapwing learn. Importing the same outcomes again changes nothing.',
  options: {
    to: { kind: 'file', value: 'FILE', meaning: 'File to write. Without it, standard output.' },
    ...settingsOptions,
  },
  examples: [
    { line: 'lapwing outcomes export --to outcomes.jsonl', says: 'Write all outcomes to a file.' },
    {
      line: 'lapwing outcomes export --config lapwing.yaml',
      says: 'Those of the store that the settings name.',
    },
  ],
  next: 'lapwing import --outcomes FILE brings them into the book, and lapwing learn fits weights to them.',
  async run({ values, terminal }) {
    const settings = await readSettings(terminal.environment, values.config)
    await atConsole(settings, values.data, async desk => {
      if (values.to === undefined) {
        for await (const rows of pagesOf(desk)) for (const row of rows) terminal.print(JSON.stringify(row))
        return
      }
      const count = await writeLines(values.to, pagesOf(desk))
      terminal.print(
        values.json
          ? JSON.stringify({ file: values.to, outcomes: count })
          : `${count} outcomes in ${values.to}`,
      )
    })
    return exit.done
  },
})

async function* pagesOf(desk: Desk): AsyncGenerator<readonly OutcomeRow[]> {
  let after: string | undefined
  do {
    const { items, next } = await desk.perform(exportOutcomes, { after, limit: pageRows })
    yield items
    after = next ?? undefined
  } while (after !== undefined)
}

/** Under another name until it is whole. */
async function writeLines(path: string, pages: AsyncIterable<readonly OutcomeRow[]>): Promise<number> {
  const unfinished = `${path}.unfinished`
  const file = await open(unfinished, 'w', 0o600)
  let count = 0
  try {
    for await (const rows of pages) {
      await file.write(rows.map(row => `${JSON.stringify(row)}\n`).join(''))
      count += rows.length
    }
  } finally {
    await file.close()
  }
  await rename(unfinished, path)
  return count
}
