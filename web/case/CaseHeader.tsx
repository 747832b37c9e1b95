import { Button, Menu, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Purpose } from '../api/ask.ts'
import type { WholeCase } from '../api/cases.ts'
import { casePurposes, usePurpose } from '../shell/purpose.ts'
import { useNames } from '../shell/useNames.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import { Clocks } from './Clocks.tsx'

/** What stays in view: what this is, where it stands, its clocks, and what can be done with it as a whole. */
export function CaseHeader({
  whole,
  mayKnow,
  mayChange,
  move,
  handOver,
  edit,
}: {
  readonly whole: WholeCase
  readonly mayKnow: boolean
  readonly mayChange: boolean
  readonly move: (name: string) => void
  readonly handOver: () => void
  readonly edit: () => void
}) {
  const { nameOf } = useNames()
  const [purpose, choose] = usePurpose()
  const text = words.cases
  // What leads on stands first; closing is offered with the rest.
  const [first, ...others] = [...whole.moves].sort(
    (one, other) => Number(one === 'close') - Number(other === 'close'),
  )
  const name = (each: string) => text.move.names[each as keyof typeof text.move.names] ?? each
  return (
    <div className={styles.header}>
      <div className={styles.headline}>
        <Link to="/cases" className="no-print">
          {text.back}
        </Link>
        <Link to="/network" search={{ of: `case:${whole.case_id}` } as never} className="no-print">
          {words.network.title}
        </Link>
        <Title order={1}>{whole.title}</Title>
        <span className={styles.tag} data-path={whole.path}>
          {text.paths[whole.path]}
        </span>
        <span className={styles.tag}>{text.states[whole.state]}</span>
        {whole.restricted && (
          <span className={styles.tag} title={text.edit.restrictedHint}>
            {text.walled}
          </span>
        )}
        <span className={styles.soft}>
          {text.ledBy(whole.lead === null ? text.noLead : nameOf(whole.lead))} · {whole.jurisdiction}
        </span>
      </div>
      <div className={styles.bar}>
        <Clocks whole={whole} mayKnow={mayKnow} />
        <div className={`${styles.actions} no-print`}>
          {mayChange && first !== undefined && <Button onClick={() => move(first)}>{name(first)}</Button>}
          {mayChange && (
            <Button variant="default" onClick={handOver}>
              {text.handOver.open}
            </Button>
          )}
          <Menu position="bottom-end" width={260}>
            <Menu.Target>
              <Button variant="default">{text.more}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {mayChange && (
                <>
                  {others.map(each => (
                    <Menu.Item key={each} onClick={() => move(each)}>
                      {name(each)}
                    </Menu.Item>
                  ))}
                  <Menu.Item onClick={edit}>{text.edit.open}</Menu.Item>
                </>
              )}
              <Menu.Item onClick={() => window.print()}>{text.print}</Menu.Item>
              <Menu.Divider />
              <Menu.Label>{text.purpose.label}</Menu.Label>
              {casePurposes.map(each => (
                <Menu.Item
                  key={each}
                  onClick={() => choose(each as Purpose)}
                  rightSection={each === purpose ? '✓' : undefined}
                >
                  {text.purpose.names[each as keyof typeof text.purpose.names]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
    </div>
  )
}
