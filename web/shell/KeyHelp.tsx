import { Modal } from '@mantine/core'
import { words } from '../words/words.ts'
import styles from './KeyHelp.module.css'
import { type KeyGroup, useKeyGroups } from './keys.ts'

/** Every key that works here, by where it comes from. */
export function KeyHelp({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const groups = useKeyGroups()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.shell.keys}
      closeButtonProps={{ 'aria-label': words.shell.keysClose }}
      size="lg"
    >
      <KeyList groups={groups} />
    </Modal>
  )
}

/** Keys by where they come from, each with what it does. */
export function KeyList({ groups }: { readonly groups: readonly KeyGroup[] }) {
  return (
    <div className={styles.groups}>
      {groups.map(group => (
        <section key={group.title}>
          <h3>{group.title}</h3>
          <dl>
            {group.keys.map(key => (
              <div key={key.keys.join()}>
                <dt>
                  {key.keys.map(each => (
                    <kbd key={each}>{named[each] ?? each}</kbd>
                  ))}
                </dt>
                <dd>{key.says}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}

const named: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc', ' ': 'Space' }
