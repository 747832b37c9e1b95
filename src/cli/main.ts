import { readFileSync } from 'node:fs'
import { describeError, LapwingError } from '../domain/errors.ts'
import { findCommand, parse } from './arguments.ts'
import { type Command, type Exit, exit } from './command.ts'
import { commands, loadCommands } from './commands.ts'
import { helpOf, overview } from './help.ts'
import { processTerminal, type Terminal } from './terminal/terminal.ts'
import { safe } from './terminal/width.ts'

/** Runs one command line. Answers the exit code; writes only to the terminal it is given. */
export async function main(written: readonly string[], terminal: Terminal): Promise<Exit> {
  try {
    return await dispatch(written, terminal)
  } catch (error) {
    terminal.redraw('')
    terminal.note(...messageOf(error, terminal.environment.LAPWING_DEBUG === '1'))
    return error instanceof LapwingError && error.code === 'wrong-use' ? exit.wrongUse : exit.failed
  }
}

async function dispatch(written: readonly string[], terminal: Terminal): Promise<Exit> {
  const [first] = written
  const { width, paint } = terminal
  if (first === undefined) {
    terminal.note(...overview(await loadCommands(), width))
    return exit.wrongUse
  }
  if (first === '--version' || first === '-V') {
    terminal.print(version())
    return exit.done
  }
  if (first === '--help' || first === '-h' || (first === 'help' && written.length === 1)) {
    terminal.print(...overview(await loadCommands(), width, paint))
    return exit.done
  }
  const { command: found, rest } = findCommand(commands, first === 'help' ? written.slice(1) : written)
  const command = await found.load()
  const parsed = parse(command, first === 'help' ? ['--help'] : rest)
  const { values } = parsed
  if (values.help === true) {
    terminal.print(...helpOf(command, width, paint))
    return exit.done
  }
  type Given = Parameters<Command['run']>[0]
  return command.run({
    ...parsed,
    values: values as Given['values'],
    terminal,
    now: () => performance.now(),
  })
}

function messageOf(error: unknown, debug: boolean): readonly string[] {
  if (debug && error instanceof Error) return [`lapwing: ${error.stack ?? error.message}`]
  const described = describeError(error).split('\n').map(safe).join('\n')
  if (error instanceof LapwingError) return [`lapwing: ${described}`]
  return [`lapwing: ${described}`, '  This was not expected. LAPWING_DEBUG=1 shows where it happened.']
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

if (import.meta.main) {
  // A reader that goes away, such as `head`, ends the output, not the program with an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exit.done)
    throw error
  })
  process.exitCode = await main(process.argv.slice(2), processTerminal(process))
}
