import { Button, Menu, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Core } from 'cytoscape'
import type { RefObject } from 'react'
import type { Purpose } from '../api/ask.ts'
import type { ChartFormat, Period } from '../api/network.ts'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { words } from '../words/words.ts'
import styles from './Network.module.css'
import { saveChart } from './save.ts'
import type { View } from './useView.ts'

const formats = ['png', 'csv', 'json'] as const

/** Above the chart: find in it, what is shown of it, and taking it out. */
export function Tools(given: {
  readonly view: View
  readonly searchBox: RefObject<HTMLInputElement | null>
  readonly search: string
  readonly found: number | undefined
  readonly onSearch: (text: string) => void
  readonly onFirst: () => void
  readonly onToggle: (what: 'ordinary' | 'groupAll') => void
  readonly onShowHidden: () => void
  readonly onFit: () => void
  readonly onAgain: () => void
  readonly saving: {
    readonly nodes: readonly string[]
    readonly chart: RefObject<Core | null>
    readonly period: Period
    readonly purpose: Purpose
  }
}) {
  const text = words.network.tools
  const { view, searchBox, search, found, saving } = given
  const save = useMutation({
    mutationFn: (format: ChartFormat) => {
      const ground = getComputedStyle(document.body).backgroundColor
      return saveChart(format, saving.nodes, { ...saving, chart: saving.chart.current!, ground })
    },
  })
  return (
    <>
      <TextInput
        ref={searchBox}
        className={styles.search}
        size="xs"
        placeholder={text.within}
        aria-label={text.within}
        value={search}
        onChange={event => given.onSearch(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') given.onFirst()
          if (event.key === 'Escape') given.onSearch('')
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      {found !== undefined && <span className={styles.soft}>{text.found(found)}</span>}
      <div className={styles.push} />
      <Button
        variant={view.ordinary ? 'filled' : 'default'}
        aria-pressed={view.ordinary}
        onClick={() => given.onToggle('ordinary')}
      >
        {text.ordinary}
      </Button>
      <Button
        variant={view.groupAll ? 'filled' : 'default'}
        aria-pressed={view.groupAll}
        onClick={() => given.onToggle('groupAll')}
      >
        {text.group}
      </Button>
      {view.hidden.size > 0 && (
        <Button variant="default" onClick={given.onShowHidden}>
          {text.showHidden}
        </Button>
      )}
      <Button variant="default" onClick={given.onFit}>
        {text.fit}
      </Button>
      <Button variant="default" onClick={given.onAgain}>
        {text.again}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" loading={save.isPending}>
            {text.export}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{words.network.export.what}</Menu.Label>
          {formats.map(format => (
            <Menu.Item key={format} onClick={() => save.mutate(format)}>
              {words.network.export[format]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {save.error !== null && <ProblemNote problem={save.error} />}
      {save.data !== undefined && (
        <span role="status" className={styles.soft}>
          {words.network.export.done(save.data.join(', '))}
        </span>
      )}
    </>
  )
}
