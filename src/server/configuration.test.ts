import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { readSettings } from './configuration.ts'

const folder = mkdtempSync(join(tmpdir(), 'lapwing-settings-'))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

test('without any setting the defaults hold', async () => {
  const settings = await readSettings({}, undefined)
  assert.deepEqual([settings.session_idle_minutes, settings.database_url], [30, undefined])
})

test('the environment goes before the file, and a file of a secret is read', async () => {
  const path = file('settings.yaml', 'session_hours: 4\nsession_idle_minutes: 10\n')
  const secret = file('secret', 'postgresql://robin:secret@127.0.0.1/lapwing\n')
  const environment = { LAPWING_SESSION_HOURS: '6', LAPWING_DATABASE_URL_FILE: secret }
  const settings = await readSettings(environment, path)
  assert.deepEqual(
    [settings.session_hours, settings.session_idle_minutes, settings.database_url],
    [6, 10, 'postgresql://robin:secret@127.0.0.1/lapwing'],
  )
})

test('a wrong setting is named, and what was in it is not', async () => {
  const wrong: readonly (readonly [NodeJS.ProcessEnv, string | undefined, string])[] = [
    [{ LAPWING_SESSION_HOURS: 'secret' }, undefined, 'session_hours'],
    [{ LAPWING_PUBLIC_ORIGIN: 'secret' }, undefined, 'public_origin'],
    [{ LAPWING_DATABASE_URL_FILE: join(folder, 'absent') }, undefined, 'LAPWING_DATABASE_URL_FILE'],
    [{}, file('unknown.yaml', 'sesion_hours: secret'), 'sesion_hours'],
    [{}, file('broken.yaml', '"secret'), join(folder, 'broken.yaml')],
    [{}, file('list.yaml', '[secret]'), join(folder, 'list.yaml')],
  ]
  for (const [environment, path, place] of wrong) {
    await assert.rejects(
      readSettings(environment, path),
      (error: Error & { place: string; remedy: string }) => {
        assert.equal(error.place, place)
        assert.ok(!`${error.message}${error.remedy}`.includes('secret') && error.cause === undefined)
        return true
      },
    )
  }
})
