import { Button, FileButton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { addFile, type CaseFile, type FileFolder, readContent, readFiles } from '../api/cases.ts'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePurpose } from '../shell/purpose.ts'
import { saveAs } from '../shell/saveAs.ts'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import type { InCase } from './inCase.ts'
import { Empty, Section } from './Section.tsx'

const accepted = '.pdf,.txt,.md,.csv,.docx,.xlsx'

/** Files of the case, or drafts of its reports. They are saved and never shown: nothing of them is drawn here. */
export function Files({ whole, refresh, mayChange, folder }: InCase & { readonly folder: FileFolder }) {
  const [purpose] = usePurpose()
  const { nameOf } = useNames()
  const [zone] = useZone()
  const text = words.cases.files
  const files = useFiles(whole.case_id, folder)
  const add = useMutation({
    async mutationFn(file: File | null) {
      if (file === null) return
      await addFile(whole.case_id, folder, file)
      await refresh()
    },
  })
  const save = useMutation({
    mutationFn: async ({ file_id, name }: CaseFile) =>
      saveAs(await readContent(whole.case_id, folder, file_id, purpose), name),
  })
  return (
    <Section
      id={folder}
      title={text.title[folder]}
      count={files.data?.items.length}
      actions={
        mayChange && (
          <FileButton onChange={file => add.mutate(file)} accept={accepted}>
            {props => (
              <Button {...props} variant="subtle" loading={add.isPending}>
                {text.add}
              </Button>
            )}
          </FileButton>
        )
      }
    >
      {files.isError && <ProblemNote problem={files.error} again={files.refetch} />}
      {add.isError && <ProblemNote problem={add.error} />}
      {save.isError && <ProblemNote problem={save.error} />}
      {files.data?.items.length === 0 && <Empty>{text.none[folder]}</Empty>}
      <ul className={styles.plain}>
        {files.data?.items.map(file => (
          <li key={file.file_id}>
            <div>
              <span className={styles.break}>{file.name}</span>
              <div className={styles.small}>
                {text.size(file.size_bytes)} · {nameOf(file.added_by)} · {day(file.added_at, zone)}
              </div>
              <div className={styles.hash} title={file.hash}>
                {words.digest(file.hash)}
              </div>
            </div>
            <Button
              className="no-print"
              variant="subtle"
              size="compact-xs"
              aria-label={`${text.save} ${file.name}`}
              onClick={() => save.mutate(file)}
            >
              {text.save}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function useFiles(caseId: string, folder: FileFolder) {
  const [purpose] = usePurpose()
  return useQuery({
    queryKey: ['case', caseId, folder, purpose],
    queryFn: () => readFiles(caseId, folder, purpose),
  })
}
