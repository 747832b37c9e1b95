import { citationsOf, findAlert, paymentsOf, readFindings } from '../../casework/findings.ts'
import { shownPayments } from '../../casework/payment.ts'
import { caveatOf, headlineOf } from '../../casework/words.ts'
import { defineCommand, exit } from '../command.ts'
import { wholeAlert } from '../present/alert.ts'

export const explainCommand = defineCommand({
  name: 'explain',
  summary: 'show one alert whole: what was seen, among whom it is rare, and what speaks against',
  does: 'Shows the evidence by family, every indicator with its value, its peers and its rarity, what could not be evaluated, the payments, and the publications that the indicators come from.',
  when: 'Use it on an alert that lapwing detect listed, before deciding anything about a person.',
  options: {},
  words: {
    name: 'ALERT',
    meaning: "The alert's id, or as much of its beginning as no other alert shares.",
    least: 1,
    most: 1,
  },
  examples: [
    { line: 'lapwing explain A-3f9c', says: 'Explain the alert whose id starts so.' },
    {
      line: 'lapwing explain A-3f9c --data data/example --json',
      says: 'The same from the example, as one JSON object.',
    },
  ],
  next: 'lapwing serve shows the same in the browser, with the payments along time.',
  async run({ values, words, terminal }) {
    const { alerts, sources } = await readFindings(values.data)
    const alert = findAlert(alerts, words[0]!)
    const payments = shownPayments(await paymentsOf(values.data, alert), alert)
    const citations = citationsOf(alert, sources)
    if (values.json) {
      const headline = headlineOf(alert)
      terminal.print(JSON.stringify({ ...alert, headline, caveat: caveatOf(alert), payments, citations }))
    } else terminal.print(...wholeAlert(alert, payments, citations, terminal))
    return exit.done
  },
})
