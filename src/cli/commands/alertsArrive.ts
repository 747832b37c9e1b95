import { arriveAlerts } from '../../casework/alerts/arrive.ts'
import { readFindings } from '../../casework/findings.ts'
import { readSettings } from '../../server/configuration.ts'
import { defineCommand, exit } from '../command.ts'
import { atConsole, settingsOptions } from '../office.ts'
import { arrivalInWords } from '../present/arrival.ts'

export const alertsArriveCommand = defineCommand({
  name: 'alerts arrive',
  summary: 'take the findings of the last run into casework',
  does: 'Reads the alerts that lapwing detect left in the data folder and brings the queue up to date: new ones come in, known ones are brought up to date and keep what people did with them, and none comes twice. A dismissed one comes back only when its episode went on after the decision and it grew to ten times as rare.',
  when: 'Use it where lapwing serve does not run on the same data folder: the server takes findings in by itself.',
  options: { ...settingsOptions },
  examples: [
    { line: 'lapwing alerts arrive', says: 'Take in what was found in ./data.' },
    {
      line: 'lapwing alerts arrive --data data/example --config lapwing.yaml',
      says: 'Take it into the store that the settings name.',
    },
  ],
  next: 'lapwing serve shows the queue to those who sign in.',
  async run({ values, terminal }) {
    const settings = await readSettings(terminal.environment, values.config)
    const { alerts } = await readFindings(values.data)
    const arrival = await atConsole(settings, values.data, desk => arriveAlerts(desk, alerts))
    terminal.print(values.json ? JSON.stringify(arrival) : arrivalInWords(arrival))
    return exit.done
  },
})
