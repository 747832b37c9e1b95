import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { fileBytesMaxByDefault } from '../casework/duties/files/files.ts'
import { LapwingError } from '../domain/errors.ts'
import { passphraseMin } from '../domain/passphrase.ts'
import { microsPerHour } from '../domain/time.ts'
import { logLevels } from './log.ts'

/** Every setting of the server, in one place; docs/reference/api.md lists them. */
const settingsSchema = z.strictObject({
  /** A PostgreSQL server; without it, PGlite in the data folder. */
  database_url: z.string().min(1).optional(),
  /** Whose institution this is, as everybody sees it, before sign-in too. */
  institution_name: z.string().min(1).max(100).optional(),
  /** How browsers reach the server, when something stands before it: https://lapwing.example.org. */
  public_origin: z
    .url({ protocol: /^https?$/ })
    .transform(text => new URL(text).origin)
    .optional(),
  /** Addresses of proxies whose word on the client's address is taken, comma-separated. */
  trusted_proxies: z.string().min(1).optional(),
  /** The institution's OpenID Connect provider, and what Lapwing is to it; needs public_origin. */
  single_sign_on_issuer: z.url({ protocol: /^https?$/ }).optional(),
  single_sign_on_client_id: z.string().min(1).optional(),
  single_sign_on_client_secret: z.string().min(1).optional(),
  session_idle_minutes: z.coerce.number().int().min(1).max(1_440).default(30),
  session_hours: z.coerce.number().int().min(1).max(168).default(12),
  /** From one client, all addresses together. */
  requests_per_minute: z.coerce.number().int().min(1).max(1_000_000).default(30_000),
  sign_ins_per_minute: z.coerce.number().int().min(1).max(10_000).default(20),
  /** A folder with deadlines of further countries, or other ones for those that Lapwing knows. */
  jurisdictions_folder: z.string().min(1).optional(),
  /** Keys that files of cases are encrypted under, one a line; without any, no file is taken. */
  file_keys: z.string().min(1).optional(),
  file_bytes_max: z.coerce.number().int().min(1).max(104_857_600).default(fileBytesMaxByDefault),
  /** The overlay that detection uses, so that a back-test of a card sees what detection sees. */
  overlay: z.string().min(1).optional(),
  /** Opens a sealed overlay, and seals the institution's own cards; without it, no card is kept in the workbench. */
  passphrase: z.string().min(passphraseMin).optional(),
  /** Without it, info; only warnings where a person watches. */
  log_level: z.enum(logLevels).optional(),
  /** How long requests that are under way may take to end when the server is stopped. */
  stop_seconds: z.coerce.number().min(0).max(600).default(20),
})
export type Settings = z.infer<typeof settingsSchema>

const prefix = 'LAPWING_'

/**
 * Reads the settings: from a YAML file, and over it from the environment, where `database_url` is LAPWING_DATABASE_URL.
 * LAPWING_DATABASE_URL_FILE names a file that has it instead, so that a secret stands in no environment.
 *
 * @throws LapwingError `setting-wrong`, naming the setting; its value, which may be a secret, is never in the error
 */
export async function readSettings(
  environment: NodeJS.ProcessEnv,
  file: string | undefined,
): Promise<Settings> {
  const given: Record<string, unknown> = file === undefined ? {} : await readSettingsFile(file)
  for (const name of Object.keys(settingsSchema.shape)) {
    const variable = prefix + name.toUpperCase()
    const secretFile = environment[`${variable}_FILE`]
    if (environment[variable] !== undefined) given[name] = environment[variable]
    else if (secretFile !== undefined) given[name] = await readSecretFile(`${variable}_FILE`, secretFile)
  }
  const read = settingsSchema.safeParse(given)
  if (read.success) return read.data
  const issue = read.error.issues[0]!
  const name = issue.code === 'unrecognized_keys' ? issue.keys[0]! : String(issue.path[0])
  throw wrong(name, issue.code === 'unrecognized_keys' ? 'there is no such setting' : issue.message)
}

/** How long sessions last, in microseconds. */
export function sessionLimitsOf(settings: Settings) {
  return {
    idle: (settings.session_idle_minutes * microsPerHour) / 60,
    absolute: settings.session_hours * microsPerHour,
  }
}

async function readSettingsFile(path: string): Promise<Record<string, unknown>> {
  const text = await readSecretFile('--config', path)
  let value: unknown
  try {
    value = parse(text) ?? {}
  } catch {
    // Without the cause: it quotes the file.
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw wrong(path, 'this is no YAML file of settings')
}

async function readSecretFile(setting: string, path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '')
  } catch {
    throw wrong(setting, `the file ${path} cannot be read`)
  }
}

function wrong(place: string, message: string): LapwingError {
  return new LapwingError('setting-wrong', message, {
    place,
    remedy: `Change it in the settings file, or in the environment as ${prefix}NAME; docs/reference/api.md lists all settings.`,
  })
}
