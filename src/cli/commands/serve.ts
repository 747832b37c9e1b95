import { defineCommand, exit, type Options } from '../command.ts'
import { settingsOptions } from '../office.ts'
import { serveUntilStopped } from '../serving.ts'

/** Where the workbench is served; `start` takes the same. */
export const servingOptions = {
  port: {
    kind: 'whole',
    value: 'PORT',
    default: '7100',
    least: 0,
    most: 65_535,
    meaning: 'Port to listen on; 0 takes any that is free.',
  },
  host: { kind: 'text', value: 'HOST', default: '127.0.0.1', meaning: 'Address to listen on.' },
  ...settingsOptions,
} as const satisfies Options

export const serveCommand = defineCommand({
  name: 'serve',
  summary: 'open the workbench in the browser',
  does: 'Serves the workbench and the interface of casework on this machine, and fetches nothing from anywhere else. Whoever reads signs in; lapwing users add makes the first user.',
  when: 'Use it to triage and to work cases: everything works by keyboard alone.',
  options: servingOptions,
  examples: [
    { line: 'lapwing serve', says: 'Serve ./data on http://127.0.0.1:7100.' },
    { line: 'lapwing serve --data data/example --port 0', says: 'Serve the example on any free port.' },
    {
      line: 'lapwing serve --config lapwing.yaml',
      says: 'Serve as the settings say, such as on a PostgreSQL server.',
    },
  ],
  next: 'open the printed address; ? shows the keys. Stop with Ctrl+C.',
  async run({ values, terminal }) {
    await serveUntilStopped(values, terminal)
    return exit.done
  },
})
