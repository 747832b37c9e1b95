import { useEffect, useRef } from 'react'

/** Calls when the server says that an alert was changed. The browser reconnects by itself. */
export function useLive(onChange: () => void): void {
  const latest = useRef(onChange)
  latest.current = onChange
  useEffect(() => {
    const source = new EventSource('/api/alerts/live')
    let mark: string | undefined
    source.addEventListener('queue', event => {
      const next = String((event as MessageEvent).data)
      if (mark !== undefined && next !== mark) latest.current()
      mark = next
    })
    return () => source.close()
  }, [])
}
