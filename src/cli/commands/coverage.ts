import { openBook } from '../../book/book.ts'
import { readObservables } from '../../typology/observables.ts'
import { readPacks } from '../../typology/packs.ts'
import { defineCommand, exit } from '../command.ts'
import { coverBook } from '../covered.ts'
import { detectionOptions } from '../detectionOptions.ts'
import { openingOf } from '../opening.ts'
import { coverageReport } from '../present/coverage.ts'
import { packProblems } from '../present/packProblems.ts'

const { threads: _, ...cardOptions } = detectionOptions

export const coverageCommand = defineCommand({
  name: 'coverage',
  summary: 'show which typologies the book can show, and what is missing',
  does: 'For each card it counts the payments it looks at by product and rail, and names each indicator that has nothing to go by, with the columns that would give it something. With --needs it adds what publications say can be observed and no payment table holds. The workbench shows what was found last.',
  when: 'Use it after a first import, and when a product is added, to know what the institution is blind to.',
  options: {
    needs: {
      kind: 'flag',
      meaning: 'List also the published observables that need data outside the input tables.',
    },
    ...cardOptions,
  },
  examples: [
    { line: 'lapwing coverage', says: 'The map of typologies, products and data of the book.' },
    {
      line: 'lapwing coverage --json --needs',
      says: 'The same as JSON: one object a card, one an observable.',
    },
  ],
  next: 'lapwing import brings what is missing; lapwing detect says the same of single alerts.',
  async run({ values, terminal }) {
    // Without cards approved in the workbench, which are own ones too.
    const given = { ...values, data: undefined, environment: terminal.environment }
    const opening = await openingOf(given)
    const { packs, problems, ownPacks } = await readPacks(values.packs, values.overlay, opening)
    packProblems(problems, terminal)
    // What an institution's own cards read would tell how they look.
    const shown = packs.filter(({ pack }) => !ownPacks.includes(pack.pack))
    if (shown.length < packs.length) terminal.note("The institution's own cards are not shown here.")
    const plans = shown.flatMap(each => each.plans)
    const book = await openBook(values.data)
    try {
      const cards = await coverBook(book, plans)
      const observables = shown.flatMap(({ folder, pack }) => {
        return readObservables(folder, pack.cards, pack.sources).observables
      })
      const needs = values.needs ? observables.filter(each => each.needs !== undefined) : []
      if (values.json) {
        for (const card of cards) terminal.print(JSON.stringify(card))
        for (const observable of needs) terminal.print(JSON.stringify(observable))
      } else terminal.print(...coverageReport(cards, needs, terminal))
    } finally {
      book.close()
    }
    return exit.done
  },
})
