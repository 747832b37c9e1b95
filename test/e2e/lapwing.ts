import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a command as a process of its own, as a person would. `input` is its standard input, empty when not given. */
export async function lapwing(
  written: readonly string[],
  options: {
    readonly folder?: string
    readonly environment?: Readonly<Record<string, string>>
    readonly input?: string
  } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...written], {
    cwd: options.folder,
    env: { ...process.env, NO_COLOR: '1', ...options.environment },
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const out = gather(child.stdout!)
  const err = gather(child.stderr!)
  // A command that ends before it has read everything closes the pipe, which is no error of the test.
  child.stdin?.on('error', () => {}).end(options.input)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { code, out: out(), err: err() }
}

export interface Serving {
  readonly url: string
  readonly pid: number
  /** Ends it by a signal, as Ctrl+C does unless another is named. Resolves with its exit code; null when the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts a command that serves, in a process of its own; resolves when it says where. */
export async function serving(
  written: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Serving> {
  const child = spawn(process.execPath, [main, ...written], {
    env: { ...process.env, LAPWING_LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const err = gather(child.stderr)
  const ended = new Promise<number | null>(resolve => child.on('close', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const ready = /^ready (\S+)$/m.exec(text)
      if (ready?.[1] !== undefined) resolve(ready[1])
    })
    ended.then(code => reject(new Error(`It ended with ${code} before it was ready: ${err()}`)))
  })
  return {
    url,
    pid: child.pid!,
    stop(signal = 'SIGINT') {
      child.kill(signal)
      return ended
    },
  }
}

/** A new empty folder that the system clears away. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'lapwing-'))
}

/** Standard output as JSON Lines. */
export function objects(out: string): readonly Record<string, unknown>[] {
  return out
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Record<string, unknown>)
}

function gather(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = []
  stream.on('data', chunk => chunks.push(Buffer.from(chunk)))
  return () => Buffer.concat(chunks).toString('utf8')
}
