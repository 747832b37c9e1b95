import type { ClientBase, Pool } from 'pg'

/** Statements that a connection keeps planned at most, and how long one is at most: long lists make ever new ones. */
const [statementsMost, textMost] = [400, 6_000] as const

/**
 * Has each statement parsed and planned once for each connection of the pool: what the program asks is always the same texts, with
 * values apart. PostgreSQL itself decides when one plan serves all values.
 */
export function prepareStatements(pool: Pool): void {
  const names = new Map<string, string>()
  pool.on('connect', client => {
    const query = client.query.bind(client) as (config: unknown, ...rest: unknown[]) => unknown
    const prepared = (config: unknown, ...rest: unknown[]) => query(withName(config, rest[0], names), ...rest)
    client.query = prepared as ClientBase['query']
  })
}

function withName(config: unknown, values: unknown, names: Map<string, string>): unknown {
  const { text } = config as { readonly text?: unknown }
  const isPlain = typeof text !== 'string' || !Array.isArray(values) || values.length === 0
  if (isPlain || text.length > textMost) return config
  let name = names.get(text)
  if (name === undefined) {
    if (names.size >= statementsMost) return config
    name = `lapwing_${names.size}`
    names.set(text, name)
  }
  return { ...(config as object), name }
}
