import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { columnsOf, tableKeys, tableNames } from '../domain/tables.ts'
import { readExamples } from '../typology/examples.ts'
import { readFolder } from '../typology/folder.ts'
import { identityOf, manifestFile, manifestText } from '../typology/manifest.ts'
import { readObservables } from '../typology/observables.ts'
import { readPack } from '../typology/pack.ts'
import { referencePack } from '../typology/referencePack.ts'
import { everywhere, type Option } from './command.ts'
import { loadCommands } from './commands.ts'
import { meaningOf, usage, written } from './help.ts'
import { worldsPage } from './worldsPage.ts'

/** Pages of docs/reference that follow from the code. `npm run reference` writes them; a test holds them to it. */
export const referencePages: Readonly<Record<string, () => string | Promise<string>>> = {
  'commands.md': commandsPage,
  'input.md': inputPage,
  'worlds.md': worldsPage,
  'coverage.md': coveragePage,
}

async function commandsPage(): Promise<string> {
  const commands = await loadCommands()
  return lines([
    '# Commands',
    '',
    'Written by `npm run reference` from the tables that the program itself reads. `lapwing COMMAND --help` says the same.',
    'From a clone, `lapwing` is `npm run lapwing --`, or `node scripts/lapwing.mjs` from any folder.',
    '',
    'Exit codes: 0 done; 1 some input was refused, the rest is done; 2 wrong use; 3 failed, nothing changed.',
    'With `--json`, standard output carries JSON Lines only; progress and messages go to standard error.',
    '',
    ...commands.flatMap(command => [
      `## ${command.name}`,
      '',
      `${sentence(command.summary)}`,
      '',
      '```sh',
      usage(command),
      '```',
      '',
      `${command.does} ${command.when}`,
      '',
      '| option | meaning |',
      '| --- | --- |',
      ...(command.words === undefined ? [] : [row(command.words.name, command.words.meaning)]),
      ...Object.entries(command.options).map(([name, option]) => optionRow(name, option)),
      '',
      ...command.examples.flatMap(({ line, says }) => ['```sh', line, '```', '', says, '']),
      `Next: ${command.next}`,
      '',
    ]),
    '## Options of every command',
    '',
    '| option | meaning |',
    '| --- | --- |',
    ...Object.entries(everywhere).map(([name, option]) => optionRow(name, option)),
  ])
}

function inputPage(): string {
  return lines([
    '# Input tables',
    '',
    'Written by `npm run reference` from the definition that import checks against. As CSV the first row names the columns, in',
    'any order; a column that is not required may be missing; an empty value is unknown. JSON Lines and Parquet carry the same names.',
    '',
    ...tableNames.flatMap(table => [
      `## ${table}`,
      '',
      `One row is known by ${tableKeys[table].map(name => `\`${name}\``).join(', ')}; a second row with the same is a duplicate.`,
      '',
      '| column | required | value |',
      '| --- | --- | --- |',
      ...columnsOf(table).map(
        column => `| \`${column.name}\` | ${column.required ? 'yes' : ''} | ${sentence(column.right)} |`,
      ),
      '',
    ]),
  ])
}

async function coveragePage(): Promise<string> {
  const folder = await readFolder(referencePack)
  const { pack } = await readPack(folder)
  const { observables } = readObservables(folder, pack.cards, pack.sources)
  const { examples } = await readExamples(folder)
  const looks = (name: string) => `\`${name}\``
  return lines([
    '# What the reference pack can see',
    '',
    'Written by `npm run reference` from the pack. `lapwing coverage` says which of it an institution can see with the data in its',
    'book. Each row is something that a publication says can be observed; what no input table holds is named with the data that',
    'would show it. Lawful adult spending, a corridor, a country, a name, a language or a gender raises no alert: a test holds that.',
    '',
    ...pack.cards.flatMap(card => [
      `## ${card.title}`,
      '',
      `Card \`${card.card}\`, typology \`${card.typology}\`, role ${card.role}, ${card.clock} clock.`,
      '',
      '| what can be observed | indicators | what more it would take |',
      '| --- | --- | --- |',
      ...observables
        .filter(({ typology }) => typology === card.typology)
        .map(({ observable, indicators = [], needs = '' }) => {
          const own = indicators.map(name => looks(name.replace(`${card.card}.`, '')))
          return `| ${observable} | ${own.join(', ')} | ${needs} |`
        }),
      '',
      '| what looks alike | what tells it apart | examples that hold it |',
      '| --- | --- | --- |',
      ...(card.look_alikes ?? []).map(({ id, told_apart_by: apart }) => {
        const held = examples.filter(each => each.card === card.card && each.lookAlike === id)
        return `| ${id} | ${apart} | ${held.map(({ example }) => looks(example)).join(', ')} |`
      }),
      '',
    ]),
  ])
}

function optionRow(name: string, option: Option): string {
  return row(written(name, option), meaningOf(option))
}

function row(left: string, right: string): string {
  return `| \`${left}\` | ${right.replaceAll('|', '\\|')} |`
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
}

function lines(all: readonly string[]): string {
  return `${all.join('\n').trimEnd()}\n`
}

/** The manifest that the reference pack should have as it stands. No key is kept here: whoever uses it signs a copy. */
export async function referenceManifest(): Promise<string> {
  const folder = await readFolder(referencePack)
  return manifestText(folder, identityOf(folder))
}

if (import.meta.main) {
  const folder = fileURLToPath(new URL('../../docs/reference/', import.meta.url))
  mkdirSync(folder, { recursive: true })
  for (const [name, page] of Object.entries(referencePages)) writeFileSync(folder + name, await page())
  writeFileSync(join(referencePack, manifestFile), await referenceManifest())
}
