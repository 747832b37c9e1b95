import { Button, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { addToken, readTokens, revokeToken, type ServiceToken } from '../api/administration.ts'
import styles from '../audit/Audit.module.css'
import { useAsk } from '../shell/AskDialog.tsx'
import { ColumnHeads } from '../shell/ColumnHeads.tsx'
import { useNow } from '../shell/now.ts'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { useZone } from '../shell/zone.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import type { Once } from './AdministrationPage.tsx'

export function Tokens({ tell }: { readonly tell: (once: Once) => void }) {
  const ask = useAsk()
  const now = useNow(60_000)
  const [zone] = useZone()
  const text = words.administration.tokens
  const list = useQuery({ queryKey: ['service-tokens'], queryFn: readTokens })
  const add = () =>
    ask({
      title: text.add,
      fields: [
        { name: 'service_name', label: text.name, kind: 'line' },
        {
          name: 'scopes',
          label: text.scopes,
          kind: 'several',
          options: Object.entries(text.scopeNames).map(([value, label]) => ({ value, label })),
        },
        {
          name: 'days',
          label: text.days,
          kind: 'choice',
          options: [7, 30, 90, 365].map(count => ({ value: String(count), label: text.forDays(count) })),
          initial: '90',
        },
      ],
      do: text.addDo,
      submit: async ({ service_name, scopes, days }) => {
        const made = await addToken({
          service_name: service_name!,
          scopes: scopes!.split(','),
          days: Number(days),
        })
        tell({ title: text.made(made.service_name), secret: made.token })
        await list.refetch()
      },
    })
  const revoke = (token: ServiceToken) =>
    ask({
      title: text.revoke(token.service_name),
      explains: text.revokeExplains,
      fields: [],
      do: text.revokeDo,
      submit: async () => {
        await revokeToken(token)
        await list.refetch()
      },
    })
  return (
    <section className={styles.group}>
      <div className={styles.head}>
        <Title order={2}>{text.title}</Title>
        <Button onClick={add}>{text.add}</Button>
      </div>
      {list.isError && <ProblemNote problem={list.error} again={list.refetch} />}
      {list.data?.items.length === 0 && <p className={styles.soft}>{text.none}</p>}
      {list.data !== undefined && list.data.items.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <ColumnHeads columns={text.columns} />
            <tbody>
              {list.data.items.map(token => {
                const isOver = token.revoked_at !== null || Date.parse(token.ends_at) <= now
                return (
                  <tr key={token.service_token_id}>
                    <td>{token.service_name}</td>
                    <td>{token.scopes.map(scope => text.scopeNames[scope]).join(', ')}</td>
                    <td className={styles.nowrap}>{day(token.created_at, zone)}</td>
                    <td className={styles.nowrap}>
                      {token.revoked_at === null
                        ? day(token.ends_at, zone)
                        : text.revoked(day(token.revoked_at, zone))}
                    </td>
                    <td>
                      {!isOver && (
                        <Button
                          variant="subtle"
                          size="compact-xs"
                          aria-label={text.revoke(token.service_name)}
                          onClick={() => revoke(token)}
                        >
                          {text.revokeShort}
                        </Button>
                      )}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
