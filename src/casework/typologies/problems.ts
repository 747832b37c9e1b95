import { readFolder } from '../../typology/folder.ts'
import { checkPack } from '../../typology/pack.ts'
import type { Problem } from '../../typology/problem.ts'

/** Every problem of a card's text, as if it were the only one of the pack. */
export async function problemsOfText(packDirectory: string, text: string): Promise<readonly Problem[]> {
  const { files } = await readFolder(packDirectory)
  const place = 'cards/draft.yaml'
  const around = ['pack.yaml', 'sources.yaml'].map(path => [path, files.get(path)!] as const)
  const problems = await checkPack({ place: '', files: new Map([...around, [place, Buffer.from(text)]]) })
  return problems.filter(({ file }) => file.endsWith('draft.yaml'))
}
