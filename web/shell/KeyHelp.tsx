import { Modal } from '@mantine/core'
import { words } from '../words/words.ts'
import styles from './KeyHelp.module.css'
import { useKeyGroups } from './keys.ts'

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
    </Modal>
  )
}

const named: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc', ' ': 'Space' }
