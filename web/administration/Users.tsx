import { Button, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { addUser, changeUser, readUsers, resetPassword, type User } from '../api/administration.ts'
import styles from '../audit/Audit.module.css'
import { useAsk } from '../shell/AskDialog.tsx'
import { ColumnHeads } from '../shell/ColumnHeads.tsx'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { useZone } from '../shell/zone.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import type { Once } from './AdministrationPage.tsx'

export function Users({ tell }: { readonly tell: (once: Once) => void }) {
  const ask = useAsk()
  const [zone] = useZone()
  const text = words.administration.users
  const list = useInfiniteQuery({
    queryKey: ['users'],
    queryFn: ({ pageParam }) => readUsers(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })
  const users = list.data?.pages.flatMap(page => page.items) ?? []
  const fieldsOf = (user?: User) =>
    [
      { name: 'full_name', label: text.name, kind: 'line', initial: user?.full_name ?? '' },
      { name: 'email', label: text.email, kind: 'line', optional: true, initial: user?.email ?? '' },
      {
        name: 'roles',
        label: text.roles,
        kind: 'several',
        hint: text.rolesHint,
        options: Object.entries(words.roles).map(([value, label]) => ({ value, label })),
        initial: user?.roles.join(',') ?? '',
      },
    ] as const
  const add = () =>
    ask({
      title: text.add,
      fields: [
        { name: 'sign_in_name', label: text.signInName, kind: 'line', hint: text.signInHint },
        ...fieldsOf(),
      ],
      do: text.addDo,
      submit: async ({ sign_in_name, full_name, email, roles }) => {
        const made = await addUser({
          sign_in_name: sign_in_name!.trim(),
          full_name: full_name!,
          ...(email ? { email } : {}),
          roles: roles!.split(','),
        })
        tell({ title: text.firstPassword(made.full_name), secret: made.password })
        await list.refetch()
      },
    })
  const change = (user: User) =>
    ask({
      title: text.change(user.full_name),
      explains: text.changeExplains,
      fields: [
        ...fieldsOf(user),
        { name: 'disabled', label: text.disabled, kind: 'yes', initial: user.disabled ? 'yes' : '' },
      ],
      do: text.changeDo,
      version: user.version,
      submit: async ({ full_name, email, roles, disabled }, version) => {
        await changeUser(
          { user_id: user.user_id, version },
          {
            full_name: full_name!,
            ...(email ? { email } : {}),
            roles: roles!.split(','),
            disabled: disabled === 'yes',
          },
        )
        await list.refetch()
      },
    })
  const reset = (user: User) =>
    ask({
      title: text.reset(user.full_name),
      explains: text.resetExplains,
      fields: [],
      do: text.resetDo,
      submit: async () => {
        const { password } = await resetPassword(user)
        tell({ title: text.newPassword(user.full_name), secret: password })
      },
    })
  return (
    <section className={styles.group}>
      <div className={styles.head}>
        <Title order={2}>{text.title}</Title>
        <Button onClick={add}>{text.add}</Button>
      </div>
      {list.isError && <ProblemNote problem={list.error} again={list.refetch} />}
      {list.data === undefined && !list.isError && <PageSkeleton />}
      {users.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <ColumnHeads columns={text.columns} />
            <tbody>
              {users.map(user => (
                <tr key={user.user_id}>
                  <td>
                    {user.full_name}
                    <div className={styles.soft}>{user.sign_in_name}</div>
                  </td>
                  <td>{user.roles.map(role => words.roles[role]).join(', ')}</td>
                  <td>{user.disabled ? text.isDisabled : text.isEnabled}</td>
                  <td>{user.has_code ? text.hasCode : text.hasNoCode}</td>
                  <td className={styles.nowrap}>{day(user.created_at, zone)}</td>
                  <td>
                    <div className={styles.row}>
                      <Button
                        variant="default"
                        size="compact-xs"
                        onClick={() => change(user)}
                        aria-label={text.change(user.full_name)}
                      >
                        {text.changeShort}
                      </Button>
                      <Button
                        variant="subtle"
                        size="compact-xs"
                        onClick={() => reset(user)}
                        aria-label={text.reset(user.full_name)}
                      >
                        {text.resetShort}
                      </Button>
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {list.hasNextPage && (
            <div className={styles.more}>
              <Button variant="default" onClick={() => list.fetchNextPage()}>
                {words.audit.further}
              </Button>
            </div>
          )}
        </div>
      )}
    </section>
  )
}
