import { defineCommand, exit, type Options } from '../command.ts'
import { settingsOptions } from '../office.ts'
import { serveUntilStopped } from '../serving.ts'

/** Where the page is served; `start` takes the same. */
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
  'allow-remote': {
    kind: 'flag',
    meaning:
      'Allow a host that others can reach although nobody signs in: only behind something that signs people in.',
  },
  ...settingsOptions,
} as const satisfies Options

export const serveCommand = defineCommand({
  name: 'serve',
  summary: 'open the queue in the browser',
  does: 'Serves the ranked queue and each alert as a page on this machine, and fetches nothing from anywhere else. Once lapwing users add has made a user, whoever reads signs in, and the interface of casework is served as well.',
  when: 'Use it to triage: the page works by keyboard alone.',
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
