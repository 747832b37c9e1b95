import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'

const assets = fileURLToPath(new URL('../web/dist/assets/', import.meta.url))
const styles = fileURLToPath(new URL('.', import.meta.resolve('@mantine/core/styles.css')))

/** Mantine's classes in a text: `m_` and a hash of its own. */
const classesIn = (text: string): ReadonlySet<string> => new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g))

const built = (ending: string) =>
  readdirSync(assets)
    .filter(name => name.endsWith(ending))
    .map(name => readFileSync(join(assets, name), 'utf8'))
    .join('\n')

test('each component of Mantine that the workbench has comes with its styles', () => {
  const has = classesIn(built('.css'))
  const needed = classesIn(built('.js'))
  const files = readdirSync(join(styles, 'styles')).filter(name => /^[A-Z]\w*\.css$/.test(name))
  const missing = files.filter(name =>
    [...classesIn(readFileSync(join(styles, 'styles', name), 'utf8'))].some(
      each => needed.has(each) && !has.has(each),
    ),
  )
  assert.ok(files.length > 50 && needed.size > 50)
  assert.deepEqual(missing, [], 'add a line for each to web/theme/mantine.css')
})
