import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { linkCase, unlinkCase } from '../api/cases.ts'
import { FreeText } from '../care/FreeText.tsx'
import { useAsk } from '../shell/AskDialog.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import type { InCase } from './inCase.ts'
import { Empty, Section } from './Section.tsx'

/** Other cases that belong to this one. Of the other, nothing is said here but that it is there. */
export function Links({ whole, refresh, mayChange }: InCase) {
  const ask = useAsk()
  const text = words.cases.links
  const unlink = useMutation({
    mutationFn: (other: string) => unlinkCase(whole.case_id, other),
    onSuccess: refresh,
  })
  const add = () =>
    ask({
      title: text.add,
      fields: [
        { name: 'other_case_id', label: text.id, kind: 'line', hint: text.idHint },
        { name: 'why', label: words.cases.why, kind: 'text' },
      ],
      do: text.addDo,
      submit: async ({ other_case_id, why }) => {
        await linkCase(whole.case_id, { other_case_id: other_case_id!.trim(), why: why! })
        await refresh()
      },
    })
  return (
    <Section
      id="links"
      title={text.title}
      count={whole.links.length}
      actions={
        mayChange && (
          <Button variant="subtle" onClick={add}>
            {text.addShort}
          </Button>
        )
      }
    >
      {unlink.isError && <ProblemNote problem={unlink.error} />}
      {whole.links.length === 0 && <Empty>{text.none}</Empty>}
      <ul className={styles.plain}>
        {whole.links.map(link => (
          <li key={link.case_id}>
            <div>
              <Link to="/cases/$id" params={{ id: link.case_id }}>
                {text.name(link.case_id.slice(0, 8))}
              </Link>
              <div>
                <FreeText text={link.why} />
              </div>
            </div>
            {mayChange && (
              <Button
                className="no-print"
                variant="subtle"
                size="compact-xs"
                aria-label={text.removeOf(link.case_id.slice(0, 8))}
                onClick={() => unlink.mutate(link.case_id)}
              >
                {text.remove}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
