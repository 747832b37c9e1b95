import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileText, folderNames, folderWithin, placeOf, readFolder, yamlFiles } from './folder.ts'

async function folderWith(context: TestContext, texts: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lapwing-folder-'))
  context.after(() => rm(directory, { recursive: true }))
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(join(directory, path, '..'), { recursive: true })
    await writeFile(join(directory, path), text)
  }
  return directory
}

test('a folder is all its files, sorted, but for names that begin with a dot', async context => {
  const directory = await folderWith(context, {
    'b.yaml': '1',
    'a.txt': '2',
    'cards/one.yaml': '3',
    '.hidden': '4',
    '.git/config': '5',
  })
  const folder = await readFolder(directory)
  assert.deepEqual([...folder.files.keys()], ['a.txt', 'b.yaml', 'cards/one.yaml'])
  assert.deepEqual([yamlFiles(folder), folderNames(folder)], [['b.yaml'], ['cards']])
  const cards = folderWithin(folder, 'cards')
  assert.equal(fileText(cards, 'one.yaml'), '3')
  assert.equal(placeOf(cards, 'one.yaml'), join(directory, 'cards', 'one.yaml'))
  assert.equal(folderWithin(folder, 'card').files.size, 0, 'a name is not the beginning of another')
})

test('a link is refused: what it leads to could change without the folder', async context => {
  const directory = await folderWith(context, { 'pack.yaml': '' })
  await symlink('/etc/hostname', join(directory, 'link.yaml'))
  await assert.rejects(readFolder(directory), {
    code: 'pack-unreadable',
    place: join(directory, 'link.yaml'),
  })
})

test('a folder that is not there is an error that names it', async () => {
  const place = join(tmpdir(), 'no-such-folder')
  await assert.rejects(readFolder(place), { code: 'pack-unreadable', place })
})
